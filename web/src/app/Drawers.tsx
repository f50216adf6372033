import { useEffect } from "react";
import type { Atlas, Element } from "../api/types";
import { useAsked } from "../api/use-asked";
import { tableInfo } from "../cells/table-info";
import { Corrections } from "../corrections/Corrections";
import { Evidence } from "../evidence/Evidence";
import { useText } from "../i18n/use-text";
import { Query } from "../query/Query";
import { Runs } from "../runs/Runs";
import { useView, view } from "../state/view";

const CROSS = "×";

interface Props { atlas: Atlas; tracks: string | null; table: Element | null; editor: boolean }

/** What opens beside the views: evidence, corrections, runs, questions to the tables. */
export function Drawers({ atlas, tracks, table, editor }: Props) {
  const text = useText();
  const { drawer, evidence } = useView((v) => v);
  const info = useAsked(table && drawer === "corrections" ? table.url : null, () => tableInfo(atlas.id, table!.name));
  useEffect(() => {
    // From wherever the keys go; what a view did with Escape itself, it has taken.
    const press = (event: KeyboardEvent) => event.key === "Escape" && !event.defaultPrevented && view.set({ drawer: "none", evidence: null });
    if (drawer !== "none") addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [drawer]);
  if (drawer === "none") return null;
  const path = tracks && (atlas.elements.find((one) => one.path.startsWith("lca/tracks/") && one.name === tracks)?.path ?? `lca/tracks/${tracks}`);
  return (
    <aside className="drawer" aria-label={text(`drawer_${drawer}`)}>
      <button type="button" className="close" aria-label={text("close")} onClick={() => view.set({ drawer: "none", evidence: null })}>{CROSS}</button>
      {drawer === "evidence" && evidence && <Evidence atlas={atlas} of={evidence} />}
      {drawer === "corrections" && <Corrections atlas={atlas.id} tracks={path} table={table && info.value ? { path: table.path, columns: info.value.states } : null} editor={editor} />}
      {drawer === "runs" && <Runs atlas={atlas.id} steps={atlas.steps.map((one) => one.id)} runnable={editor && atlas.runnable} />}
      {drawer === "query" && <Query atlas={atlas.id} />}
    </aside>
  );
}
