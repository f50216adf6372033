import { useEffect, useRef } from "react";
import * as Plot from "@observablehq/plot";
import { useSize } from "./use-size";

/** Draws an Observable Plot as wide as its place; its words stand for it to screen readers. */
export function PlotFigure({ options, label, height, figure }: {
  options: Plot.PlotOptions; label: string; height?: number; figure?: (svg: SVGSVGElement | null) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const size = useSize(place);
  useEffect(() => {
    const element = place.current;
    if (!element || size.width < 40) return;
    const drawn = Plot.plot({ ...options, width: size.width, height: height ?? Math.max(120, size.height), style: { background: "transparent", fontFamily: "inherit", fontSize: "11px" } });
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", label);
    element.replaceChildren(drawn);
    const svg = drawn instanceof SVGSVGElement ? drawn : drawn.querySelector("svg");
    figure?.(svg as SVGSVGElement | null);
  }, [options, size.width, size.height, height, label, figure]);
  return <div className="plot" ref={place} />;
}
