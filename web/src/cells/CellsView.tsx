import { lazy, Suspense } from "react";
import type { Element } from "../api/types";
import { useAsked } from "../api/use-asked";
import { useText } from "../i18n/use-text";
import { Panel } from "../plot/Panel";
import { tableInfo } from "./table-info";

const CellsHost = lazy(() => import("./CellsHost"));

export function CellsView({ atlas, table }: { atlas: string; table: Element }) {
  const text = useText();
  const info = useAsked(`${atlas} ${table.url}`, () => tableInfo(atlas, table.name));
  const known = info.value;
  const summary = known ? text("cellsSummary", { table: table.name, maps: known.embeddings.map((one) => one.name).join(", ") || "–", states: known.states.join(", ") || "–" }) : "";
  return (
    <Panel id="cells" shown={["table", table.name]} title={text("cells")} summary={summary}>
      <Suspense fallback={<p className="waiting">{text("loading")}</p>}>
        {known && known.embeddings.length > 0 && <CellsHost url={known.url} info={known} />}
        {known && known.embeddings.length === 0 && <p className="note">{text("noMap")}</p>}
      </Suspense>
    </Panel>
  );
}
