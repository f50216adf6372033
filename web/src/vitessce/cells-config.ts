import { hconcat, VitessceConfig, type ConfigJson } from "vitessce";
import type { Places } from "../cells/places";
import type { TableInfo } from "../cells/table-info";
import { linkCells } from "./link-cells";
import { tableFile } from "./table-file";
import { titlesOf } from "./titles";

/** Vitessce's views of a table of cells: map, tissue, genes and sets, all linked. */
export function cellsConfig(url: string, info: TableInfo, places: Places | null, column: string | null, gene: string | null): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: "cells" });
  const data = config.addDataset("cells").addFile(tableFile(url, info, column));
  const embedding = info.embeddings[0]?.name ?? null;
  const titles = titlesOf(embedding);
  const map = embedding === null ? null : config.addView(data, "scatterplot", { uid: "map", mapping: embedding }).setProps({ title: titles.map });
  const tissue = places ? config.addView(data, "spatialBeta", { uid: "tissue" }).setProps({ title: titles.tissue }) : null;
  const [genes, sets] = [config.addView(data, "featureList", { uid: "genes" }).setProps({ title: titles.genes }), config.addView(data, "obsSets", { uid: "sets" }).setProps({ title: titles.sets })];
  linkCells(config, { map, tissue, others: [genes, sets] }, embedding, places, gene);
  config.layout(hconcat(...[map, tissue, genes, sets].filter((one) => one !== null)));
  return config.toJSON();
}
