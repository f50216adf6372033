import type { Core } from "cytoscape";
import { LIGHT } from "../pen/pen";
import { svgPen } from "../pen/svg";

/** The network as it lies now, as SVG. */
export function networkSvg(graph: Core): string {
  const box = graph.elements().boundingBox({});
  const pen = svgPen(Math.ceil(box.w) + 20, Math.ceil(box.h) + 20);
  const at = (place: { x: number; y: number }): [number, number] => [place.x - box.x1 + 10, place.y - box.y1 + 10];
  graph.edges().forEach((edge) => {
    const colour = edge.hasClass("inhibits") ? "#d55e00" : edge.hasClass("activates") ? "#0072b2" : LIGHT.faint;
    const [from, to] = [at(edge.sourceEndpoint()), at(edge.targetEndpoint())];
    pen.line([from, to], colour, 1.5);
    tip(pen, from, to, colour, edge.hasClass("inhibits"));
  });
  graph.nodes().forEach((node) => {
    const [x, y] = at(node.position());
    const [w, h] = [node.outerWidth(), node.outerHeight()];
    if (node.hasClass("reaction")) return void pen.dot(x, y, 3.5, LIGHT.faint);
    pen.box(x - w / 2, y - h / 2, w, h, node.data("fill") ?? LIGHT.grid);
    pen.text(String(node.data("label")), x, y + 4, node.data("words") ?? LIGHT.text, 11, "middle");
  });
  return pen.finish();
}

function tip(pen: ReturnType<typeof svgPen>, from: [number, number], to: [number, number], colour: string, bar: boolean): void {
  const turn = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const along = (angle: number, length: number): [number, number] => [to[0] + Math.cos(turn + angle) * length, to[1] + Math.sin(turn + angle) * length];
  pen.line(bar ? [along(Math.PI / 2, 5), along(-Math.PI / 2, 5)] : [along(Math.PI * 0.85, 7), to, along(-Math.PI * 0.85, 7)], colour, 1.5);
}
