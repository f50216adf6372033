// Columns of a table that name the clone of a cell, as steps and people call them.
const NAMES = ["founder", "clone", "clone_id", "lineage"];

/** The path of a clone's set among the cell sets; null where the table does not name clones. */
export function setsOfClone(columns: string[], clone: number): string[][] | null {
  const column = columns.find((name) => NAMES.includes(name));
  return column ? [[column, String(clone)]] : null;
}
