import { useEffect, useMemo, useRef } from "react";
import type { Traces } from "../api/types";
import { useText } from "../i18n/use-text";
import { span } from "../lineage/shares";
import type { Trees } from "../lineage/layout";
import { canvasPen } from "../pen/canvas";
import { LIGHT } from "../pen/pen";
import { savePng, saveSvg } from "../pen/save";
import { svgPen } from "../pen/svg";
import { Panel } from "../plot/Panel";
import { short } from "../plot/ticks";
import { useSize } from "../plot/use-size";
import { useInk } from "../state/use-ink";
import { useView, view } from "../state/view";
import { drawTraces, meanAt, meanOf, tAt, type Chart } from "./draw";
import { traceRows } from "./rows";

interface Props { name: string | null; traces: Traces; trees: Trees | null; timeOf: (t: number) => string; exportUrl: string | null }

export function TracesView({ name, traces, trees, timeOf, exportUrl }: Props) {
  const text = useText();
  const ink = useInk();
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(place);
  const { t, clone } = useView((v) => v);
  const chart: Chart = useMemo(() => ({ ...size, ...bounds(traces), timeOf }), [size, traces, timeOf]);
  const chosen = useMemo(() => new Set((trees?.tracks ?? []).filter((one) => one.founder === clone).map((one) => one.id)), [trees, clone]);
  useEffect(() => {
    const pen = canvas.current && size.width > 0 ? canvasPen(canvas.current, size.width, size.height) : null;
    if (pen) drawTraces(pen, chart, traces.series, chosen, clone, t, ink);
  }, [chart, traces, chosen, clone, t, ink, size]);
  const drawn = () => {
    const pen = svgPen(size.width, size.height);
    drawTraces(pen, chart, traces.series, chosen, clone, t, LIGHT);
    return pen.finish();
  };
  const seek = (event: React.MouseEvent) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    view.set({ t: Math.round(Math.min(chart.last, Math.max(chart.first, tAt(chart, x)))) });
  };
  const here = meanAt(traces.series, clone === null ? null : chosen, t);
  const summary = text(clone === null ? "tracesSummary" : here === null ? "tracesSummaryGone" : "tracesSummaryClone", {
    measure: traces.measure, cells: traces.series.length, clone: clone ?? "", value: here === null ? "–" : [short(here), traces.unit].filter(Boolean).join(" "), time: timeOf(t),
  });
  return (
    <Panel id="traces" shown={["observations", name]} title={text("traces")} summary={summary} exportUrl={exportUrl}
      tools={<>
        <label className="choice"><span className="for-readers">{text("measure")}</span>
          <select value={traces.measure} onChange={(event) => view.set({ measure: event.target.value })}>
            {traces.measures.map((one) => <option key={one}>{one}</option>)}
          </select>
        </label>
      </>}
      table={() => traceRows(text, traces, chosen)} onSvg={() => saveSvg("traces", drawn())} onPng={() => void savePng("traces", drawn(), size.width, size.height)}>
      <div className="sheet" ref={place}>
        <canvas ref={canvas} role="img" aria-label={summary} onClick={seek} />
      </div>
    </Panel>
  );
}

/** Nearly all values, and the whole mean, which may peak for a few frames only. */
function bounds(traces: Traces) {
  const [low98, high98] = span(traces);
  const mean = meanOf(traces.series).map(([, value]) => value);
  const [low, high] = [Math.min(low98, ...mean), Math.max(high98, ...mean)];
  const room = (high - low) * 0.15 || 1;
  const frames = traces.series.flatMap((one) => [one.t[0] ?? 0, one.t.at(-1) ?? 0]);
  const first = frames.reduce((a, b) => Math.min(a, b), Infinity);
  return { low: low - room, high: high + room, first: Number.isFinite(first) ? first : 0, last: frames.reduce((a, b) => Math.max(a, b), 0) };
}
