import type { Fit, Model, Prediction, Traces } from "../api/types";
import type { Trees } from "../lineage/layout";

export interface Residual { observable: string; condition: string; time: number; residual: number }

/** What is left between measurement and model, in standard deviations of the noise, where all of it is known. */
export function residuals(fits: Fit[]): Residual[] {
  return fits.flatMap(({ observable, condition, time, residual }) => (residual === null || time === null ? [] : [{ observable, condition, time, residual }]));
}

export interface Course { observable: string; condition: string; time: number; value: number; track: number }

/** The traces of a clone where the model is fitted to the mean of such traces: as courses of its observable. */
export function cloneCourses(model: Model, traces: Traces | null, tracesName: string | null, trees: Trees | null, clone: number | null): Course[] {
  const observed = model.observes.find((one) => one.traces === tracesName && one.measure === traces?.measure);
  if (!observed || observed.condition === null || !traces || !trees || clone === null || !traces.interval_s) return [];
  const { condition } = observed;
  const interval = traces.interval_s / secondsOf(model.time_unit);
  const own = traces.series.filter((one) => trees.byId.get(one.track)?.founder === clone);
  return own.flatMap(({ track, t, value }) => t.flatMap((frame, i) => {
    const one = value[i];
    return typeof one === "number" ? [{ observable: observed.observable, condition, time: frame * interval, value: one, track }] : [];
  }));
}

const SECONDS: Record<string, number> = { second: 1, s: 1, min: 60, minute: 60, hour: 3600, h: 3600, day: 86_400, d: 86_400 };

/** How many seconds a model's unit of time has; SBML's own is the second. */
export const secondsOf = (unit: string | null) => SECONDS[(unit ?? "second").toLowerCase().replace(/s$/, "") || "s"] ?? 1;

/** A clone's courses against what the model says at the same times, in standard deviations of the fitted noise. */
export function cloneResiduals(courses: Course[], fits: Fit[]): (Residual & { track: number })[] {
  return courses.flatMap((course) => {
    const fit = fits.find((one) => one.observable === course.observable && one.condition === course.condition && one.time !== null && Math.abs(one.time - course.time) < 1e-6 * Math.max(1, course.time));
    return !fit || fit.simulated === null || !fit.sd ? [] : [{ ...course, residual: (course.value - fit.simulated) / fit.sd }];
  });
}

/** How many measurements of predictions lie inside their intervals. */
export function coverage(predictions: Prediction[]): { inside: number; measured: number } {
  const held = predictions.filter((one) => one.measured !== null && one.low !== null && one.high !== null);
  return { measured: held.length, inside: held.filter((one) => one.measured! >= one.low! && one.measured! <= one.high!).length };
}

/** What a row of panels is told by: fits of an observable under a condition. */
export const facetOf = (one: { observable: string; condition: string }) => one.observable;
