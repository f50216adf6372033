import { lazy, Suspense } from "react";
import type { Element } from "../api/types";
import { useAsked } from "../api/use-asked";
import { useText } from "../i18n/use-text";
import { Choice } from "../plot/Choice";
import { Panel } from "../plot/Panel";
import { view } from "../state/view";
import { placesOf } from "./places";
import { tableInfo } from "./table-info";

const CellsHost = lazy(() => import("./CellsHost"));

export function CellsView({ atlas, table, tables }: { atlas: string; table: Element; tables: string[] }) {
  const text = useText();
  const info = useAsked(`${atlas} ${table.url}`, () => tableInfo(atlas, table.name));
  const known = info.value;
  const places = useAsked(known?.place ? `${known.url} places` : null, () => placesOf(known!.url, known!.place!));
  const summary = known ? text("cellsSummary", { table: table.name, maps: [...known.embeddings.map((one) => one.name), ...(known.place ? [text("place")] : [])].join(", ") || "–", states: known.states.join(", ") || "–" }) : "";
  return (
    <Panel id="cells" shown={["table", table.name]} title={text("cells")} summary={summary}
      tools={<Choice label={text("table")} all={tables} value={table.name} choose={(name) => view.set({ table: name, gene: null })} />}>
      <Suspense fallback={<p className="waiting">{text("loading")}</p>}>
        {places.failure && <p className="failure" role="alert">{places.failure}</p>}
        {known && !places.waiting && (known.embeddings.length > 0 || places.value) && <CellsHost url={known.url} info={known} places={places.value} />}
        {known && known.embeddings.length === 0 && !known.place && <p className="note">{text("noMap")}</p>}
      </Suspense>
    </Panel>
  );
}
