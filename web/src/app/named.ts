import type { Atlas, Element } from "../api/types";

/** Elements of a kind, by name. */
export const ofKind = (atlas: Atlas, kind: Element["kind"]): Element[] => atlas.elements.filter((one) => one.kind === kind);

/** Models as they were brought in: what follows from each, fits and predictions, is told with it. */
export function problems(atlas: Atlas): Element[] {
  const models = ofKind(atlas, "model");
  const brought = new Set(atlas.steps.filter((step) => step.kind === "import-petab").map((step) => step.id));
  const found = models.filter((one) => one.made_by !== null && brought.has(one.made_by));
  return found.length ? found : models;
}

/** The wished one if there is such, else the first. */
export const chosen = (all: string[], wished: string | null): string | null => (wished !== null && all.includes(wished) ? wished : all[0] ?? null);
