/** Japanese where the browser prefers it to English, else English. */
export function preferredLanguage(languages: readonly string[]): "en" | "ja" {
  const first = languages.map((one) => one.slice(0, 2).toLowerCase()).find((one) => one === "ja" || one === "en");
  return first === "ja" ? "ja" : "en";
}
