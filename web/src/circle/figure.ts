import { en } from "../i18n/en";
import type { Text } from "../i18n/use-text";

const FIGURES = ["fig_both", "fig_cells", "fig_points", "fig_states", "fig_tracks", "fig_fits", "fig_fit", "fig_kept", "fig_inside", "fig_none", "fig_under"] as const;

// The server tells figures in English; its sentences, with their numbers, are found again in the English ones here.
const SENTENCES = FIGURES.map((key) => [key, new RegExp(`^${en[key].replace(/[.*+?^$()[\]\\]/g, "\\$&").replace(/\{\d\}/g, "(.+?)")}$`)] as const);

/** A station's figure in the reader's language; what is no sentence, such as a name of a condition, stays. */
export function figureText(text: Text, figure: string): string {
  for (const [key, sentence] of SENTENCES) {
    const found = sentence.exec(figure);
    if (found) return text(key, Object.fromEntries(found.slice(1).map((value, i) => [i + 1, value])));
  }
  return figure;
}
