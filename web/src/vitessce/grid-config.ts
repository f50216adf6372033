import { VitessceConfig, type ConfigJson, type ConfigView } from "vitessce";
import type { PanelName } from "../app/panels";
import type { Places } from "../cells/places";
import type { TableInfo } from "../cells/table-info";
import { places, type GridName } from "../grid/places";
import type { View } from "../state/view";
import { coordinated } from "./coordination";
import { linkCells } from "./link-cells";
import { viewName } from "./plugin-views";
import { tableFile } from "./table-file";
import { titlesOf } from "./titles";

const VITESSCE: Record<string, string> = { map: "scatterplot", tissue: "spatialBeta", genes: "featureList", sets: "obsSets" };

interface GridTable { info: TableInfo; places: Places | null }

/** One Vitessce configuration of all views of an atlas: Vitessce's own of its cells beside ours, all linked. */
export function gridConfig(title: string, panels: PanelName[], table: GridTable | null, view: View): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: title });
  const data = config.addDataset("atlas");
  const embedding = table?.info.embeddings[0]?.name ?? null;
  if (table) data.addFile(tableFile(table.info.url, table.info, view.column));
  const titles = titlesOf(embedding);
  const found: Record<string, unknown> = { map: embedding, tissue: table?.places, genes: table?.info.matrix, sets: table?.info.states.length };
  const is = (name: GridName) => (name in VITESSCE ? found[name] : panels.includes(name as PanelName));
  const views = new Map<GridName, ConfigView>();
  for (const [name, place] of places(is)) {
    const own = !(name in VITESSCE);
    const added = config.addView(data, own ? viewName(name as PanelName) : VITESSCE[name]!, { uid: name, ...place, ...(name === "map" ? { mapping: embedding! } : {}) });
    views.set(name, added.setProps(own ? { states: table?.info.states ?? [] } : { title: titles[name] }));
  }
  const [map, tissue] = [views.get("map") ?? null, views.get("tissue") ?? null];
  const own = [...views].filter(([name]) => !(name in VITESSCE)).map(([, one]) => one);
  if (own.length) config.linkViewsByObject(own, coordinated(view), { meta: false });
  if (table && views.size) linkCells(config, { map, tissue, others: [...views.values()].filter((one) => one !== map && one !== tissue) }, embedding, table.places, view.gene);
  return config.toJSON();
}
