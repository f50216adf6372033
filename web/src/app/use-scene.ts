import { useMemo } from "react";
import { client } from "../api/client";
import type { Atlas, Movie, Traces } from "../api/types";
import { useAsked } from "../api/use-asked";
import { layOut, type Trees } from "../lineage/layout";
import { frameTime } from "../plot/time";
import { useView } from "../state/view";
import { chosen, ofKind } from "./named";

const MOST_TRACKS = 10_000;
const MOST_VALUES = 100_000;

/** What belongs to the movie that is looked at: its tracks, their trees, their traces. */
export interface Scene {
  movies: string[]; movie: Movie | null; tracks: string | null; tracksTotal: number; trees: Trees | null;
  tracesName: string | null; traces: Traces | null; timeOf: (t: number) => string; failure: string | null;
}

export function useScene(atlas: Atlas): Scene {
  const { movie: wished, measure } = useView((v) => v);
  const movies = useMemo(() => ofKind(atlas, "movie").map((one) => one.name), [atlas]);
  const name = chosen(movies, wished);
  const base = `${atlas.id} ${atlas.sequence}`;
  const movie = useAsked(name && `${base} ${name}`, () => client.movie(atlas.id, name!));
  const here = movie.value?.name === name ? movie.value : null;
  const tracks = here?.tracks[0] ?? null;
  const table = useAsked(tracks && `${base} ${tracks}`, () => client.tracks(atlas.id, tracks!, MOST_TRACKS));
  const tracesName = here?.traces[0] ?? null;
  const traces = useAsked(tracesName && `${base} ${tracesName} ${measure ?? ""}`, () => client.traces(atlas.id, tracesName!, measure, MOST_VALUES));
  const trees = useMemo(() => (table.value && !table.waiting ? layOut(table.value) : null), [table.value, table.waiting]);
  const interval = here?.interval_s ?? null;
  const timeOf = useMemo(() => frameTime(interval), [interval]);
  return {
    movies, movie: here, tracks, tracksTotal: table.value?.total ?? 0, trees, tracesName, traces: tracesName ? traces.value : null, timeOf,
    failure: movie.failure ?? table.failure ?? traces.failure,
  };
}
