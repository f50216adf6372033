import { savePng, saveSvg } from "../pen/save";

/** A drawn plot as a file that stands on its own. */
export function plotSvg(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.style.setProperty("color", "#1c2430");
  copy.style.setProperty("font-family", "sans-serif");
  return new XMLSerializer().serializeToString(copy);
}

export const savePlotSvg = (name: string, svg: SVGSVGElement | null) => svg && saveSvg(name, plotSvg(svg));
export const savePlotPng = (name: string, svg: SVGSVGElement | null) =>
  svg && void savePng(name, plotSvg(svg), svg.clientWidth || 640, svg.clientHeight || 360);
