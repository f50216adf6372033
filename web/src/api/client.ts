import type * as api from "./types";

/** What the server says of a request that it refused. */
export class Refused extends Error {
  constructor(readonly status: number, what: string, readonly whatToDo: string) {
    super(what);
  }
}

type Values = Record<string, string | number | undefined | null>;

const at = (atlas: string, ...rest: string[]) => ["/api/atlases", atlas, ...rest].map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");

function withValues(path: string, values: Values = {}): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? `${path}?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}` : path;
}

async function heard(path: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(path, init);
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => null) as { error?: { what?: string; what_to_do?: string } } | null;
  throw new Refused(answer.status, said?.error?.what ?? `${answer.status} ${answer.statusText}`, said?.error?.what_to_do ?? "");
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const text = await (await heard(path, init)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

const posted = (body: unknown, headers: Record<string, string> = {}): RequestInit =>
  ({ method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });

const send = <T>(path: string, body: unknown) => ask<T>(path, posted(body));

export const client = {
  session: () => ask<api.Session>("/api/session"),
  atlases: () => ask<api.AtlasName[]>("/api/atlases"),
  atlas: (a: string) => ask<api.Atlas>(at(a)),
  movie: (a: string, name: string) => ask<api.Movie>(at(a, "movies", name)),
  tracks: (a: string, name: string, limit: number) => ask<api.TrackTable>(withValues(at(a, "tracks", name), { limit })),
  points: (a: string, name: string, from: number, to: number, limit: number) =>
    ask<api.PointTable>(withValues(at(a, "tracks", name, "points"), { from, to, limit })),
  traces: (a: string, name: string, measure: string | null, limit: number) =>
    ask<api.Traces>(withValues(at(a, "traces", name), { measure, limit })),
  states: (a: string, movie: string, table: string | undefined, column: string | undefined, limit: number) =>
    ask<api.StateTable>(withValues(at(a, "movies", movie, "states"), { table, column, limit })),
  observations: (a: string, name: string, limit: number, offset: number) =>
    ask<api.Table>(withValues(at(a, "observations", name), { limit, offset })),
  table: (a: string, name: string) => ask<api.TableInfo>(at(a, "tables", name)),
  network: (a: string, name: string, limit: number) => ask<api.Network>(withValues(at(a, "networks", name), { limit })),
  model: (a: string, name: string) => ask<api.Model>(at(a, "models", name)),
  query: (a: string, sql: string, limit: number) => send<api.QueryResult>(at(a, "query"), { sql, limit }),
  queryFile: async (a: string, sql: string, type: string) => (await heard(at(a, "query"), posted({ sql, limit: 100_000 }, { accept: type }))).blob(),
  runs: (a: string) => ask<api.Runs>(at(a, "runs")),
  start: (a: string, from: string | null) => send<unknown>(at(a, "runs"), from === null ? {} : { from }),
  cancel: (a: string) => ask<unknown>(at(a, "runs", "current"), { method: "DELETE" }),
  corrections: (a: string) => ask<{ corrections: api.Correction[] }>(at(a, "corrections")),
  correct: (a: string, one: api.NewCorrection) => send<api.Correction>(at(a, "corrections"), one),
  undo: (a: string, id: number) => send<unknown>(at(a, "corrections", String(id), "undo"), {}),
  redo: (a: string, id: number) => send<unknown>(at(a, "corrections", String(id), "redo"), {}),
  exportUrl: (a: string, observations: string, format: "csv" | "parquet") => withValues(at(a, "export"), { observations, format }),
  eventsUrl: (a: string) => at(a, "events"),
  /** JSON of a file of the atlas; null where there is none. */
  async file<T>(url: string): Promise<T | null> {
    const answer = await fetch(url);
    return answer.ok ? (await answer.json()) as T : null;
  },
};
