// The answers of the server, as its OpenAPI document has them.

export type Role = "viewer" | "editor";
export interface Session { user: string; role: Role; languages: string[] }
export interface AtlasName { id: string; title: string; sequence: number }

export type StationState = "done" | "missed" | "absent";
export interface Station { station: string; figure: string | null; state: StationState; steps: string[] }
export interface Step {
  id: string; kind: string; about: string; began: string | null; ended: string | null; key: string;
  values: Record<string, unknown>; elements: string[]; from: string[];
}
export interface Element { kind: string; name: string; path: string; url: string; version: number; made_by: string | null }
export interface Atlas {
  id: string; title: string; description: string; sequence: number;
  circle: Station[]; steps: Step[]; elements: Element[]; elements_total: number;
}

export interface Channel { name: string; color?: string | null; window: { start: number; end: number } }
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
export interface Traces { measures: string[]; measure: string; unit: string | null; interval_s: number | null; series: Series[] }

export interface Table { columns: { name: string; type: string }[]; rows: unknown[][]; total: number }
export interface QueryResult { columns: { name: string; type: string }[]; rows: unknown[][]; truncated: boolean; seconds: number }

export interface NetworkNode { id: string; name: string; layer: string | null; [more: string]: unknown }
export interface NetworkEdge {
  source: string; target: string; sign: number | string | null; kind: string | null;
  evidence_count: number | null; verdict: string | null;
}
export interface Network { nodes: NetworkNode[]; edges: NetworkEdge[] }

export interface Fit { observable: string; condition: string; time: number; measured: number | null; sd: number | null; simulated: number | null }
export interface Profile {
  parameter: string; scale: string; values: number[]; costs: number[]; threshold: number | null;
  interval: (number | null)[] | null;
}
export interface Prediction {
  condition: string; observable: string; time: number; median: number | null; low: number | null; high: number | null;
  measured: number | null;
}
export interface Dynamic { species: string; time: number; value: number | null; condition?: string | null }
export interface Observed { observable: string; condition: string; traces: string; measure: string }
export interface Model {
  network?: Network; waterfall?: number[]; fits?: Fit[]; profiles?: Profile[]; predictions?: Prediction[];
  dynamics?: Dynamic[]; observes?: Observed[];
}

export interface Run { id: string; step: string; began: string | null; ended: string | null; state: string }
export interface Correction {
  id: string; element: string; kind: string; author: string; time: string; undone: boolean; note?: string | null;
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
