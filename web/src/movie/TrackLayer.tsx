import { useEffect, useMemo, useRef } from "react";
import type { Traces } from "../api/types";
import type { Trees } from "../lineage/layout";
import { sharesOf } from "../lineage/shares";
import { picked, usePicked } from "../corrections/picked";
import { canvasPen } from "../pen/canvas";
import { useView, view } from "../state/view";
import { drawOverlay } from "./draw";
import type { Points } from "./points";
import type { Scale } from "./scale";

interface Props {
  size: { width: number; height: number }; at: { zoom: number; x: number; y: number }; scale: Scale;
  trees: Trees | null; points: Points | null; arrived: number; traces: Traces | null;
}

const TRAIL = 12;

/** Tracks over the image. The layer lets the pointer through; clicks are heard on the stage below it. */
export function TrackLayer({ size, at, scale, trees, points, arrived, traces }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { t, clone, track, colour, trails } = useView((v) => v);
  const chosen = usePicked();
  const shares = useMemo(() => sharesOf(traces), [traces]);
  const zoom = 2 ** at.zoom;
  // Vitessce counts from the corner of the first pixel, tracks from its middle.
  const place = (x: number, y: number) => [((x + 0.5) * scale.x - at.x) * zoom + size.width / 2, ((y + 0.5) * scale.y - at.y) * zoom + size.height / 2] as const;
  useEffect(() => {
    const pen = canvas.current && size.width > 0 ? canvasPen(canvas.current, size.width, size.height) : null;
    if (!pen || !trees || !points || !Number.isFinite(zoom)) return;
    drawOverlay(pen, { trees, at: (frame) => points.at(frame), place, t, clone, track, colour, shares, trail: trails ? TRAIL : 0, picked: chosen });
  }, [size, at.zoom, at.x, at.y, scale, trees, points, arrived, shares, t, clone, track, colour, trails, chosen]);
  useEffect(() => {
    const stage = canvas.current?.parentElement;
    let down: [number, number] | null = null;
    const pressed = (event: PointerEvent) => { down = [event.clientX, event.clientY]; };
    const released = (event: PointerEvent) => {
      const moved = down && Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 4;
      if (!down || moved || !canvas.current || !trees || !points) return;
      const box = canvas.current.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const found = points.at(t).map((point) => ({ point, away: away(place(point.x, point.y), x, y) })).filter((one) => one.away < Math.max(12, 8 * zoom)).sort((a, b) => a.away - b.away)[0]?.point;
      view.set({ track: found?.track ?? null, clone: found ? trees.byId.get(found.track)?.founder ?? null : null });
      if (found) picked.add({ t: found.t, label: found.label }, event.shiftKey);
      else picked.clear();
    };
    stage?.addEventListener("pointerdown", pressed, true);
    stage?.addEventListener("pointerup", released, true);
    return () => {
      stage?.removeEventListener("pointerdown", pressed, true);
      stage?.removeEventListener("pointerup", released, true);
    };
  });
  return <canvas className="tracks" ref={canvas} aria-hidden="true" />;
}

const away = (place: readonly [number, number], x: number, y: number) => Math.hypot(place[0] - x, place[1] - y);
