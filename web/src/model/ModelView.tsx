import { useMemo } from "react";
import type { Model, Traces } from "../api/types";
import { useText } from "../i18n/use-text";
import type { Trees } from "../lineage/layout";
import { Choice } from "../plot/Choice";
import { Panel } from "../plot/Panel";
import { useView, view } from "../state/view";
import { cloneCourses } from "./facets";
import { Figures } from "./Figures";
import { modelRows } from "./rows";
import { ofStep, stepsOf } from "./step-rows";
import { modelSummary } from "./summary";
import { tabsOf } from "./tabs";

interface Props { name: string; names: string[]; model: Model; condition: string | null; traces: Traces | null; tracesName: string | null; trees: Trees | null }

/** What the model says: one figure at a time, the selected clone drawn into those it belongs to. */
export function ModelView({ name, names, model: whole, condition, traces, tracesName, trees }: Props) {
  const text = useText();
  const { tab: wished, step: wishedStep, clone } = useView((v) => v);
  const tabs = tabsOf(whole);
  const tab = tabs.includes(wished) ? wished : tabs[0] ?? "fits";
  const steps = stepsOf(whole, tab);
  const step = wishedStep !== null && steps.includes(wishedStep) ? wishedStep : steps[0] ?? null;
  const model = useMemo(() => ofStep(whole, step, condition), [whole, step, condition]);
  const courses = useMemo(() => cloneCourses(model, traces, tracesName, trees, clone), [model, traces, tracesName, trees, clone]);
  const summary = modelSummary(text, model, tab, new Set(courses.map((one) => one.track)).size);
  return (
    <Panel id="model" shown={["model", step ?? stepsOf(whole, "fits")[0] ?? name]} title={text("model")} summary={summary} table={() => modelRows(text, model, tab)}
      tools={<>
        <Choice label={text("model")} all={names} value={name} choose={(model) => view.set({ model, step: null })} />
        <Choice label={text("step")} all={steps} value={step ?? ""} choose={(chosen) => view.set({ step: chosen })} />
      </>}>
      <div className="tabs" role="tablist" aria-label={text("model")}>
        {tabs.map((one) => <button key={one} type="button" role="tab" aria-selected={one === tab} onClick={() => view.set({ tab: one })}>{text(`tab_${one}`)}</button>)}
      </div>
      <div className="figures" role="tabpanel" aria-label={text(`tab_${tab}`)}>
        <Figures model={model} tab={tab} courses={courses} label={summary} file={`${name}-${tab}`} />
      </div>
    </Panel>
  );
}
