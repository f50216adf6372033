import type { ConfigJson } from "vitessce";
import { v3Store, type Store } from "../zarr/v3-store";

/** Stores for all files of a configuration, by their addresses. */
export const storesFor = (config: ConfigJson): Record<string, Store> =>
  Object.fromEntries(config.datasets.flatMap((one) => one.files).map(({ url }) => [url, v3Store(url)]));
