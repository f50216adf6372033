import { hconcat, VitessceConfig, type ConfigJson } from "vitessce";
import type { TableInfo } from "../cells/table-info";
import { tableFile, tableLook } from "./table-file";

/** Vitessce's views of a table of cells: map, genes and sets, all linked. */
export function cellsConfig(url: string, info: TableInfo, column: string | null, gene: string | null): ConfigJson {
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: "cells" });
  const data = config.addDataset("cells").addFile(tableFile(url, info, column));
  const embedding = info.embeddings[0]?.name ?? "UMAP";
  const map = config.addView(data, "scatterplot", { uid: "map", mapping: embedding });
  const genes = config.addView(data, "featureList", { uid: "genes" });
  const sets = config.addView(data, "obsSets", { uid: "sets" });
  config.linkViewsByObject([map, genes, sets], tableLook(embedding, gene), { meta: false });
  config.layout(hconcat(map, genes, sets));
  return config.toJSON();
}
