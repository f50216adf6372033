import type { Cell, Change } from "../api/types";
import type { PickedCell } from "./picked";

const cell = (one: PickedCell): Cell => [one.t, one.label];

/** The corrections that the picked cells allow, as `lca track` knows them. */
export function proposals(cells: PickedCell[]): Change[] {
  const [a, b, c] = [...cells].sort((one, other) => one.t - other.t);
  if (!a) return [];
  if (!b) return [{ kind: "cut", at: cell(a) }];
  if (!c && a.t === b.t) return [{ kind: "swap", at: cell(a), with: b.label }];
  if (!c) return (["join", "accept-link", "reject-link"] as const).map((kind) => ({ kind, from: cell(a), to: cell(b) }));
  return cells.length === 3 && a.t < b.t && b.t === c.t ? [{ kind: "divide", from: cell(a), to: [cell(b), cell(c)] }] : [];
}
