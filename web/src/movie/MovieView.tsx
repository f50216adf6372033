import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { Movie, Traces } from "../api/types";
import { useAsked } from "../api/use-asked";
import { useText } from "../i18n/use-text";
import type { Trees } from "../lineage/layout";
import { Panel } from "../plot/Panel";
import { useView, view } from "../state/view";
import { Points } from "./points";
import { scaleOf } from "./scale";
import { SliceBar } from "./SliceBar";
import { TimeBar } from "./TimeBar";
import { saveStage } from "./save-stage";

const MovieHost = lazy(() => import("./MovieHost"));

interface Props {
  atlas: string; movies: string[]; movie: Movie; tracks: string | null; trees: Trees | null; traces: Traces | null;
  timeOf: (t: number) => string;
}

export function MovieView({ atlas, movies, movie, tracks, trees, traces, timeOf }: Props) {
  const text = useText();
  const { trails } = useView((v) => v);
  const [layers, setLayers] = useState(false);
  const [arrived, setArrived] = useState(0);
  const scale = useAsked(movie.url, () => scaleOf(movie.url));
  const points = useMemo(() => (tracks ? new Points(atlas, tracks, () => setArrived((n) => n + 1)) : null), [atlas, tracks]);
  const frames = along(movie, "t");
  useEffect(() => {
    if (view.get().t >= frames) view.set({ t: frames - 1 });
  }, [frames]);
  const summary = text("movieSummary", { width: along(movie, "x"), height: along(movie, "y"), frames, channels: movie.channels.map((one) => one.name).join(", ") });
  return (
    <Panel id="movie" title={text("movie")} summary={summary} onPng={() => saveStage(movie.name)}
      tools={<>
        <label className="choice"><span className="for-readers">{text("movie")}</span>
          <select value={movie.name} onChange={(event) => view.set({ movie: event.target.value, clone: null, track: null })}>
            {movies.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
        <button type="button" aria-pressed={trails} onClick={() => view.set({ trails: !trails })}>{text("trails")}</button>
        <button type="button" aria-pressed={layers} onClick={() => setLayers(!layers)}>{text("layers")}</button>
      </>}>
      <Suspense fallback={<p className="waiting">{text("loading")}</p>}>
        {scale.value && <MovieHost movie={movie} scale={scale.value} trees={trees} points={points} arrived={arrived} traces={traces} showLayers={layers} />}
      </Suspense>
      <SliceBar slices={along(movie, "z")} />
      <TimeBar frames={frames} timeOf={timeOf} />
    </Panel>
  );
}

const along = (movie: Movie, axis: string) => movie.shape[movie.axes.indexOf(axis)] ?? 1;
