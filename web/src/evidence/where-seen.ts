import type { Atlas } from "../api/types";
import type { View } from "../state/view";

/** The panel in which an element is seen, and how the view changes to show it. */
export function whereSeen(atlas: Atlas, path: string): { panel: string; change: Partial<View> } | null {
  const element = atlas.elements.find((one) => one.path === path);
  const name = element?.name ?? path.split("/").at(-1) ?? "";
  if (path.startsWith("lca/movies/")) return { panel: "movie", change: { movie: path.split("/")[2] ?? name } };
  if (path.startsWith("lca/tracks/")) return { panel: "lineage", change: { movie: movieOf(atlas, path) } };
  if (path.startsWith("lca/networks/")) return { panel: "network", change: { network: name } };
  if (path.startsWith("lca/models/")) return { panel: "model", change: {} };
  return path.startsWith("tables/") ? { panel: "cells", change: { table: name } } : null;
}

/** The movie that a step's result goes back to, along what the steps are made from. */
export function movieOf(atlas: Atlas, path: string): string | null {
  const byId = new Map(atlas.steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const queue = atlas.steps.filter((step) => step.elements.includes(path)).map((step) => step.id);
  for (const id of queue) {
    if (seen.has(id)) continue;
    seen.add(id);
    const step = byId.get(id);
    const movie = step?.elements.find((one) => /^lca\/movies\/[^/]+$/.test(one));
    if (movie) return movie.split("/")[2] ?? null;
    queue.push(...(step?.from ?? []).map((one) => one.step));
  }
  return null;
}
