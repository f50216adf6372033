import type { Atlas, Element } from "../api/types";

const FOLDERS = { movies: /^lca\/movies\/[^/]+$/, tables: /^tables\//, networks: /^lca\/networks\//, models: /^lca\/models\// };

/** Current elements of one folder, by name. */
export function inFolder(atlas: Atlas, folder: keyof typeof FOLDERS): Element[] {
  return atlas.elements.filter((one) => FOLDERS[folder].test(one.path));
}

/** The wished one if there is such, else the first. */
export const chosen = (all: string[], wished: string | null): string | null => (wished !== null && all.includes(wished) ? wished : all[0] ?? null);
