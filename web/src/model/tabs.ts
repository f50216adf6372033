import type { Model } from "../api/types";
import type { ModelTab } from "../state/view";

/** The figures for which a model has data, in the order of reading. */
export function tabsOf(model: Model): ModelTab[] {
  const found: [ModelTab, unknown[]][] = [
    ["fits", model.fits], ["residuals", model.fits], ["predictions", model.predictions],
    ["waterfall", model.waterfall], ["profiles", model.profiles], ["dynamics", model.dynamics],
  ];
  return found.filter(([, rows]) => rows.length > 0).map(([tab]) => tab);
}
