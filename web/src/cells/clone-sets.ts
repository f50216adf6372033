// Columns of a table that name the clone of a cell, as steps and people call them.
const NAMES = ["founder", "clone", "clone_id", "lineage"];

/** The path of a clone's set among the cell sets; null where the table does not name clones. */
export function setsOfClone(columns: string[], clone: number): string[][] | null {
  const column = columns.find((name) => NAMES.includes(name));
  return column ? [[column, String(clone)]] : null;
}

/** The clone whose set is the only one chosen; null where another is, or several. */
export function cloneOfSets(columns: string[], sets: string[][] | null): number | null {
  const [path, ...more] = sets ?? [];
  const own = path?.length === 2 && more.length === 0 && columns.includes(path[0]!) && NAMES.includes(path[0]!);
  return own && /^\d+$/.test(path[1]!) ? Number(path[1]) : null;
}
