import { client } from "../api/client";

interface Group { attributes?: { "column-order"?: string[]; "encoding-type"?: string } }

/** What an annotated table holds that can be shown: its columns of states, its maps, its matrix. */
export interface TableInfo { states: string[]; embeddings: { key: string; name: string }[]; matrix: string | null }

const MAPS = [["X_umap", "UMAP"], ["X_diffmap", "Diffusion map"], ["X_pca", "PCA"]] as const;
const MOST_COLUMNS = 60;

/** Reads the metadata of an AnnData table; not its values. */
export async function tableInfo(url: string): Promise<TableInfo> {
  const root = url.replace(/\/$/, "");
  const kind = async (path: string) => (await client.file<Group>(`${root}/${path}/zarr.json`))?.attributes?.["encoding-type"];
  const obs = await client.file<Group>(`${root}/obs/zarr.json`);
  const columns = (obs?.attributes?.["column-order"] ?? []).slice(0, MOST_COLUMNS);
  const kinds = await Promise.all(columns.map((name) => kind(`obs/${name}`)));
  const maps = await Promise.all(MAPS.map(([key]) => client.file<Group>(`${root}/obsm/${key}/zarr.json`)));
  return {
    states: columns.filter((_, i) => kinds[i] === "categorical"),
    embeddings: MAPS.filter((_, i) => maps[i] !== null).map(([key, name]) => ({ key, name })),
    matrix: (await client.file<Group>(`${root}/X/zarr.json`)) ? "X" : null,
  };
}
