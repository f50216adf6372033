import { useCallback, useMemo, useRef } from "react";
import type { Model, Traces } from "../api/types";
import { useText } from "../i18n/use-text";
import type { Trees } from "../lineage/layout";
import { Panel } from "../plot/Panel";
import { savePlotPng, savePlotSvg } from "../plot/plot-file";
import { useView, view } from "../state/view";
import { cloneCourses } from "./facets";
import { Figures } from "./Figures";
import { modelRows } from "./rows";
import { modelSummary } from "./summary";
import { tabsOf } from "./tabs";

interface Props { name: string; names: string[]; model: Model; traces: Traces | null; tracesName: string | null; trees: Trees | null }

/** What the model says: one figure at a time, the selected clone drawn into those it belongs to. */
export function ModelView({ name, names, model, traces, tracesName, trees }: Props) {
  const text = useText();
  const { tab: wished, clone } = useView((v) => v);
  const tabs = tabsOf(model);
  const tab = tabs.includes(wished) ? wished : tabs[0] ?? "fits";
  const courses = useMemo(() => cloneCourses(model, traces, tracesName, trees, clone), [model, traces, tracesName, trees, clone]);
  const drawn = useRef<SVGSVGElement | null>(null);
  const keep = useCallback((svg: SVGSVGElement | null) => { drawn.current = svg; }, []);
  const summary = modelSummary(text, model, tab, new Set(courses.map((one) => one.track)).size);
  return (
    <Panel id="model" title={text("model")} summary={summary} table={() => modelRows(model, tab)}
      onSvg={() => savePlotSvg(`${name}-${tab}`, drawn.current)} onPng={() => savePlotPng(`${name}-${tab}`, drawn.current)}
      tools={names.length > 1 && <label className="choice"><span className="for-readers">{text("model")}</span><select value={name} onChange={(event) => view.set({ model: event.target.value })}>{names.map((one) => <option key={one}>{one}</option>)}</select></label>}>
      <div className="tabs" role="tablist" aria-label={text("model")}>
        {tabs.map((one) => <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => view.set({ tab: one })}>{text(`tab_${one}`)}</button>)}
      </div>
      <div className="figures" role="tabpanel" aria-label={text(`tab_${tab}`)}>
        <Figures model={model} tab={tab} courses={courses} label={summary} keep={keep} />
      </div>
    </Panel>
  );
}
