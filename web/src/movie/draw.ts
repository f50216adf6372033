import { GREY, ofClone, ofGeneration, viridis } from "../colour/palette";
import type { Trees } from "../lineage/layout";
import { ofState, type States } from "../lineage/states";
import type { Pen } from "../pen/pen";
import type { ColourBy } from "../state/view";
import type { Point } from "./points";

export interface Overlay {
  trees: Trees;
  at: (t: number) => Point[];
  /** From pixels of the movie to those of the view. */
  place: (x: number, y: number) => readonly [number, number];
  t: number;
  clone: number | null;
  track: number | null;
  colour: ColourBy;
  states: States | null;
  shares: Map<number, { t: number[]; share: number[] }>;
  /** Points of how many frames before are joined to a trail; 0 draws none. */
  trail: number;
  /** Points wanted of a corrected cell. */
  picked: { t: number; label: number }[];
}

/** Draws tracks over the movie: a trail of where each cell was, and rings around the selected clone. */
export function drawOverlay(pen: Pen, overlay: Overlay): void {
  const trails = new Map<number, [number, number][]>();
  for (let t = Math.max(0, overlay.t - overlay.trail); t <= overlay.t; t++) {
    for (const point of overlay.at(t)) {
      const trail = trails.get(point.track);
      const place = overlay.place(point.x, point.y) as [number, number];
      if (trail) trail.push(place);
      else trails.set(point.track, [place]);
    }
  }
  const now = overlay.at(overlay.t);
  if (overlay.trail > 0) {
    const alive = new Set(now.map((point) => point.track));
    for (const [track, trail] of trails) if (alive.has(track)) drawTrail(pen, overlay, track, trail);
  }
  for (const point of now) markPoint(pen, overlay, point);
  for (const point of now) if (overlay.picked.some((one) => one.t === point.t && one.label === point.label)) pen.ring(...overlay.place(point.x, point.y), 14, "#ffffff", 2);
}

function drawTrail(pen: Pen, overlay: Overlay, track: number, trail: [number, number][]): void {
  const chosen = overlay.trees.byId.get(track)?.founder === overlay.clone;
  const faded = overlay.clone !== null && !chosen;
  pen.line(trail, colourOf(overlay, track), chosen ? 2.5 : 1.5, faded ? 0.25 : 0.9);
}

function markPoint(pen: Pen, overlay: Overlay, point: Point): void {
  const chosen = overlay.clone !== null && overlay.trees.byId.get(point.track)?.founder === overlay.clone;
  const [x, y] = overlay.place(point.x, point.y);
  if (!chosen) {
    if (overlay.clone === null) pen.dot(x, y, 2, colourOf(overlay, point.track));
    return;
  }
  pen.ring(x, y, 10, "#000000", 5);
  pen.ring(x, y, 10, colourOf(overlay, point.track), 3);
  if (point.track === overlay.track) {
    pen.ring(x, y, 14, "#ffffff", 1.5);
    pen.text(String(point.track), x + 17, y + 4, "#ffffff", 12);
  }
}

/** The colour of a track at the frame that is shown. */
export function colourOf(overlay: Overlay, track: number): string {
  const placed = overlay.trees.byId.get(track);
  if (!placed) return GREY;
  if (overlay.colour === "clone") return ofClone(placed.founder);
  if (overlay.colour === "generation") return ofGeneration(placed.generation);
  if (overlay.colour === "state") return ofState(overlay.states?.at(track, overlay.t) ?? null);
  const course = overlay.shares.get(track);
  const at = course?.t.indexOf(overlay.t) ?? -1;
  return at < 0 ? GREY : viridis(course?.share[at] ?? NaN);
}
