import type { Model } from "../api/types";
import type { Text } from "../i18n/use-text";
import { short } from "../plot/ticks";
import type { ModelTab } from "../state/view";
import { coverage, residuals } from "./facets";

/** What a figure of the model says, in a sentence. */
export function modelSummary(text: Text, model: Model, tab: ModelTab, traced: number): string {
  switch (tab) {
    case "fits": {
      const fits = text("fitsSummary", { points: model.fits.length, observables: names(model.fits), conditions: conditions(model.fits) });
      return traced ? `${fits} ${text("fitsTraced", { traced })}` : fits;
    }
    case "residuals": {
      const rows = residuals(model.fits);
      const within = rows.filter((one) => Math.abs(one.residual) <= 2).length;
      return text("residualsSummary", { points: rows.length, percent: rows.length ? Math.round((100 * within) / rows.length) : 0 });
    }
    case "predictions": return text("predictionsSummary", { ...coverage(model.predictions), conditions: conditions(model.predictions) });
    case "waterfall": return text("waterfallSummary", { starts: model.waterfall.length, best: short(model.waterfall[0]?.cost) });
    case "profiles": return text("profilesSummary", { parameters: model.profiles.length, open: model.profiles.filter((one) => one.interval.includes(null)).length });
    case "dynamics": return text("dynamicsSummary", { species: new Set(model.dynamics.map((one) => one.species)).size, condition: model.dynamics[0]?.condition ?? "" });
  }
}

const names = (all: { observable: string }[]) => [...new Set(all.map((one) => one.observable))].join(", ");
const conditions = (all: { condition: string }[]) => new Set(all.map((one) => one.condition)).size;
