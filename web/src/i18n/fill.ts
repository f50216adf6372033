/** Puts values where `{name}` stands, and the first of two words where `{name|one|many}` stands and the value is 1. */
export function fill(words: string, values: Record<string, string | number> = {}): string {
  return words.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (one !== undefined) return (value === 1 ? one : many) ?? "";
    return typeof value === "number" ? value.toLocaleString("en-US") : value;
  });
}
