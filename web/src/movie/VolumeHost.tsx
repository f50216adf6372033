import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useCoordination, useCoordinationScopes, Vitessce, type Scopes } from "vitessce";
import type { Movie } from "../api/types";
import { useView, view } from "../state/view";
import { nothingFromElsewhere } from "../vitessce/nothing-from-elsewhere";
import { usePageView } from "../vitessce/page-view";
import { storesFor } from "../vitessce/stores";
import { volumeConfig } from "../vitessce/volume-config";
import type { Shade } from "./paint";

/** A stack as a volume in Vitessce, at the time of the page. */
export default function VolumeHost({ movie, shades }: { movie: Movie; shades: Shade[] }) {
  const theme = useView((v) => v.theme);
  // Channels are Vitessce's own from here on.
  const config = useMemo(() => volumeConfig(movie, shades, view.get().t), [movie]);
  const stores = useMemo(() => storesFor(config), [config]);
  return (
    <Vitessce config={config} stores={stores} theme={theme} pageMode height={400} pluginAsyncFunctions={nothingFromElsewhere}>
      <VolumeStage scopes={config.layout[0]!.coordinationScopes} movie={movie} />
    </Vitessce>
  );
}

function VolumeStage({ scopes: raw, movie }: { scopes: Scopes; movie: Movie }) {
  const place = useRef<HTMLDivElement>(null);
  const fitted = useRef(false);
  const scopes = useCoordinationScopes(raw);
  const [linked, set] = useCoordination(["spatialTargetT", "spatialZoom"], scopes);
  const t = linked.spatialTargetT;
  const [volume, layers] = [usePageView("volume"), usePageView("layers")];
  useLayoutEffect(() => { if (typeof t === "number") view.set({ t }); }, [t]);
  useLayoutEffect(() => view.subscribe(() => set.setSpatialTargetT?.(view.get().t)), []);
  useEffect(() => {
    // The zoom that Vitessce begins with is for a plane in pixels; this one shows the whole stack.
    if (fitted.current || typeof linked.spatialZoom !== "number" || !place.current) return;
    fitted.current = true;
    set.setSpatialZoom?.(stackZoom(movie, place.current.clientWidth, place.current.clientHeight));
  }, [linked.spatialZoom]);
  return (
    <div className="volume-stage">
      <div className="volume-view" ref={place}><div className="place">{volume}</div></div>
      <div className="volume-layers"><div className="place">{layers}</div></div>
    </div>
  );
}

/** The zoom at which a stack, turned however, is seen whole: doublings from one µm, or pixel, on one of the screen. */
function stackZoom({ axes, shape, pixel_size_um: size }: Movie, width: number, height: number): number {
  const long = ["z", "y", "x"].map((axis, i) => (shape[axes.indexOf(axis)] ?? 1) * (size?.[i] ?? 1));
  return Math.log2(Math.min(width, height) / Math.hypot(...long));
}
