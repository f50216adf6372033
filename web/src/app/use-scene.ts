import { useMemo } from "react";
import { client } from "../api/client";
import type { Atlas, Model, Movie, Traces } from "../api/types";
import { useAsked } from "../api/use-asked";
import { movieOf } from "../evidence/where-seen";
import { layOut, type Trees } from "../lineage/layout";
import { statesOf, type States } from "../lineage/states";
import { frameTime } from "../plot/time";
import { useView } from "../state/view";
import { chosen, ofKind } from "./named";

const MOST_TRACKS = 10_000;
const MOST_VALUES = 100_000;

/** What belongs to the movie that is looked at: its tracks, their trees, their traces, their states. */
export interface Scene {
  movies: string[]; movie: Movie | null; tracks: string | null; /** Where they lie: another place once they were made anew. */ tracksAt: string | null; tracksTotal: number; trees: Trees | null;
  tracesName: string | null; traces: Traces | null; states: States | null; timeOf: (t: number) => string; failure: string | null; waiting: boolean;
}

export function useScene(atlas: Atlas, model: Model | null): Scene {
  const { movie: wished, measure: wanted, states: asked, colour } = useView((v) => v);
  const movies = useMemo(() => trackedFirst(atlas), [atlas]);
  const name = chosen(movies, wished);
  const base = `${atlas.id} ${atlas.sequence}`;
  const movie = useAsked(name && `${base} ${name}`, () => client.movie(atlas.id, name!));
  const here = movie.value?.name === name ? movie.value : null;
  const tracks = here?.tracks[0] ?? null;
  const table = useAsked(tracks && `${base} ${tracks}`, () => client.tracks(atlas.id, tracks!, MOST_TRACKS));
  const tracesName = here?.traces[0] ?? null;
  // What the model was fitted to comes first, unless the reader chose.
  const measure = wanted ?? model?.observes.find((one) => one.traces === tracesName)?.measure ?? null;
  const traces = useAsked(tracesName && `${base} ${tracesName} ${measure ?? ""}`, () => client.traces(atlas.id, tracesName!, measure, MOST_VALUES));
  const [of, column] = asked?.split("/") ?? [];
  const coloured = colour === "state";
  const states = useAsked(tracks && `${base} ${name} states ${asked} ${coloured}`, () => client.states(atlas.id, name!, of, column, coloured ? MOST_VALUES : 0));
  const trees = useMemo(() => (table.value && !table.waiting ? layOut(table.value) : null), [table.value, table.waiting]);
  const interval = here?.interval_s ?? null;
  const timeOf = useMemo(() => frameTime(interval), [interval]);
  return {
    movies, movie: here, tracks, tracksAt: ofKind(atlas, "tracks").find((one) => one.name === tracks)?.url ?? null, tracksTotal: table.value?.total ?? 0, trees, tracesName, traces: tracesName ? traces.value : null,
    states: useMemo(() => (tracks && states.value ? statesOf(states.value) : null), [tracks, states.value]), timeOf,
    failure: movie.failure ?? table.failure ?? traces.failure ?? states.failure, waiting: movie.waiting || table.waiting || (traces.waiting && !traces.value),
  };
}

/** Movies by name, those in which cells were followed before the others. */
function trackedFirst(atlas: Atlas): string[] {
  const tracked = new Set(ofKind(atlas, "tracks").map((one) => movieOf(atlas, one.path)));
  const names = ofKind(atlas, "movie").map((one) => one.name);
  return [...names.filter((one) => tracked.has(one)), ...names.filter((one) => !tracked.has(one))];
}
