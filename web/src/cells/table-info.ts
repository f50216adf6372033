import type * as api from "../api/types";
import { client } from "../api/client";

/** What of an annotated table can be shown: its columns of states, its maps, its matrix. */
export interface TableInfo { url: string; states: string[]; embeddings: { key: string; name: string }[]; matrix: string | null;
  /** Where in the tissue each cell lies: the key among the maps. */
  place: string | null }

const MAPS: Record<string, string> = { X_umap: "UMAP", X_diffmap: "Diffusion map", X_pca: "PCA" };
const PLACES = ["spatial", "X_spatial"];

export const tableInfo = async (atlas: string, name: string): Promise<TableInfo> => shown(await client.table(atlas, name));

/** Maps known by name come in the order of reading; columns of text that name states are Vitessce's cell sets. */
export function shown({ url, columns, embeddings, matrix }: api.TableInfo): TableInfo {
  return {
    url,
    states: columns.filter((one) => one.encoding === "categorical").map((one) => one.name),
    embeddings: Object.entries(MAPS).filter(([key]) => embeddings.includes(key)).map(([key, name]) => ({ key, name })),
    matrix, place: PLACES.find((key) => embeddings.includes(key)) ?? null,
  };
}
