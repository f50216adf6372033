import type { Network } from "../api/types";

export interface Drawn { group: "nodes" | "edges"; data: Record<string, unknown>; classes?: string }

/** A network as Cytoscape wants it; edges to nodes that were left out are left out too. */
export function drawnNetwork(network: Network): Drawn[] {
  const known = new Set(network.nodes.map((node) => node.id));
  const layers = layersOf(network);
  const nodes = network.nodes.map((node): Drawn => ({ group: "nodes", data: { id: node.id, label: node.name || node.id, layer: layers.indexOf(node.layer ?? ""), kind: node.kind ?? "" }, classes: node.kind ?? "" }));
  const edges = network.edges.filter((edge) => known.has(edge.source) && known.has(edge.target)).map((edge, i): Drawn => ({
    group: "edges", data: { id: `e${i}`, source: edge.source, target: edge.target, verdict: edge.verdict ?? "" },
    classes: [edge.role ?? signOf(edge.sign), edge.verdict ?? ""].join(" ").trim(),
  }));
  return [...nodes, ...edges];
}

/** Layers in the order in which they first occur. */
export const layersOf = (network: Network) => [...new Set(network.nodes.map((node) => node.layer ?? ""))];

export function signOf(sign: number | string | null | undefined): "activates" | "inhibits" | "unsigned" {
  if (sign === null || sign === undefined || sign === 0 || sign === "0" || sign === "") return "unsigned";
  return Number(sign) < 0 || /^(-|inhib|neg|repress)/i.test(String(sign)) ? "inhibits" : "activates";
}
