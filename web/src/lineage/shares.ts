import type { Traces } from "../api/types";

/** Values of traces as shares of their 2nd to 98th percentile, so that single outliers do not take all the colours. */
export function sharesOf(traces: Traces | null): Map<number, { t: number[]; share: number[] }> {
  if (!traces) return new Map();
  const [low, high] = span(traces);
  return new Map(traces.series.map(({ track, t, value }) => [track, { t, share: value.map((one) => (one === null ? NaN : (one - low) / (high - low || 1))) }]));
}

/** The 2nd and the 98th percentile of all values. */
export function span(traces: Traces): [number, number] {
  const all = traces.series.flatMap((series) => series.value.filter((one): one is number => one !== null && Number.isFinite(one))).sort((a, b) => a - b);
  const at = (share: number) => all[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0;
  return all.length ? [at(0.02), at(0.98)] : [0, 1];
}
