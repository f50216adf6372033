import { DEFAULT_VIEW, type View } from "./view";

type Name = keyof View;

const NUMBERS: readonly Name[] = ["t", "z", "clone", "track"];
const YES_NO: readonly Name[] = ["outlines", "trails", "volume"];
const CHOICES: Partial<Record<Name, readonly string[]>> = {
  colour: ["clone", "trace", "generation", "state"],
  tab: ["fits", "residuals", "predictions", "waterfall", "profiles", "dynamics"],
  drawer: ["none", "evidence", "corrections", "runs", "query"],
  layout: ["page", "grid"],
  lang: ["en", "ja"],
  theme: ["light", "dark"],
};

/** The query of an address for a view: only what differs from the defaults. */
export function toQuery(view: View, defaults: View = DEFAULT_VIEW): string {
  const names = (Object.keys(DEFAULT_VIEW) as Name[]).filter((name) => view[name] !== defaults[name] && view[name] !== null);
  return new URLSearchParams(names.map((name) => [name, written(view[name])])).toString();
}

/** What a query says of a view. What it does not know, or cannot be, is left out. */
export function fromQuery(query: string): Partial<View> {
  const found: Partial<Record<Name, unknown>> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    if (!Object.hasOwn(DEFAULT_VIEW, name)) continue;
    const value = read(name as Name, text);
    if (value !== undefined) found[name as Name] = value;
  }
  return found as Partial<View>;
}

const written = (value: unknown) => (typeof value === "boolean" ? (value ? "1" : "0") : String(value));

function read(name: Name, text: string): unknown {
  if (NUMBERS.includes(name)) return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (YES_NO.includes(name)) return text === "1" ? true : text === "0" ? false : undefined;
  const choices = CHOICES[name];
  if (choices) return choices.includes(text) ? text : undefined;
  return text.length <= 200 ? text : undefined;
}
