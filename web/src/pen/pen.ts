/** What drawings need; a canvas and an SVG file both understand it. */
export interface Pen {
  line(points: readonly (readonly [number, number])[], stroke: string, width: number, opacity?: number): void;
  /** Many separate segments x0, y0, x1, y1 of one colour. */
  segments(flat: readonly number[], stroke: string, width: number): void;
  dot(x: number, y: number, radius: number, fill: string): void;
  ring(x: number, y: number, radius: number, stroke: string, width: number): void;
  box(x: number, y: number, width: number, height: number, fill: string): void;
  /** What is drawn from here on is seen only within the box, until `unclip`. */
  clip(x: number, y: number, width: number, height: number): void;
  unclip(): void;
  text(words: string, x: number, y: number, fill: string, size: number, anchor?: "start" | "middle" | "end"): void;
}

export interface Ink { text: string; faint: string; grid: string; paper: string; accent: string }

export const LIGHT: Ink = { text: "#1c2430", faint: "#566070", grid: "#e3e7ec", paper: "#ffffff", accent: "#0067a5" };
export const DARK: Ink = { text: "#e7ebf0", faint: "#a3adba", grid: "#2b333d", paper: "#151a21", accent: "#6cb8ee" };
