import { useCoordination, useCoordinationScopes, usePageModeView, type Scopes } from "vitessce";
import { useEffect } from "react";
import { useText } from "../i18n/use-text";
import { useView, view } from "../state/view";
import { setsOfClone } from "./clone-sets";
import type { TableInfo } from "./table-info";

const LINKED = ["featureSelection", "obsSetSelection", "obsColorEncoding"] as const;

/** Map, genes and cell sets side by side; the chosen gene is kept in the page's view, the chosen clone shown. */
export function CellsStage({ scopes: raw, info }: { scopes: Scopes; info: TableInfo }) {
  const text = useText();
  const scopes = useCoordinationScopes(raw);
  const [linked, set] = useCoordination(LINKED, scopes);
  const [Map, Genes, Sets] = [usePageModeView("map"), usePageModeView("genes"), usePageModeView("sets")];
  const clone = useView((v) => v.clone);
  const gene = (linked.featureSelection as string[] | null)?.[0] ?? null;
  useEffect(() => view.set({ gene }), [gene]);
  useEffect(() => {
    const sets = clone === null ? null : setsOfClone(info.states, clone);
    if (!sets) return;
    set.setObsSetSelection?.(sets);
    set.setObsColorEncoding?.("cellSetSelection");
  }, [clone, info]);
  return (
    <div className="cells-stage">
      <div className="cells-map" role="group" aria-label={text("map")}><div className="place"><Map /></div></div>
      {info.matrix && <div className="cells-genes" role="group" aria-label={text("genes")}><div className="place"><Genes /></div></div>}
      {info.states.length > 0 && <div className="cells-sets" role="group" aria-label={text("cellSets")}><div className="place"><Sets /></div></div>}
    </div>
  );
}
