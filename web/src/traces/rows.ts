import type { Traces } from "../api/types";
import { heads } from "../i18n/columns";
import type { Text } from "../i18n/use-text";
import type { Rows } from "../plot/DataTable";

const MOST = 500;

/** Values as rows, of the chosen tracks, else of all. */
export function traceRows(text: Text, traces: Traces, chosen: Set<number>): Rows {
  const series = traces.series.filter((one) => chosen.size === 0 || chosen.has(one.track));
  const rows = series.flatMap(({ track, t, value }) => t.map((at, i) => [track, at, value[i]]));
  return { columns: heads(text, ["track", "t", traces.measure]), rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}
