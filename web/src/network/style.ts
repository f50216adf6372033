import type { Ink } from "../pen/pen";

/** How the network looks: blue arrows activate, vermilion bars inhibit, rejected edges are dashed. */
export const networkStyle = (ink: Ink): object[] => [
  { selector: "node", style: { label: "data(label)", "font-size": 11, color: ink.text, "text-valign": "center", "text-halign": "center", "background-color": ink.grid, shape: "round-rectangle", width: "data(width)", height: 22, padding: "0px", "border-width": 1, "border-color": ink.faint } },
  { selector: "node[fill]", style: { "background-color": "data(fill)", color: "data(words)" } },
  { selector: "node.reaction", style: { width: 7, height: 7, padding: "0px", label: "", shape: "ellipse", "background-color": ink.faint } },
  { selector: "node:selected", style: { "border-width": 3, "border-color": ink.accent } },
  { selector: "edge", style: { width: 1.5, "curve-style": "bezier", "line-color": ink.faint, "target-arrow-color": ink.faint, "target-arrow-shape": "triangle", "arrow-scale": 0.9 } },
  { selector: "edge.activates", style: { "line-color": "#0072b2", "target-arrow-color": "#0072b2" } },
  { selector: "edge.inhibits", style: { "line-color": "#d55e00", "target-arrow-color": "#d55e00", "target-arrow-shape": "tee" } },
  { selector: "edge.modifier", style: { "line-style": "dotted", "target-arrow-shape": "circle" } },
  { selector: "edge.rejected", style: { "line-style": "dashed", opacity: 0.5 } },
  { selector: "edge:selected", style: { width: 4 } },
];
