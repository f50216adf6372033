import type { Scopes } from "vitessce";
import { useText } from "../i18n/use-text";
import { usePageView } from "../vitessce/page-view";
import { useLinkedCells } from "../vitessce/use-linked-cells";
import { useMargin } from "../vitessce/use-margin";
import type { TableInfo } from "./table-info";

/** Map, genes and cell sets side by side; the chosen gene is kept in the page's view, the chosen clone shown. */
export function CellsStage({ scopes, info }: { scopes: Scopes; info: TableInfo }) {
  const text = useText();
  useLinkedCells(scopes, info.states);
  useMargin(scopes);
  const [map, tissue, genes, sets] = [usePageView("map"), usePageView("tissue"), usePageView("genes"), usePageView("sets")];
  return (
    <div className="cells-stage">
      {info.embeddings.length > 0 && <div className="cells-map" role="group" aria-label={text("map")}><div className="place">{map}</div></div>}
      {info.place && <div className="cells-tissue" role="group" aria-label={text("place")}><div className="place">{tissue}</div></div>}
      {info.matrix && <div className="cells-genes" role="group" aria-label={text("genes")}><div className="place">{genes}</div></div>}
      {info.states.length > 0 && <div className="cells-sets" role="group" aria-label={text("cellSets")}><div className="place">{sets}</div></div>}
    </div>
  );
}
