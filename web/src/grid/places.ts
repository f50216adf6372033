import type { GridPlace } from "vitessce";
import type { PanelName } from "../app/panels";

export type GridName = PanelName | "map" | "tissue" | "genes" | "sets";

// Rows of the grid from top to bottom: who stands in one, and how broad each wants to be.
const ROWS: [GridName, number][][] = [[["movie", 5], ["lineage", 4], ["traces", 3]], [["map", 4], ["tissue", 4], ["genes", 2], ["sets", 2]], [["network", 5], ["model", 7]]];
const HEIGHT = 4;

/** Where each view lies: rows of twelve columns, filled by those that are there. */
export function places(there: (name: GridName) => unknown): Map<GridName, GridPlace> {
  const found = new Map<GridName, GridPlace>();
  let y = 0;
  for (const row of ROWS) {
    const shown = row.filter(([name]) => there(name));
    const whole = shown.reduce((sum, [, wide]) => sum + wide, 0);
    let x = 0;
    shown.forEach(([name, wide], i) => {
      const w = i === shown.length - 1 ? 12 - x : Math.round((12 * wide) / whole);
      found.set(name, { x, y, w, h: HEIGHT });
      x += w;
    });
    if (shown.length) y += HEIGHT;
  }
  return found;
}
