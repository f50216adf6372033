import { createContext, useContext } from "react";
import type { Atlas, ElementKind } from "../api/types";

export const CurrentAtlas = createContext<Atlas | null>(null);

/** An element that a view shows. */
export type Shown = readonly [kind: ElementKind, name: string | null];

/** The step that made what a view shows, where a step did. */
export function useMadeBy(shown: Shown | undefined): string | null {
  const atlas = useContext(CurrentAtlas);
  if (!shown || !atlas) return null;
  return atlas.elements.find((one) => one.kind === shown[0] && one.name === shown[1])?.made_by ?? null;
}
