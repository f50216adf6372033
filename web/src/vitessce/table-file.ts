import type { TableInfo } from "../cells/table-info";

/** A table of cells as a file of a Vitessce configuration. */
export const tableFile = (url: string, info: TableInfo, column: string | null) => {
  const states = [...info.states].sort((a, b) => Number(b === column) - Number(a === column));
  return {
    fileType: "anndata.zarr", url: new URL(url, location.href).href,
    options: {
      obsEmbedding: info.embeddings.map(({ key, name }) => ({ path: `obsm/${key}`, embeddingType: name, dims: [0, 1] })),
      ...(info.place ? { obsSpots: { path: `obsm/${info.place}` } } : {}),
      ...(states.length ? { obsSets: states.map((name) => ({ name, path: `obs/${name}` })) } : {}),
      ...(info.matrix ? { obsFeatureMatrix: { path: info.matrix } } : {}),
    },
  };
};

/** What Vitessce's views of cells, and our own, have in common: the chosen gene, the chosen sets, what colours cells. */
export const tableLook = (gene: string | null) => ({
  obsSetSelection: null, featureSelection: gene ? [gene] : null, obsColorEncoding: gene ? "geneSelection" : "cellSetSelection", featureValueColormap: "viridis",
});
