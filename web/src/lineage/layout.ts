import type { TrackTable } from "../api/types";

/** A track in the drawing of the trees: its lane says how far down it lies. */
export interface Placed {
  id: number; parent: number | null; founder: number; start: number; end: number; lane: number; generation: number;
}
export interface Trees { tracks: Placed[]; byId: Map<number, Placed>; lanes: number; first: number; last: number; clones: number[] }

/** Lays trees below each other, the largest first; a mother lies between her daughters. */
export function layOut(table: TrackTable): Trees {
  const tracks = table.id.map((id, i): Placed => ({
    id, parent: table.parent[i] ?? null, founder: table.founder[i] ?? id,
    start: table.start[i] ?? 0, end: table.end[i] ?? 0, lane: 0, generation: 0,
  }));
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const daughters = group(tracks.filter((track) => track.parent !== null && byId.has(track.parent)), (track) => track.parent!);
  const roots = tracks.filter((track) => track.parent === null || !byId.has(track.parent));
  const sizes = new Map([...group(tracks, (track) => track.founder)].map(([founder, all]) => [founder, all.length]));
  roots.sort((a, b) => (sizes.get(b.founder) ?? 0) - (sizes.get(a.founder) ?? 0) || a.founder - b.founder || a.id - b.id);
  let lanes = 0;
  for (const root of roots) lanes = placeTree(root, daughters, lanes);
  return {
    tracks, byId, lanes,
    first: tracks.reduce((least, track) => Math.min(least, track.start), Infinity),
    last: tracks.reduce((most, track) => Math.max(most, track.end), 0),
    clones: [...new Set(roots.map((root) => root.founder))],
  };
}

/** Gives lanes to one tree from `lane` on and tells the next free one. A stack of its own, as trees may be deep. */
function placeTree(root: Placed, daughters: Map<number, Placed[]>, lane: number): number {
  const order: Placed[] = [root];
  for (let i = 0; i < order.length; i++) {
    const mother = order[i]!;
    for (const daughter of daughters.get(mother.id) ?? []) {
      daughter.generation = mother.generation + 1;
      order.push(daughter);
    }
  }
  const stack: Placed[] = [root];
  while (stack.length) {
    const track = stack.pop()!;
    const own = daughters.get(track.id) ?? [];
    if (own.length === 0) track.lane = lane++;
    for (const daughter of [...own].reverse()) stack.push(daughter);
  }
  for (const track of order.reverse()) {
    const own = daughters.get(track.id) ?? [];
    if (own.length) track.lane = own.reduce((sum, daughter) => sum + daughter.lane, 0) / own.length;
  }
  return lane;
}

export function group<T, K>(all: readonly T[], key: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const name = key(one);
    const members = groups.get(name);
    if (members) members.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}
