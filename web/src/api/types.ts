// The answers of the server, as its OpenAPI document has them.

export type Role = "viewer" | "editor";
export interface Session { user: string; role: Role; languages: string[] }
export interface AtlasName { id: string; title: string; sequence: number }

export type StationState = "done" | "missed" | "absent";
export interface Station { station: string; name: string; figure: string; state: StationState; steps: string[] }
export interface Step {
  id: string; kind: string; about: string; began: string | null; ended: string | null; key: string;
  values: Record<string, unknown>; elements: string[]; from: { port: string; step: string }[];
}
export type ElementKind =
  | "image" | "labels" | "points" | "shapes" | "table" | "movie" | "movie-labels" | "tracks" | "registry" | "observations" | "network" | "model" | "part" | "run";
export interface Element { kind: ElementKind; name: string; path: string; url: string; version: number; made_by: string | null }
export interface Atlas {
  id: string; title: string; description: string; sequence: number;
  runnable: boolean; circle: Station[]; steps: Step[]; elements: Element[]; elements_total: number;
}

export interface Channel { name: string; color?: string | null; window?: { start: number; end: number } | null }
export interface Movie {
  name: string; url: string; axes: string[]; shape: number[];
  levels: { path: string; shape: number[]; chunks: number[] }[];
  channels: Channel[]; pixel_size_um: number[] | null; interval_s: number | null;
  labels: { name: string; url: string }[]; tracks: string[]; traces: string[]; condition?: string | null;
}

/** Tracks by columns; `next` is what to give as `after` for more. */
export interface TrackTable {
  id: number[]; parent: (number | null)[]; founder: number[]; start: number[]; end: number[];
  total: number; next: number | null;
}
/** Points of tracks by columns, in pixels, sorted by track and frame. */
export interface PointTable { track: number[]; t: number[]; z?: number[]; y: number[]; x: number[]; label: number[] }
export interface Series { track: number; t: number[]; value: (number | null)[] }
/** States of tracks by rows; `t` is null where a state holds for a whole track. */
export interface StateTable {
  choices: { table: string; column: string }[]; chosen: { table: string; column: string } | null;
  categories: string[]; track: number[]; t: number[] | null; code: (number | null)[]; truncated: boolean;
}
export interface Traces { measures: string[]; measure: string; unit: string | null; interval_s: number | null; series: Series[] }

/** What an annotated table holds: columns of its cells, maps, matrix. */
export interface TableInfo {
  name: string; url: string; cells: number; genes: number; columns: { name: string; encoding: string | null }[];
  embeddings: string[]; matrix: string | null;
}
export interface Table { columns: { name: string; type: string }[]; rows: unknown[][]; total: number }
export interface QueryResult { columns: { name: string; type: string }[]; rows: unknown[][]; truncated: boolean; seconds: number }

export interface NetworkNode { id: string; name: string; molecule?: string; layer?: string; kind?: "species" | "reaction" }
export interface NetworkEdge {
  source: string; target: string; sign?: string; role?: "reactant" | "product" | "modifier"; kind?: string | null;
  evidence_count?: number; verdict?: string | null;
}
export interface Network { nodes: NetworkNode[]; edges: NetworkEdge[]; nodes_total?: number; edges_total?: number }

/** Rows of what model steps stored; `step` is the step that did. A time that is null is the steady state. */
export interface Start { step: string; rank: number; cost: number | null; outcome: string }
export interface Fit {
  step: string; observable: string; condition: string; time: number | null; measured: number | null; sd: number | null;
  simulated: number | null; residual: number | null;
}
export interface Curve { step: string; observable: string; condition: string; time: number; value: number | null }
export interface Profile {
  step: string; parameter: string; scale: string; best: number; values: number[]; costs: (number | null)[]; threshold: number;
  interval: [number | null, number | null]; verdict: string;
}
export interface Prediction {
  step: string; condition: string; observable: string; time: number | null; median: number | null; low: number | null; high: number | null;
  measured: number | null;
}
export interface Comparison { step: string; observable: string; n: number; coverage: number; rmse: number | null; baselines: { name: string; rmse: number | null }[] }
export interface Dynamic { condition: string; species: string; time: number; value: number | null }
export interface Observed { observable: string; condition: string | null; traces: string; measure: string }
export interface Model {
  time_unit: string | null; network: Network; waterfall: Start[]; fits: Fit[]; curves: Curve[]; profiles: Profile[]; predictions: Prediction[];
  comparisons: Comparison[]; dynamics: Dynamic[]; observes: Observed[]; truncated: boolean;
}

export interface StepProgress { id: string; state: string; done: number; total: number; seconds: number | null; message: string | null }
export interface Run { id: number; step: string | null; ended: string | null; state: string }
export interface Runs { runs: Run[]; current: { state: string; message: string | null; steps: StepProgress[] } | null }
export interface Correction {
  id: number; element: string; kind: string; author: string; time: string; undone: boolean; overruled_by: number | null; note: string | null;
  [argument: string]: unknown;
}
/** A cell: its frame, and its number in the mask of that frame. */
export type Cell = [frame: number, label: number];
export type Change =
  | { kind: "join" | "accept-link" | "reject-link"; from: Cell; to: Cell }
  | { kind: "cut"; at: Cell }
  | { kind: "swap"; at: Cell; with: number }
  | { kind: "divide"; from: Cell; to: [Cell, Cell] }
  | { kind: "relabel"; column: string; from: string; to: string }
  | { kind: "accept-edge" | "reject-edge"; source: string; target: string };
export interface NewCorrection { element: string; note?: string; change: Change }
