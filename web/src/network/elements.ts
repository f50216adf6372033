import type { Network } from "../api/types";

export interface Drawn { group: "nodes" | "edges"; data: Record<string, unknown>; position?: { x: number; y: number }; classes?: string }

/** A network as Cytoscape wants it; edges to nodes that were left out are left out too. */
export function drawnNetwork(network: Network): Drawn[] {
  const known = new Set(network.nodes.map((node) => node.id));
  const layers = layersOf(network);
  const nodes = network.nodes.map((node, i): Drawn => ({ group: "nodes", position: begun(i, layers.indexOf(node.layer ?? "")), data: { id: node.id, label: node.name || node.id, width: (node.name || node.id).length * 7 + 14, layer: layers.indexOf(node.layer ?? ""), kind: node.kind ?? "" }, classes: node.kind ?? "" }));
  const edges = network.edges.filter((edge) => known.has(edge.source) && known.has(edge.target)).map((edge, i): Drawn => ({
    group: "edges", data: { id: `e${i}`, source: edge.source, target: edge.target, verdict: edge.verdict ?? "" },
    classes: [edge.role ?? signOf(edge.sign), edge.verdict ?? ""].join(" ").trim(),
  }));
  return [...nodes, ...edges];
}

/** Where a node lies before the layout: on a spiral, layers below each other, so that the same network always looks the same. */
const begun = (i: number, layer: number) => ({ x: 40 * Math.sqrt(i + 1) * Math.cos(2.4 * i), y: 40 * Math.sqrt(i + 1) * Math.sin(2.4 * i) + 120 * layer });

/** Layers in the order in which they first occur. */
export const layersOf = (network: Network) => [...new Set(network.nodes.map((node) => node.layer ?? ""))];

export function signOf(sign: number | string | null | undefined): "activates" | "inhibits" | "unsigned" {
  if (sign === null || sign === undefined || sign === 0 || sign === "0" || sign === "") return "unsigned";
  return Number(sign) < 0 || /^(-|inhib|neg|repress)/i.test(String(sign)) ? "inhibits" : "activates";
}
