import { useEffect, useMemo, useRef, useState } from "react";
import type { Traces } from "../api/types";
import { useText } from "../i18n/use-text";
import { canvasPen } from "../pen/canvas";
import { LIGHT } from "../pen/pen";
import { savePng, saveSvg } from "../pen/save";
import { svgPen } from "../pen/svg";
import { Panel } from "../plot/Panel";
import { useSize } from "../plot/use-size";
import { useInk } from "../state/use-ink";
import { useView, view } from "../state/view";
import { drawTrees, type Look } from "./draw";
import { cloneBeside, trackAt } from "./find";
import type { Trees } from "./layout";
import { sharesOf } from "./shares";
import { ColourChoice } from "./ColourChoice";
import { Legend } from "./Legend";
import type { States } from "./states";
import { lineageRows } from "./rows";
import { deepest, fitting, HEAD, tAt, yOf, type Window } from "./window";

interface Props { name: string | null; trees: Trees; total: number; traces: Traces | null; states: States | null; timeOf: (t: number) => string }

export function Lineage({ name, trees, total, traces, states, timeOf }: Props) {
  const text = useText();
  const ink = useInk();
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(place);
  const [row, setRow] = useState<number | null>(null);
  const [top, setTop] = useState(0);
  const { t, clone, track, colour } = useView((v) => v);
  const shares = useMemo(() => sharesOf(traces), [traces]);
  const sheet: Window = { ...size, row: row ?? fitting(trees, size.height), top };
  const look: Look = { colour, clone, track, t, shares, states, timeOf };

  useEffect(() => {
    const pen = canvas.current && size.width > 0 ? canvasPen(canvas.current, size.width, size.height) : null;
    if (pen) drawTrees(pen, trees, sheet, look, ink);
  });
  useEffect(() => {
    const first = trees.byId.get(track ?? clone ?? -1);
    if (!first || size.height === 0) return;
    const y = yOf(sheet, first.lane);
    if (y < HEAD || y > size.height) setTop(Math.min(deepest(trees, sheet), Math.max(0, first.lane * sheet.row - size.height / 2)));
    // Only a new selection scrolls.
  }, [clone, track]);

  const scroll = (by: number) => setTop(Math.min(deepest(trees, sheet), Math.max(0, top + by)));
  const magnify = (by: number) => {
    const next = Math.min(24, Math.max(fitting(trees, size.height), sheet.row * by));
    setRow(next);
    setTop(Math.min(deepest(trees, { ...sheet, row: next }), Math.max(0, (top + size.height / 2) * (next / sheet.row) - size.height / 2)));
  };
  useEffect(() => {
    // React listens to wheels passively, so that the page would scroll as well.
    const element = canvas.current;
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey && deepest(trees, sheet) === 0) return;
      event.preventDefault();
      if (event.ctrlKey) magnify(event.deltaY < 0 ? 1.25 : 0.8);
      else scroll(event.deltaY);
    };
    element?.addEventListener("wheel", turned, { passive: false });
    return () => element?.removeEventListener("wheel", turned);
  });

  const choose = (event: React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (y < HEAD) return view.set({ t: Math.round(Math.min(trees.last, Math.max(trees.first, tAt(trees, sheet, x)))) });
    const found = trackAt(trees, sheet, x, y);
    view.set({ clone: found?.founder ?? null, track: found?.id ?? null });
  };
  const press = (event: React.KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => selectClone(cloneBeside(trees, clone, 1)),
      ArrowUp: () => selectClone(cloneBeside(trees, clone, -1)),
      ArrowRight: () => view.set({ t: Math.min(trees.last, t + 1) }),
      ArrowLeft: () => view.set({ t: Math.max(trees.first, t - 1) }),
      ...(clone === null ? {} : { Escape: () => view.set({ clone: null, track: null }) }),
      "+": () => magnify(1.25),
      "-": () => magnify(0.8),
    };
    const act = steps[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const drawn = () => {
    const pen = svgPen(size.width, size.height);
    drawTrees(pen, trees, sheet, look, LIGHT);
    return pen.finish();
  };
  const summary = useMemo(() => text("lineageSummary", { tracks: trees.tracks.length, total, clones: trees.clones.length, divisions: dividing(trees) }), [text, trees, total]);
  return (
    <Panel id="lineage" shown={["tracks", name]} title={text("lineage")} summary={summary}
      tools={<><ColourChoice states={states} /><button type="button" aria-label={text("closer")} onClick={() => magnify(1.5)}>+</button><button type="button" aria-label={text("farther")} onClick={() => magnify(0.67)}>−</button></>}
      table={() => lineageRows(text, trees, clone)} onSvg={() => saveSvg("lineage", drawn())} onPng={() => void savePng("lineage", drawn(), size.width, size.height)}>
      <Legend trees={trees} traces={traces} states={states} />
      <div className="sheet" ref={place}>
        <canvas ref={canvas} tabIndex={0} role="application" aria-label={`${text("lineage")}. ${summary} ${text("lineageKeys")}`} onClick={choose} onKeyDown={press} />
      </div>
    </Panel>
  );
}

const selectClone = (clone: number | null) => view.set({ clone, track: clone });

const dividing = (trees: Trees) => new Set(trees.tracks.map((track) => track.parent).filter((id) => id !== null)).size;
