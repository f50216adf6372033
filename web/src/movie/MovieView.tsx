import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { Movie, Traces } from "../api/types";
import { useAsked } from "../api/use-asked";
import { useText } from "../i18n/use-text";
import type { Trees } from "../lineage/layout";
import type { States } from "../lineage/states";
import { Choice } from "../plot/Choice";
import { Panel } from "../plot/Panel";
import { useView, view } from "../state/view";
import { channelColour } from "./channel-colour";
import { Channels } from "./Channels";
import { MovieStage } from "./MovieStage";
import { Points } from "./points";
import { openPyramid } from "./pyramid";
import type { Shade } from "./paint";
import { SliceBar } from "./SliceBar";
import { TimeBar } from "./TimeBar";
import { saveStage } from "./save-stage";
import { windowsOf } from "./windows";

const VolumeHost = lazy(() => import("./VolumeHost"));

interface Props {
  atlas: string; movies: string[]; movie: Movie; tracks: string | null; tracksAt: string | null; trees: Trees | null; traces: Traces | null; states: States | null;
  timeOf: (t: number) => string;
}

export function MovieView({ atlas, movies, movie, tracks, tracksAt, trees, traces, states, timeOf }: Props) {
  const text = useText();
  const { trails, outlines, place, volume: asVolume } = useView((v) => v);
  const volume = asVolume && along(movie, "z") > 1;
  const [open, setOpen] = useState(false);
  const [arrived, setArrived] = useState(0);
  const image = useAsked(movie.url, () => openPyramid(movie.url));
  const outlined = movie.labels[0]?.url ?? null;
  const labels = useAsked(outlined, () => openPyramid(outlined!));
  const points = useMemo(() => (tracks ? new Points(atlas, tracks, () => setArrived((n) => n + 1)) : null), [atlas, tracks, tracksAt]);
  const windows = useAsked(image.value && !image.waiting ? `${movie.url} windows` : null, () => windowsOf(movie.channels, image.value!, along(movie, "t"), along(movie, "z")));
  const first = useMemo(() => movie.channels.map((_, c) => ({ visible: true, colour: channelColour(movie.channels, c), ...(windows.value?.[c] ?? NO_WINDOW) })), [movie, windows.value]);
  const [changed, setChanged] = useState<{ of: Movie; shades: Shade[] } | null>(null);
  const shades = changed?.of === movie ? changed.shades : first;
  const opened = image.value !== null && !image.waiting && !labels.waiting;
  const known = windows.value !== null && !windows.waiting;
  const waiting = <p className="waiting">{text("loading")}</p>;
  const frames = along(movie, "t");
  useEffect(() => {
    if (view.get().t >= frames) view.set({ t: frames - 1 });
  }, [frames]);
  const summary = text(tracks ? "movieSummary" : "imageSummary", { width: along(movie, "x"), height: along(movie, "y"), frames, channels: movie.channels.map((one) => one.name).join(", ") });
  return (
    <Panel id="movie" shown={["movie", movie.name]} title={text("movie")} summary={summary} onPng={volume ? undefined : () => saveStage(movie.name)}
      tools={<>
        <Choice label={text("movie")} all={movies} value={movie.name} choose={(name) => view.set({ movie: name, clone: null, track: null, place: null })} />
        {along(movie, "z") > 1 && <button type="button" aria-pressed={volume} onClick={() => view.set({ volume: !volume })}>{text("volume")}</button>}
        {!volume && <>
        {outlined && <button type="button" aria-pressed={outlines} onClick={() => view.set({ outlines: !outlines })}>{text("outlines")}</button>}
        {tracks && <button type="button" aria-pressed={trails} onClick={() => view.set({ trails: !trails })}>{text("trails")}</button>}
        <button type="button" aria-pressed={open} onClick={() => setOpen(!open)}>{text("layers")}</button>
        <button type="button" disabled={place === null} onClick={() => view.set({ place: null })}>{text("fit")}</button>
        </>}
      </>}>
      {open && !volume && <Channels channels={movie.channels} windows={first} shades={shades} change={(next) => setChanged({ of: movie, shades: next })} />}
      {(image.failure ?? windows.failure) && <p className="failure" role="alert">{image.failure ?? windows.failure}</p>}
      {volume && known && <Suspense fallback={waiting}><VolumeHost key={movie.url} movie={movie} shades={shades} /></Suspense>}
      {!volume && opened && image.value && (
        <MovieStage key={movie.url} movie={movie} image={image.value} labels={labels.value} shades={known ? shades : null} trees={trees} points={points} arrived={arrived} traces={traces} states={states} frames={frames} />
      )}
      {!(volume ? known : opened) && waiting}
      {!volume && <SliceBar slices={along(movie, "z")} />}
      <TimeBar frames={frames} timeOf={timeOf} />
    </Panel>
  );
}

const NO_WINDOW = { start: 0, end: 1 };

const along = (movie: Movie, axis: string) => movie.shape[movie.axes.indexOf(axis)] ?? 1;
