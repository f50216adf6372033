import { useEffect, useRef } from "react";
import { useCoordination, useCoordinationScopes, type Scopes } from "vitessce";
import { cloneOfSets, setsOfClone } from "../cells/clone-sets";
import { useView, view } from "../state/view";

export const CELLS_LINKED = ["featureSelection", "obsSetSelection", "obsColorEncoding"] as const;

/** Keeps the chosen gene in the page's view and, where cells name their clone, the chosen clone and the chosen set one. */
export function useLinkedCells(raw: Scopes, states: string[]): void {
  const [linked, set] = useCoordination(CELLS_LINKED, useCoordinationScopes(raw));
  const clone = useView((v) => v.clone);
  const gene = (linked.featureSelection as string[] | null)?.[0] ?? null;
  const chosen = cloneOfSets(states, linked.obsSetSelection as string[][] | null);
  const sent = useRef<number | null>(null);
  useEffect(() => view.set({ gene }), [gene]);
  useEffect(() => {
    if (chosen !== null && chosen !== sent.current) view.set({ clone: chosen, track: chosen });
  }, [chosen]);
  useEffect(() => {
    const sets = clone === null ? null : setsOfClone(states, clone);
    if (!sets) return;
    sent.current = clone;
    set.setObsSetSelection?.(sets);
    set.setObsColorEncoding?.("cellSetSelection");
  }, [clone, states]);
}
