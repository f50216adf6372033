import { useMemo } from "react";
import type { PlotOptions } from "@observablehq/plot";
import type { Model } from "../api/types";
import { group } from "../lineage/layout";
import { PlotFigure } from "../plot/PlotFigure";
import { useInk } from "../state/use-ink";
import type { ModelTab } from "../state/view";
import type { Ink } from "../pen/pen";
import { cloneResiduals, facetOf, residuals, type Course } from "./facets";
import { dynamicsPlot, fitPlot, predictionPlot, profilePlot, residualPlot, waterfallPlot } from "./plots";

interface Props { model: Model; tab: ModelTab; courses: Course[]; label: string; keep: (svg: SVGSVGElement | null) => void }

/** The figures of one tab: one for each observable or parameter. */
export function Figures({ model, tab, courses, label, keep }: Props) {
  const ink = useInk();
  const figures = useMemo(() => figuresOf(model, tab, courses, ink), [model, tab, courses, ink]);
  const height = figures.length > 2 ? 190 : 250;
  return <>{figures.map(([title, options], i) => (
    <figure key={`${tab} ${title}`} className={figures.length > 1 ? "half" : "whole"}>
      {title && <figcaption>{title}</figcaption>}
      <PlotFigure options={options} label={`${title}. ${label}`} height={height} {...(i === 0 ? { figure: keep } : {})} />
    </figure>
  ))}</>;
}

function figuresOf(model: Model, tab: ModelTab, courses: Course[], ink: Ink): [string, PlotOptions][] {
  const { fits } = model;
  switch (tab) {
    case "fits": return [...group(fits, facetOf)].map(([name, rows]) => [name, fitPlot(rows, model.curves.filter((one) => one.observable === name), courses.filter((one) => one.observable === name), ink)]);
    case "residuals": {
      const own = group(cloneResiduals(courses, fits), facetOf);
      return [...group(residuals(fits), facetOf)].map(([name, rows]) => [name, residualPlot(rows, own.get(name) ?? [], ink)]);
    }
    case "predictions": return [...group(model.predictions, facetOf)].map(([name, rows]) => [name, predictionPlot(rows, ink)]);
    case "waterfall": return [["", waterfallPlot(model.waterfall, ink)]];
    case "profiles": return model.profiles.map((one) => [one.parameter, profilePlot(one, ink)]);
    case "dynamics": return [["", dynamicsPlot(model.dynamics)]];
  }
}
