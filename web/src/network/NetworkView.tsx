import cytoscape from "cytoscape";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Dynamic, Network, NetworkEdge, NetworkNode } from "../api/types";
import { viridis } from "../colour/palette";
import { correct } from "../corrections/send";
import { heads } from "../i18n/columns";
import { known } from "../i18n/known";
import { useText } from "../i18n/use-text";
import { shortUnit } from "../model/axes";
import { save, saveSvg } from "../pen/save";
import { short } from "../plot/ticks";
import { Choice } from "../plot/Choice";
import { Panel } from "../plot/Panel";
import { useInk } from "../state/use-ink";
import { view } from "../state/view";
import { drawnNetwork, signOf } from "./elements";
import { levelsAt } from "./level";
import { networkStyle } from "./style";
import { networkSvg } from "./svg";

interface Props { atlas: string; name: string; names: string[]; element: string | null; network: Network; dynamics: Dynamic[]; time: number | null; unit: string | null; editor: boolean }

export function NetworkView({ atlas, name, names, element, network, dynamics, time, unit, editor }: Props) {
  const text = useText();
  const ink = useInk();
  const place = useRef<HTMLDivElement>(null);
  const graph = useRef<cytoscape.Core | null>(null);
  const [edge, setEdge] = useState<NetworkEdge | null>(null);
  const [own, setOwn] = useState<number | null>(null);
  const times = useMemo(() => [...new Set(dynamics.map((one) => one.time))].sort((a, b) => a - b), [dynamics]);
  const at = Math.min(own ?? time ?? 0, times.at(-1) ?? 0);
  useEffect(() => {
    if (!place.current) return;
    const drawn = cytoscape({ container: place.current, elements: drawnNetwork(network) as cytoscape.ElementDefinition[], layout: { name: "cose", animate: false, randomize: false, padding: 12, nodeRepulsion: () => 60_000, idealEdgeLength: () => 60, nodeOverlap: 20, gravity: 0.4, numIter: 1500 } as cytoscape.LayoutOptions, maxZoom: 1.6 });
    drawn.on("tap", (event) => setEdge(event.target !== drawn && event.target.isEdge() ? network.edges.filter((one) => one.source === event.target.data("source") && one.target === event.target.data("target"))[0] ?? null : null));
    graph.current = drawn;
    const resized = new ResizeObserver(() => { drawn.resize(); drawn.fit(undefined, 12); });
    resized.observe(place.current);
    return () => { resized.disconnect(); drawn.destroy(); graph.current = null; };
  }, [network]);
  useEffect(() => { graph.current?.style(networkStyle(ink) as unknown as cytoscape.StylesheetJson); }, [ink, network]);
  useEffect(() => {
    const levels = levelsAt(dynamics, at);
    graph.current?.batch(() => graph.current?.nodes().forEach((node) => {
      const level = levels.get(node.id());
      if (level === undefined) node.removeData("fill");
      else node.data({ fill: viridis(level), words: level > 0.6 ? "#101418" : "#ffffff" });
    }));
  }, [dynamics, at, network]);
  const species = network.nodes.filter((one) => one.kind === "species").length;
  const counts = { nodes: network.nodes.length, edges: network.edges.length, activating: network.edges.filter((one) => signOf(one.sign) === "activates").length, inhibiting: network.edges.filter((one) => signOf(one.sign) === "inhibits").length };
  const summary = species ? text("reactionsSummary", { species, reactions: network.nodes.length - species, edges: network.edges.length }) : text("networkSummary", counts);
  return (
    <Panel id="network" shown={[element ? "network" : "model", name]} title={text("network")} summary={summary}
      tools={<Choice label={text("network")} all={names} value={name} choose={(network) => view.set({ network })} />}
      table={() => ({ columns: heads(text, ["source", "sign", "target", "kind", "evidence", "verdict"]), rows: network.edges.slice(0, 500).map((one) => [one.source, one.role ? known(text, "role", one.role) : text(signOf(one.sign)), one.target, one.kind, one.evidence_count, one.verdict]), more: Math.max(0, network.edges.length - 500) })}
      onSvg={() => graph.current && saveSvg(name, networkSvg(graph.current))}
      onPng={() => graph.current && save(`${name}.png`, graph.current.png({ output: "blob", scale: 2, bg: "#ffffff" }) as unknown as Blob)}>
      <div className="network" ref={place} role="img" aria-label={summary} />
      {edge && <EdgeNote atlas={atlas} edge={edge} nodes={network.nodes} element={element} editor={editor} />}
      {times.length > 1 && (
        <div className="bar">
          <input type="range" min={times[0]} max={times.at(-1)} step="any" value={at} aria-label={text("modelTime")} aria-valuetext={`${short(at)} ${shortUnit(unit)}`} onChange={(event) => setOwn(Number(event.target.value))} />
          <output>{short(at)} {shortUnit(unit)}</output>
          {own !== null && time !== null && <button type="button" onClick={() => setOwn(null)}>{text("followMovie")}</button>}
        </div>
      )}
    </Panel>
  );
}

function EdgeNote({ atlas, edge, nodes, element, editor }: { atlas: string; edge: NetworkEdge; nodes: NetworkNode[]; element: string | null; editor: boolean }) {
  const text = useText();
  const named = (id: string) => nodes.find((node) => node.id === id);
  const molecule = (id: string) => named(id)?.molecule ?? id;
  const judge = (kind: "accept-edge" | "reject-edge") => element && correct(atlas, { element, change: { kind, source: molecule(edge.source), target: molecule(edge.target) } });
  return (
    <p className="note" role="status">
      {named(edge.source)?.name} → {named(edge.target)?.name} · {edge.role ? known(text, "role", edge.role) : text(signOf(edge.sign))}{edge.evidence_count === undefined ? "" : ` · ${text("evidenceCount", { count: edge.evidence_count })}`}{edge.verdict ? ` · ${known(text, "verdict", edge.verdict)}` : ""}{" "}
      {editor && element && <><button type="button" onClick={() => judge("accept-edge")}>{text("accept")}</button><button type="button" onClick={() => judge("reject-edge")}>{text("reject")}</button></>}
    </p>
  );
}
