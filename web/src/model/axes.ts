import type { Text } from "../i18n/use-text";

/** What stands at the axes of a model's figures. */
export interface Axes { time: string; residual: string; start: string; worse: string }

const SHORT: Record<string, string> = { second: "s", minute: "min", hour: "h", day: "d" };

/** A unit of time as it is written behind a number; SBML's own is the second. */
export const shortUnit = (unit: string | null) => (unit === null ? "s" : SHORT[unit.toLowerCase().replace(/s$/, "")] ?? unit);

export const axesOf = (text: Text, unit: string | null): Axes =>
  ({ time: `${text("axis_time")} (${shortUnit(unit)})`, residual: text("axis_residual"), start: text("axis_start"), worse: text("axis_worse") });
