import type { Placed, Trees } from "./layout";
import { tAt, yOf, type Window } from "./window";

/** The track under a place of the sheet, if one lies within six pixels. */
export function trackAt(trees: Trees, window: Window, x: number, y: number): Placed | null {
  const t = tAt(trees, window, x);
  let best: Placed | null = null;
  let least = 6;
  for (const track of trees.tracks) {
    if (t < track.start - 1 || t > track.end + 1) continue;
    const away = Math.abs(yOf(window, track.lane) - y);
    if (away <= least) [best, least] = [track, away];
  }
  return best;
}

/** The clone that lies `by` places further down; the first when none is selected. */
export function cloneBeside(trees: Trees, clone: number | null, by: number): number | null {
  const at = clone === null ? -1 : trees.clones.indexOf(clone);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), trees.clones.length - 1);
  return trees.clones[next] ?? null;
}
