import type { Trees } from "./layout";

/** Which part of the trees is drawn, and where on the sheet. */
export interface Window { width: number; height: number; /** Height of a lane. */ row: number; /** How far it is scrolled. */ top: number }

export const LEFT = 20;
export const RIGHT = 20;
export const HEAD = 22;

export const xOf = (trees: Trees, window: Window, t: number) =>
  LEFT + ((t - trees.first) / Math.max(1, trees.last - trees.first)) * (window.width - LEFT - RIGHT);

export const yOf = (window: Window, lane: number) => HEAD + (lane + 0.5) * window.row - window.top;

export const tAt = (trees: Trees, window: Window, x: number) =>
  trees.first + ((x - LEFT) / Math.max(1, window.width - LEFT - RIGHT)) * (trees.last - trees.first);

/** The lane height at which all trees are seen. */
export const fitting = (trees: Trees, height: number) => Math.min(18, Math.max(0.02, (height - HEAD - 8) / Math.max(1, trees.lanes)));

/** How far one can scroll. */
export const deepest = (trees: Trees, window: Window) => Math.max(0, trees.lanes * window.row - (window.height - HEAD - 8));
