import { hconcat, VitessceConfig, type ConfigJson } from "vitessce";
import type { TableInfo } from "../cells/table-info";

/** Vitessce's views of a table of cells: map, genes and sets, all linked. */
export function cellsConfig(url: string, info: TableInfo, column: string | null, gene: string | null): ConfigJson {
  const states = [...info.states].sort((a, b) => Number(b === column) - Number(a === column));
  const config = new VitessceConfig({ schemaVersion: "1.0.18", name: "cells" });
  const data = config.addDataset("cells").addFile({
    fileType: "anndata.zarr", url: new URL(url, location.href).href,
    options: {
      obsEmbedding: info.embeddings.map(({ key, name }) => ({ path: `obsm/${key}`, embeddingType: name, dims: [0, 1] })),
      ...(states.length ? { obsSets: states.map((name) => ({ name, path: `obs/${name}` })) } : {}),
      ...(info.matrix ? { obsFeatureMatrix: { path: info.matrix } } : {}),
    },
  });
  const map = config.addView(data, "scatterplot", { uid: "map", mapping: info.embeddings[0]?.name ?? "UMAP" });
  const genes = config.addView(data, "featureList", { uid: "genes" });
  const sets = config.addView(data, "obsSets", { uid: "sets" });
  config.linkViewsByObject([map, genes, sets], {
    embeddingType: info.embeddings[0]?.name ?? "UMAP", obsSetSelection: null, featureSelection: gene ? [gene] : null,
    obsColorEncoding: gene ? "geneSelection" : "cellSetSelection", featureValueColormap: "viridis", embeddingObsSetLabelsVisible: false,
  }, { meta: false });
  config.layout(hconcat(map, genes, sets));
  return config.toJSON();
}
