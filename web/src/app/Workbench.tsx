import { lazy, Suspense } from "react";
import type { Atlas, Session } from "../api/types";
import { CellsView } from "../cells/CellsView";
import { CurrentAtlas } from "../evidence/made-by";
import { useText } from "../i18n/use-text";
import { useView } from "../state/view";
import { BenchGiven, useNewBench } from "./bench";
import { Drawers } from "./Drawers";
import { PANELS } from "./panels";

const Grid = lazy(() => import("../grid/Grid"));

/** All views of an atlas, linked: those for which it holds something, in the page's order or in a grid of Vitessce. */
export function Workbench({ atlas, session }: { atlas: Atlas; session: Session }) {
  const text = useText();
  const bench = useNewBench(atlas, session);
  const layout = useView((v) => v.layout);
  const { scene, modelled, table, tables, editor } = bench;
  const failure = scene.failure ?? modelled.failure;
  return (
    <CurrentAtlas value={atlas}>
    <BenchGiven value={bench}>
    <div className="workbench">
      <main className={layout === "grid" ? "free" : "grid"}>
        {failure && <p className="failure" role="alert">{failure}</p>}
        {layout === "grid" ? <Suspense fallback={<p className="waiting">{text("loading")}</p>}><Grid /></Suspense> : (
          <>
            <PANELS.movie /><PANELS.lineage /><PANELS.traces />
            {table && <CellsView key={table.name} atlas={atlas.id} table={table} tables={tables.map((one) => one.name)} />}
            <PANELS.network /><PANELS.model />
          </>
        )}
      </main>
      <Drawers atlas={atlas} tracks={scene.tracks} table={table} editor={editor} />
    </div>
    </BenchGiven>
    </CurrentAtlas>
  );
}
