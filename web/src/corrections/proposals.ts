import type { NewCorrection } from "../api/types";
import type { PickedCell } from "./picked";

/** The corrections that the picked cells allow, as `lca track` knows them. */
export function proposals(element: string, cells: PickedCell[]): NewCorrection[] {
  const [a, b, c] = [...cells].sort((one, other) => one.t - other.t);
  if (!a) return [];
  const cell = (one: PickedCell): [number, number] => [one.t, one.label];
  const found: NewCorrection[] = [];
  if (cells.length === 1) found.push({ element, kind: "cut", from: cell(a) });
  if (cells.length === 2 && b && a.t < b.t) found.push({ element, kind: "join", from: cell(a), to: [cell(b)] });
  if (cells.length === 2 && b && a.t === b.t) found.push({ element, kind: "swap", from: cell(a), to: [cell(b)] });
  if (cells.length === 3 && b && c && a.t < b.t && b.t === c.t) found.push({ element, kind: "divide", from: cell(a), to: [cell(b), cell(c)] });
  return found;
}
