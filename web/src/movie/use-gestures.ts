import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";

interface Acts {
  choose: (x: number, y: number, more: boolean) => void;
  drag: (dx: number, dy: number) => void;
  zoom: (factor: number, at?: { x: number; y: number }) => void;
  fit: () => void;
  step: (by: number) => void;
}

/** Pointer, wheel and keys on the movie. Gives the handler of keys. */
export function useGestures(on: RefObject<HTMLCanvasElement | null>, acts: Acts): (event: KeyboardEvent) => void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const element = on.current;
    if (!element) return;
    const stop = new AbortController();
    let from: { x: number; y: number; moved: boolean } | null = null;
    const at = (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      from = { ...at(event), moved: false };
    }, { signal: stop.signal });
    element.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = at(event);
      if (!from.moved && Math.hypot(to.x - from.x, to.y - from.y) < 4) return;
      latest.current.drag(to.x - from.x, to.y - from.y);
      from = { ...to, moved: true };
    }, { signal: stop.signal });
    element.addEventListener("pointerup", (event) => {
      const to = at(event);
      if (from && !from.moved) latest.current.choose(to.x, to.y, event.shiftKey);
      from = null;
    }, { signal: stop.signal });
    element.addEventListener("wheel", (event) => {
      event.preventDefault();
      latest.current.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, at(event));
    }, { signal: stop.signal, passive: false });
    return () => stop.abort();
  }, [on]);
  return (event) => {
    const { drag, zoom, fit, step } = latest.current;
    const keys: Record<string, () => void> = {
      "+": () => zoom(1.25), "-": () => zoom(0.8), "0": fit, ".": () => step(1), ",": () => step(-1),
      ArrowLeft: () => drag(40, 0), ArrowRight: () => drag(-40, 0), ArrowUp: () => drag(0, 40), ArrowDown: () => drag(0, -40),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
