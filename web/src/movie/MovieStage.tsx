import { useCoordination, useCoordinationScopes, usePageModeView, type Scopes } from "vitessce";
import { useEffect, useRef, useState } from "react";
import type { Movie, Traces } from "../api/types";
import type { Trees } from "../lineage/layout";
import { useText } from "../i18n/use-text";
import { useSize } from "../plot/use-size";
import { useView } from "../state/view";
import type { Points } from "./points";
import type { Scale } from "./scale";
import { TrackLayer } from "./TrackLayer";

export interface StageProps {
  scopes: Scopes; movie: Movie; scale: Scale; trees: Trees | null; points: Points | null; arrived: number; traces: Traces | null;
  showLayers: boolean;
}

const PLACE = ["spatialZoom", "spatialTargetX", "spatialTargetY", "spatialTargetT", "spatialTargetZ"] as const;

/** Vitessce's spatial view with the tracks over it. The frame and slice follow the page's view. */
export function MovieStage({ scopes: raw, movie, scale, showLayers, ...tracks }: StageProps) {
  const text = useText();
  const Spatial = usePageModeView("spatial");
  const Layers = usePageModeView("layers");
  const scopes = useCoordinationScopes(raw);
  const [place, set] = useCoordination(PLACE, scopes);
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const { t, z } = useView((v) => v);
  const [fitted, setFitted] = useState("");
  useEffect(() => set.setSpatialTargetT?.(t), [t]);
  useEffect(() => set.setSpatialTargetZ?.(z), [z]);
  useEffect(() => {
    // Vitessce's own first zoom leaves a margin, and comes back as long as the target is exactly the middle.
    const key = `${movie.url} ${Math.round(size.width)} ${Math.round(size.height)}`;
    if (size.width === 0 || typeof place.spatialZoom !== "number" || fitted === key) return;
    const [height, width] = [movie.shape.at(-2)! * scale.y, movie.shape.at(-1)! * scale.x];
    set.setSpatialZoom?.(Math.log2(Math.min(size.width / width, size.height / height)));
    set.setSpatialTargetX?.(width / 2 + 1e-3);
    set.setSpatialTargetY?.(height / 2);
    setFitted(key);
  }, [place.spatialZoom, size.width, size.height, movie, scale]);
  const at = { zoom: number(place.spatialZoom), x: number(place.spatialTargetX), y: number(place.spatialTargetY) };
  return (
    <div className="stage">
      <div className="stage-image" data-place={JSON.stringify({ ...place, size })} ref={box} role="group" aria-label={text("movie")}>
        <div className="place"><Spatial /></div>
        <TrackLayer size={size} at={at} scale={scale} {...tracks} />
      </div>
      {showLayers && <div className="stage-layers"><Layers /></div>}
    </div>
  );
}

const number = (value: unknown) => (typeof value === "number" ? value : NaN);
