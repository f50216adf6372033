/** A moment as the reader's language writes it. */
export const when = (moment: string, lang: "en" | "ja") => new Date(moment).toLocaleString(lang === "ja" ? "ja-JP" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
