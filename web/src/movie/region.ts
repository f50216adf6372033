import type { Place, Size } from "./place";

/** Part of a level of the pyramid, in the level's own pixels. */
export interface Region { level: number; scale: number; y0: number; y1: number; x0: number; x1: number }
export interface Level { width: number; height: number; /** Pixels of the full image that one pixel of this level is wide. */ scale: number }

const TILE = 256;
const MOST = 4096;

/**
 * What to read for a view: the coarsest level that is as fine as the screen, and of it what is seen, widened to whole
 * tiles, so that what is read does not grow with the image.
 */
export function regionOf(levels: Level[], place: Place, view: Size): Region {
  const fine = levels.filter((level) => level.scale * place.zoom <= 1.5);
  const chosen = fine.at(-1) ?? levels[0]!;
  const half = { x: view.width / 2 / place.zoom / chosen.scale, y: view.height / 2 / place.zoom / chosen.scale };
  const span = (middle: number, reach: number, end: number): [number, number] => {
    const wide = Math.min(reach, MOST / 2);
    const from = Math.max(0, Math.floor((middle - wide) / TILE) * TILE);
    return [Math.min(from, Math.max(0, end - 1)), Math.min(end, Math.max(from + 1, Math.ceil((middle + wide) / TILE) * TILE))];
  };
  const [x0, x1] = span(place.x / chosen.scale, half.x, chosen.width);
  const [y0, y1] = span(place.y / chosen.scale, half.y, chosen.height);
  return { level: levels.indexOf(chosen), scale: chosen.scale, y0, y1, x0, x1 };
}

export const named = (region: Region) => [region.level, region.y0, region.y1, region.x0, region.x1].join(" ");
