import type { Dynamic } from "../api/types";
import { group } from "../lineage/layout";

/** Species at a time as shares of their own range, by interpolation between the simulated times. */
export function levelsAt(dynamics: Dynamic[], time: number): Map<string, number> {
  const levels = new Map<string, number>();
  for (const [species, all] of group(dynamics.filter((one) => one.value !== null), (one) => one.species)) {
    const course = [...all].sort((a, b) => a.time - b.time);
    const values = course.map((one) => one.value as number);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    levels.set(species, high > low ? (valueAt(course, time) - low) / (high - low) : 0);
  }
  return levels;
}

function valueAt(course: Dynamic[], time: number): number {
  const after = course.findIndex((one) => one.time >= time);
  if (after === -1) return course.at(-1)!.value as number;
  const [b, a] = [course[after]!, course[after - 1]];
  if (!a || b.time === a.time) return b.value as number;
  const share = (time - a.time) / (b.time - a.time);
  return (a.value as number) * (1 - share) + (b.value as number) * share;
}
