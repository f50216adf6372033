import { textNow } from "../i18n/use-text";

/** What Vitessce's views are called on this page. */
export const titlesOf = (embedding: string | null): Record<string, string> =>
  ({ map: textNow("mapOf", { name: embedding ?? "" }), tissue: textNow("place"), genes: textNow("genes"), sets: textNow("cellSets") });
