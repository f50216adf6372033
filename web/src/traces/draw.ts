import type { Series } from "../api/types";
import { ofClone } from "../colour/palette";
import { group } from "../lineage/layout";
import type { Ink, Pen } from "../pen/pen";
import { short, ticks } from "../plot/ticks";

export interface Chart {
  width: number; height: number; first: number; last: number; low: number; high: number;
  timeOf: (t: number) => string;
}

const MARGIN = { left: 48, right: 10, top: 8, bottom: 22 };

export const xOf = (chart: Chart, t: number) =>
  MARGIN.left + ((t - chart.first) / Math.max(1e-9, chart.last - chart.first)) * (chart.width - MARGIN.left - MARGIN.right);
export const yOf = (chart: Chart, value: number) =>
  chart.height - MARGIN.bottom - ((value - chart.low) / (chart.high - chart.low || 1)) * (chart.height - MARGIN.top - MARGIN.bottom);
export const tAt = (chart: Chart, x: number) =>
  chart.first + ((x - MARGIN.left) / Math.max(1, chart.width - MARGIN.left - MARGIN.right)) * (chart.last - chart.first);

/** All traces thin and grey, their mean, and those of the chosen tracks in the clone's colour. */
export function drawTraces(pen: Pen, chart: Chart, series: Series[], chosen: Set<number>, clone: number | null, t: number, ink: Ink): void {
  for (const value of ticks(chart.low, chart.high, Math.max(2, chart.height / 45))) {
    const y = yOf(chart, value);
    pen.line([[MARGIN.left, y], [chart.width - MARGIN.right, y]], ink.grid, 1);
    pen.text(short(value), MARGIN.left - 6, y + 4, ink.faint, 11, "end");
  }
  for (const at of ticks(chart.first, chart.last, Math.max(2, chart.width / 90))) {
    pen.text(chart.timeOf(at), xOf(chart, at), chart.height - 6, ink.faint, 11, "middle");
  }
  pen.clip(MARGIN.left, MARGIN.top, chart.width - MARGIN.left - MARGIN.right, chart.height - MARGIN.top - MARGIN.bottom);
  const others = clone === null ? 0.35 : 0.16;
  for (const one of series) if (!chosen.has(one.track)) drawOne(pen, chart, one, ink.faint, 0.8, others);
  pen.line(meanOf(series).map(([at, value]) => [xOf(chart, at), yOf(chart, value)] as const), ink.text, 2);
  for (const one of series) if (chosen.has(one.track)) drawOne(pen, chart, one, ofClone(clone ?? 0), 2, 1);
  pen.unclip();
  const x = xOf(chart, t);
  pen.line([[x, MARGIN.top], [x, chart.height - MARGIN.bottom]], ink.accent, 1);
}

function drawOne(pen: Pen, chart: Chart, { t, value }: Series, colour: string, width: number, opacity: number): void {
  let run: [number, number][] = [];
  const flush = () => {
    if (run.length > 1) pen.line(run, colour, width, opacity);
    run = [];
  };
  t.forEach((at, i) => {
    const one = value[i];
    if (one === null || one === undefined) flush();
    else run.push([xOf(chart, at), yOf(chart, one)]);
  });
  flush();
}

/** The mean at a frame of all traces, or of those of the given tracks; null where none has a value. */
export function meanAt(series: Series[], tracks: Set<number> | null, t: number): number | null {
  const own = series.filter((one) => tracks === null || tracks.has(one.track));
  const values = own.map((one) => one.value[one.t.indexOf(t)]).filter((value) => typeof value === "number");
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/** The mean at each frame, where at least a third as many cells are seen as at the best frame. */
export function meanOf(series: Series[]): [number, number][] {
  const points = series.flatMap(({ t, value }) => t.map((at, i) => [at, value[i]] as const)).filter((pair): pair is readonly [number, number] => typeof pair[1] === "number");
  const frames = [...group(points, ([at]) => at)];
  const most = frames.reduce((best, [, all]) => Math.max(best, all.length), 0);
  return frames.filter(([, all]) => all.length * 3 >= most).map(([at, all]): [number, number] => [at, all.reduce((sum, [, value]) => sum + value, 0) / all.length]).sort((a, b) => a[0] - b[0]);
}
