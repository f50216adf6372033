import * as Plot from "@observablehq/plot";
import type { Curve, Dynamic, Fit, Prediction, Profile, Start } from "../api/types";
import { OKABE_ITO } from "../colour/palette";
import type { Ink } from "../pen/pen";
import type { Axes } from "./axes";
import type { Course, Residual } from "./facets";

type Options = Plot.PlotOptions;

const RANGE = [...OKABE_ITO];
const colour = (conditions: string[]) => ({ legend: conditions.length > 1, domain: conditions, range: RANGE });
const names = (all: { condition: string }[]) => [...new Set(all.map((one) => one.condition))];

/** Measured points with their noise, and the model's lines; the clone's own courses thin. */
export function fitPlot(fits: Fit[], curves: Curve[], courses: Course[], ink: Ink, axes: Axes): Options {
  return {
    marginLeft: 52, y: { label: null, nice: true }, x: { label: axes.time }, color: colour(names(fits)), grid: true,
    marks: [
      Plot.line(courses, { x: "time", y: "value", z: "track", stroke: ink.text, strokeWidth: 0.8, strokeOpacity: 0.6 }),
      Plot.ruleX(fits, { x: "time", y1: (one: Fit) => (one.measured ?? NaN) - (one.sd ?? 0), y2: (one: Fit) => (one.measured ?? NaN) + (one.sd ?? 0), stroke: "condition", strokeOpacity: 0.5 }),
      Plot.dot(fits, { x: "time", y: "measured", fill: "condition", r: 2.2 }),
      Plot.line(curves, { x: "time", y: "value", stroke: "condition", strokeWidth: 1.8 }),
    ],
  };
}

export function residualPlot(rows: Residual[], own: Residual[], ink: Ink, axes: Axes): Options {
  return {
    marginLeft: 52, y: { label: axes.residual, nice: true }, x: { label: axes.time }, color: colour(names(rows)), grid: true,
    marks: [
      Plot.ruleY([-2, 2], { stroke: ink.faint, strokeDasharray: "3,3" }), Plot.ruleY([0], { stroke: ink.text }),
      Plot.dot(rows, { x: "time", y: "residual", fill: "condition", r: 2.2 }),
      Plot.dot(own, { x: "time", y: "residual", stroke: ink.text, r: 3.5, symbol: "diamond" }),
    ],
  };
}

/** Median and interval of all good fits; a filled dot is a measurement inside, a ring one outside. */
export function predictionPlot(rows: Prediction[], ink: Ink, axes: Axes): Options {
  const inside = (one: Prediction) => one.measured !== null && one.low !== null && one.high !== null && one.measured >= one.low && one.measured <= one.high;
  const measured = rows.filter((one) => one.measured !== null);
  // Rows come by measurement: a line goes through them in time, one for each step and condition.
  const ordered = [...rows].sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  const z = (one: Prediction) => `${one.step} ${one.condition}`;
  return {
    marginLeft: 52, y: { label: null, nice: true }, x: { label: axes.time }, color: colour(names(rows)), grid: true,
    marks: [
      Plot.areaY(ordered, { x: "time", y1: "low", y2: "high", z, fill: "condition", fillOpacity: 0.22 }),
      Plot.line(ordered, { x: "time", y: "median", z, stroke: "condition", strokeWidth: 1.8 }),
      Plot.dot(measured.filter(inside), { x: "time", y: "measured", fill: ink.text, r: 2.5 }),
      Plot.dot(measured.filter((one) => !inside(one)), { x: "time", y: "measured", stroke: "#d55e00", strokeWidth: 1.8, r: 3.2 }),
    ],
  };
}

export function waterfallPlot(starts: Start[], ink: Ink, axes: Axes): Options {
  const reached = starts.filter((one) => one.cost !== null);
  const best = Math.min(...reached.map((one) => one.cost!));
  const rows = reached.map((one) => ({ start: one.rank, worse: one.cost! - best }));
  return {
    // From one unit of log-likelihood on a difference says something; less is drawn as the plain it is.
    marginLeft: 52, x: { label: axes.start }, y: { label: axes.worse, type: "symlog", domain: [0, Math.max(1, ...rows.map((one) => one.worse))] }, grid: true,
    marks: [Plot.line(rows, { x: "start", y: "worse", stroke: ink.faint }), Plot.dot(rows, { x: "start", y: "worse", fill: OKABE_ITO[3], r: 3 })],
  };
}

export function profilePlot({ values, costs, threshold, interval, parameter, scale }: Profile, ink: Ink): Options {
  const rows = values.map((value, i) => ({ value, cost: costs[i] ?? NaN })).sort((a, b) => a.value - b.value);
  const ends = interval.filter((one): one is number => one !== null);
  return {
    marginLeft: 46, x: { label: scale === "lin" ? parameter : `${scale} ${parameter}` }, y: { label: null, nice: true }, grid: true,
    marks: [
      Plot.ruleY([threshold], { stroke: "#d55e00", strokeDasharray: "4,3" }),
      Plot.ruleX(ends, { stroke: ink.faint }),
      Plot.line(rows, { x: "value", y: "cost", stroke: OKABE_ITO[3], strokeWidth: 1.8 }),
    ],
  };
}

export function dynamicsPlot(dynamics: Dynamic[], axes: Axes): Options {
  return {
    marginLeft: 52, y: { label: null, nice: true }, x: { label: axes.time }, grid: true, color: { legend: true, range: RANGE, type: "categorical" },
    marks: [Plot.line(dynamics, { x: "time", y: "value", stroke: "species", strokeWidth: 1.6 })],
  };
}
