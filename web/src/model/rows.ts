import type { Model } from "../api/types";
import type { Rows } from "../plot/DataTable";
import type { ModelTab } from "../state/view";
import { residuals } from "./facets";

const MOST = 500;

/** What a figure of the model shows, as a table. */
export function modelRows(model: Model, tab: ModelTab): Rows {
  const { columns, rows } = whole(model, tab);
  return { columns, rows: rows.slice(0, MOST), more: Math.max(0, rows.length - MOST) };
}

function whole(model: Model, tab: ModelTab): { columns: string[]; rows: unknown[][] } {
  switch (tab) {
    case "fits": return of(model.fits, ["observable", "condition", "time", "measured", "sd", "simulated"]);
    case "residuals": return of(residuals(model.fits ?? []), ["observable", "condition", "time", "residual"]);
    case "predictions": return of(model.predictions, ["observable", "condition", "time", "median", "low", "high", "measured"]);
    case "dynamics": return of(model.dynamics, ["species", "time", "value"]);
    case "waterfall": return { columns: ["start", "cost"], rows: (model.waterfall ?? []).map((cost, i) => [i + 1, cost]) };
    case "profiles": return { columns: ["parameter", "scale", "low", "high"], rows: (model.profiles ?? []).map((one) => [one.parameter, one.scale, one.interval?.[0] ?? null, one.interval?.[1] ?? null]) };
  }
}

function of<T extends object>(all: T[] | undefined, columns: (keyof T & string)[]) {
  return { columns, rows: (all ?? []).map((one) => columns.map((name) => one[name])) };
}
