import type { Model } from "../api/types";
import type { ModelTab } from "../state/view";

type Rows = Pick<Model, "fits" | "curves" | "predictions" | "waterfall" | "profiles">;

const SORTS: Record<ModelTab, keyof Rows | null> = {
  fits: "fits", residuals: "fits", predictions: "predictions", waterfall: "waterfall", profiles: "profiles", dynamics: null,
};

/** Steps that made what a figure shows: a study may fit a model more than once. */
export function stepsOf(model: Model, tab: ModelTab): string[] {
  const sort = SORTS[tab];
  return sort ? [...new Set(model[sort].map((row) => row.step))] : [];
}

/** The model with the rows of one step only, and of species under one condition only. */
export function ofStep(model: Model, step: string | null, condition: string | null): Model {
  const own = <T extends { step: string }>(rows: T[]) => (step === null ? rows : rows.filter((row) => row.step === step));
  return {
    ...model, fits: own(model.fits), curves: own(model.curves), predictions: own(model.predictions), waterfall: own(model.waterfall), profiles: own(model.profiles),
    dynamics: ofCondition(model.dynamics, condition),
  };
}

/** Rows under the wished condition, else under the first that there is. */
export function ofCondition<T extends { condition: string }>(rows: T[], wished: string | null): T[] {
  const condition = rows.some((row) => row.condition === wished) ? wished : rows[0]?.condition;
  return rows.filter((row) => row.condition === condition);
}
