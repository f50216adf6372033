import type { Channel } from "../api/types";
import type { Pyramid } from "./pyramid";

export interface Window { start: number; end: number }

const MOST_PIXELS = 1 << 20;
const LOW = 0.005;
const HIGH = 0.995;

/**
 * Which grey levels are black and full colour. A window that is given stands unless it wastes the screen on levels that
 * hardly a pixel has, as that of a whole type or of a few very bright cells; then percentiles of the coarsest level of
 * three frames stand in, as they do where none is given.
 */
export async function windowsOf(channels: Channel[], image: Pyramid, frames: number, slices: number): Promise<Window[]> {
  const level = image.levels.length - 1;
  const { width, height, scale } = image.levels[level]!;
  const given = (one: Channel) => one.window ?? { start: 0, end: 65_535 };
  if (width * height > MOST_PIXELS) return channels.map(given);
  const region = { level, scale, y0: 0, y1: height, x0: 0, x1: width };
  const times = [...new Set([0, Math.floor(frames / 2), frames - 1])];
  return Promise.all(channels.map(async (channel, c) => {
    const planes = await Promise.all(times.map((t) => image.plane(t, c, Math.floor(slices / 2), region)));
    return better(channel.window ?? null, planes.flatMap((plane) => Array.from(plane)));
  }));
}

/** The given window, or that of the values where none is given or most of it is wasted. */
export function better(given: Window | null, values: number[]): Window {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const seen = { start: at(LOW), end: at(HIGH) };
  if (!(seen.end > seen.start)) return given ?? { start: seen.start, end: seen.start + 1 };
  return given && given.end - given.start <= 1.5 * (seen.end - seen.start) ? given : seen;
}
