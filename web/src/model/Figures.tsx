import { useCallback, useMemo, useRef } from "react";
import type { PlotOptions } from "@observablehq/plot";
import type { Model } from "../api/types";
import { useText } from "../i18n/use-text";
import { group } from "../lineage/layout";
import { PlotFigure } from "../plot/PlotFigure";
import { savePlotPng, savePlotSvg } from "../plot/plot-file";
import { useInk } from "../state/use-ink";
import type { ModelTab } from "../state/view";
import type { Ink } from "../pen/pen";
import { axesOf, type Axes } from "./axes";
import { cloneResiduals, facetOf, residuals, type Course } from "./facets";
import { dynamicsPlot, fitPlot, predictionPlot, profilePlot, residualPlot, waterfallPlot } from "./plots";

interface Props { model: Model; tab: ModelTab; courses: Course[]; label: string; file: string }

/** The figures of one tab: one for each observable or parameter, each with its own files to take along. */
export function Figures({ model, tab, courses, label, file }: Props) {
  const text = useText();
  const ink = useInk();
  const figures = useMemo(() => figuresOf(model, tab, courses, ink, axesOf(text, model.time_unit)), [model, tab, courses, ink, text]);
  const height = figures.length > 2 ? 190 : 250;
  return <>{figures.map(([title, options]) => (
    <SavedFigure key={`${tab} ${title}`} title={title} options={options} label={`${title || text(`tab_${tab}`)}. ${label}`} height={height} wide={figures.length === 1}
      file={[file, title].filter(Boolean).join("-").replaceAll(/[^\p{L}\p{N}._-]+/gu, "_")} />
  ))}</>;
}

function SavedFigure({ title, options, label, height, wide, file }: { title: string; options: PlotOptions; label: string; height: number; wide: boolean; file: string }) {
  const drawn = useRef<SVGSVGElement | null>(null);
  const keep = useCallback((svg: SVGSVGElement | null) => { drawn.current = svg; }, []);
  return (
    <figure className={wide ? "whole" : "half"}>
      <figcaption>{title}<span className="room" />
        <button type="button" aria-label={`${file}: SVG`} onClick={() => savePlotSvg(file, drawn.current)}>{SVG}</button>
        <button type="button" aria-label={`${file}: PNG`} onClick={() => savePlotPng(file, drawn.current)}>{PNG}</button>
      </figcaption>
      <PlotFigure options={options} label={label} height={height} figure={keep} />
    </figure>
  );
}

const [SVG, PNG] = ["SVG", "PNG"];

function figuresOf(model: Model, tab: ModelTab, courses: Course[], ink: Ink, axes: Axes): [string, PlotOptions][] {
  const { fits } = model;
  switch (tab) {
    case "fits": return [...group(fits, facetOf)].map(([name, rows]) => [name, fitPlot(rows, model.curves.filter((one) => one.observable === name), courses.filter((one) => one.observable === name), ink, axes)]);
    case "residuals": {
      const own = group(cloneResiduals(courses, fits), facetOf);
      return [...group(residuals(fits), facetOf)].map(([name, rows]) => [name, residualPlot(rows, own.get(name) ?? [], ink, axes)]);
    }
    case "predictions": return [...group(model.predictions, facetOf)].map(([name, rows]) => [name, predictionPlot(rows, ink, axes)]);
    case "waterfall": return [["", waterfallPlot(model.waterfall, ink, axes)]];
    case "profiles": return model.profiles.map((one) => [one.parameter, profilePlot(one, ink)]);
    case "dynamics": return [["", dynamicsPlot(model.dynamics, axes)]];
  }
}
