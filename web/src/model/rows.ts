import type { Model } from "../api/types";
import { heads } from "../i18n/columns";
import type { Text } from "../i18n/use-text";
import type { Rows } from "../plot/DataTable";
import type { ModelTab } from "../state/view";
import { residuals } from "./facets";

const MOST = 500;

/** What a figure of the model shows, as a table. */
export function modelRows(text: Text, model: Model, tab: ModelTab): Rows {
  const { columns, rows } = whole(model, tab);
  return { columns: heads(text, columns), rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}

function whole(model: Model, tab: ModelTab): { columns: string[]; rows: unknown[][] } {
  switch (tab) {
    case "fits": return of(model.fits, ["observable", "condition", "time", "measured", "sd", "simulated"]);
    case "residuals": return of(residuals(model.fits), ["observable", "condition", "time", "residual"]);
    case "predictions": return of(model.predictions, ["observable", "condition", "time", "median", "low", "high", "measured"]);
    case "dynamics": return of(model.dynamics, ["species", "time", "value"]);
    case "waterfall": return of(model.waterfall, ["rank", "cost", "outcome"]);
    case "profiles": return { columns: ["parameter", "scale", "best", "low", "high", "verdict"], rows: model.profiles.map((one) => [one.parameter, one.scale, one.best, ...one.interval, one.verdict]) };
  }
}

function of<T extends object>(all: T[], columns: (keyof T & string)[]) {
  return { columns, rows: all.map((one) => columns.map((name) => one[name])) };
}
