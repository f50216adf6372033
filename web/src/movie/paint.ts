import type { Plane } from "./pyramid";

export interface Shade { visible: boolean; colour: number[]; start: number; end: number }

/** Mixes channels, each black at `start` and of its full colour at `end`, into red, green, blue and opacity. */
export function mix(planes: Plane[], shades: Shade[], into: Uint8ClampedArray): void {
  into.fill(0);
  planes.forEach((plane, c) => {
    const shade = shades[c];
    if (!shade?.visible) return;
    const [red = 255, green = 255, blue = 255] = shade.colour;
    const factor = 1 / Math.max(1e-9, shade.end - shade.start);
    for (let i = 0, at = 0; i < plane.length; i++, at += 4) {
      const share = Math.min(1, Math.max(0, (plane[i]! - shade.start) * factor));
      into[at] = into[at]! + red * share;
      into[at + 1] = into[at + 1]! + green * share;
      into[at + 2] = into[at + 2]! + blue * share;
    }
  });
  for (let at = 3; at < into.length; at += 4) into[at] = 255;
}

export type Colour = readonly [number, number, number];

/** Draws the outline of each label: pixels of it that touch another one. Chosen labels are filled lightly as well. */
export function outline(labels: Plane, width: number, colourOf: (label: number) => { colour: Colour; chosen: boolean }, into: Uint8ClampedArray): void {
  const known = new Map<number, { colour: Colour; chosen: boolean }>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    let look = known.get(label);
    if (!look) known.set(label, (look = colourOf(label)));
    const edge = i % width === 0 || labels[i - 1] !== label || labels[i + 1] !== label || labels[i - width] !== label || labels[i + width] !== label;
    if (!edge && !look.chosen) continue;
    const share = edge ? 1 : 0.3;
    for (let part = 0; part < 3; part++) into[i * 4 + part] = into[i * 4 + part]! * (1 - share) + look.colour[part]! * share;
  }
}
