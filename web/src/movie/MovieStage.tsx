import { useEffect, useMemo, useRef, useState } from "react";
import type { Movie, Traces } from "../api/types";
import { picked, usePicked } from "../corrections/picked";
import type { Trees } from "../lineage/layout";
import { sharesOf } from "../lineage/shares";
import type { States } from "../lineage/states";
import { useText } from "../i18n/use-text";
import { useSize } from "../plot/use-size";
import { useView, view } from "../state/view";
import { drawImage } from "./draw-image";
import { drawOverlay, type Overlay } from "./draw";
import { canvasPen } from "../pen/canvas";
import { Frames, type Frame } from "./frames";
import type { Shade } from "./paint";
import { fitting, onView, read, written, zoomed, type Place } from "./place";
import type { Points } from "./points";
import type { Pyramid } from "./pyramid";
import { regionOf } from "./region";
import { useGestures } from "./use-gestures";

export interface StageProps {
  movie: Movie; image: Pyramid; labels: Pyramid | null; /** Null until it is known which grey levels are seen; the frame is read meanwhile. */
  shades: Shade[] | null; trees: Trees | null; points: Points | null; arrived: number;
  traces: Traces | null; states: States | null; frames: number;
}

const TRAIL = 12;

/** The movie with its outlines and tracks over it, at the frame, slice and place of the page's view. */
export function MovieStage({ movie, image, labels, shades, trees, points, arrived, traces, states, frames: length }: StageProps) {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const [below, above] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const size = useSize(box);
  const [readings, setReadings] = useState(0);
  const shown = useRef<Frame | null>(null);
  const { t, z, clone, track, colour, outlines, trails, place: inAddress } = useView((v) => v);
  const chosen = usePicked();
  const shares = useMemo(() => sharesOf(traces), [traces]);
  const frames = useMemo(() => new Frames(image, labels, movie.channels.length, () => setReadings((n) => n + 1)), [image, labels, movie]);
  const place: Place = read(inAddress) ?? fitting(image.levels[0]!, size);
  const move = (next: Place) => view.set({ place: written(next) });

  const overlay: Overlay | null = trees && points && { trees, at: (frame) => points.at(frame), place: (x, y) => onView(place, size, x, y), t, clone, track, colour, shares, states, trail: trails ? TRAIL : 0, picked: chosen };
  useEffect(() => {
    if (!below.current || size.width === 0) return;
    const region = regionOf(image.levels, place, size);
    const frame = frames.at(t, z, region);
    // While a frame is on its way the one before stays.
    if (frame) shown.current = frame;
    if (shown.current && shades) drawImage(below.current, shown.current, { place, size, shades, outlines, overlay });
    if (frame && t + 1 < length) frames.at(t + 1, z, region);
    if (frame && shades) below.current.dataset.frame = String(t);
  }, [frames, readings, arrived, t, z, inAddress, size, shades, outlines, overlay?.trees, clone, track, colour, shares, states]);
  useEffect(() => {
    const pen = above.current && size.width > 0 ? canvasPen(above.current, size.width, size.height) : null;
    if (pen && overlay) drawOverlay(pen, overlay);
  }, [size, inAddress, trees, points, arrived, shares, states, t, clone, track, colour, trails, chosen]);

  const choose = (x: number, y: number, more: boolean) => {
    const found = (points?.at(t) ?? []).map((point) => ({ point, away: Math.hypot(...(onView(place, size, point.x, point.y).map((at, i) => at - (i ? y : x)) as [number, number])) }))
      .filter((one) => one.away < Math.max(12, 12 * place.zoom)).sort((a, b) => a.away - b.away)[0]?.point;
    if (found) picked.add({ t: found.t, label: found.label }, more);
    else picked.clear();
    if (more) view.set({ drawer: "corrections" });
    view.set({ track: found?.track ?? null, clone: found ? trees?.byId.get(found.track)?.founder ?? null : null });
  };
  const keys = useGestures(above, {
    choose,
    drag: (dx, dy) => move({ ...place, x: place.x - dx / place.zoom, y: place.y - dy / place.zoom }),
    zoom: (factor, at) => move(zoomed(place, size, factor, at ?? { x: size.width / 2, y: size.height / 2 })),
    fit: () => view.set({ place: null }),
    step: (by) => view.set({ t: Math.min(length - 1, Math.max(0, t + by)) }),
  });
  return (
    <div className="stage" ref={box}>
      <canvas ref={below} className="image" aria-hidden="true" />
      <canvas ref={above} className="tracks" tabIndex={0} role="application" aria-label={`${text("movie")}. ${text("movieKeys")}`} onKeyDown={keys} />
    </div>
  );
}
