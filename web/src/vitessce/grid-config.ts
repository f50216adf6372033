import { VitessceConfig, type ConfigJson, type ConfigView, type GridPlace } from "vitessce";
import type { PanelName } from "../app/panels";
import type { Places } from "../cells/places";
import type { TableInfo } from "../cells/table-info";
import type { View } from "../state/view";
import { coordinated } from "./coordination";
import { linkCells } from "./link-cells";
import { titlesOf } from "./titles";
import { viewName } from "./plugin-views";
import { tableFile } from "./table-file";

type GridName = PanelName | "map" | "tissue" | "genes" | "sets";
const VITESSCE: Record<string, string> = { map: "scatterplot", tissue: "spatialBeta", genes: "featureList", sets: "obsSets" };
// Rows of the grid from top to bottom: who stands in one, and how broad each wants to be.
const ROWS: [GridName, number][][] = [[["movie", 5], ["lineage", 4], ["traces", 3]], [["map", 4], ["tissue", 4], ["genes", 2], ["sets", 2]], [["network", 5], ["model", 7]]];
const HEIGHT = 4;

export interface GridTable { info: TableInfo; places: Places | null }

/** One Vitessce configuration of all views of an atlas: Vitessce's own of its cells beside ours, all linked. */
export function gridConfig(title: string, panels: PanelName[], table: GridTable | null, view: View): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: title });
  const data = config.addDataset("atlas");
  const embedding = table?.info.embeddings[0]?.name ?? null;
  if (table) data.addFile(tableFile(table.info.url, table.info, view.column));
  const titles = titlesOf(embedding);
  const found: Record<string, unknown> = { map: embedding, tissue: table?.places, genes: table?.info.matrix, sets: table?.info.states.length };
  const views = new Map([...places((name) => (name in VITESSCE ? found[name] : panels.includes(name as PanelName)))].map(([name, place]): [GridName, ConfigView] => [name, config.addView(data, VITESSCE[name] ?? viewName(name as PanelName), {
    uid: name, ...place, ...(name === "map" ? { mapping: embedding! } : {}), }).setProps(name in VITESSCE ? { title: titles[name] } : { states: table?.info.states ?? [] })]));
  const [map, tissue] = [views.get("map") ?? null, views.get("tissue") ?? null];
  const own = [...views].filter(([name]) => !(name in VITESSCE)).map(([, one]) => one);
  if (own.length) config.linkViewsByObject(own, coordinated(view), { meta: false });
  if (table && views.size) linkCells(config, { map, tissue, others: [...views.values()].filter((one) => one !== map && one !== tissue) }, embedding, table.places, view.gene);
  return config.toJSON();
}

/** Where each view lies: rows of twelve columns, filled by those that are there. */
export function places(there: (name: GridName) => unknown): Map<GridName, GridPlace> {
  const found = new Map<GridName, GridPlace>();
  let y = 0;
  for (const row of ROWS) {
    const shown = row.filter(([name]) => there(name));
    const whole = shown.reduce((sum, [, wide]) => sum + wide, 0);
    let x = 0;
    shown.forEach(([name, wide], i) => {
      const w = i === shown.length - 1 ? 12 - x : Math.round((12 * wide) / whole);
      found.set(name, { x, y, w, h: HEIGHT });
      x += w;
    });
    if (shown.length) y += HEIGHT;
  }
  return found;
}
