import { useState } from "react";
import type { Change } from "../api/types";
import { useText } from "../i18n/use-text";
import { lastHeld, lastUndone, useCorrections } from "./list";
import { picked, usePicked } from "./picked";
import { when } from "../i18n/when";
import { useView } from "../state/view";
import { argumentsOf } from "./arguments";
import { proposals } from "./proposals";
import { Relabel } from "./Relabel";
import { correct, redo, undo } from "./send";

interface Props { atlas: string; tracks: string | null; table: { path: string; columns: string[] } | null; editor: boolean }

/** Corrections by hand: what the picked cells allow, and all that were made, by whom and when. */
export function Corrections({ atlas, tracks, table, editor }: Props) {
  const text = useText();
  const lang = useView((v) => v.lang);
  const [note, setNote] = useState("");
  const cells = usePicked();
  const all = useCorrections();
  const [held, undone] = [lastHeld(all), lastUndone(all)];
  const possible = tracks ? proposals(cells) : [];
  const send = async (change: Change) => {
    if (tracks) await correct(atlas, { element: tracks, change, ...(note.trim() ? { note: note.trim() } : {}) });
    picked.clear();
    setNote("");
  };
  return (
    <>
      <h2>{text("corrections")}</h2>
      {!editor && <p className="note">{text("viewerOnly")}</p>}
      {editor && <p className="note">{text("pickHelp")}</p>}
      {editor && cells.length > 0 && <p>{cells.map((one) => <span className="chip" key={`${one.t} ${one.label}`}>{text("cellIn", { label: one.label, t: one.t })}</span>)}</p>}
      {editor && possible.length > 0 && <label className="why">{text("note")} <input value={note} maxLength={500} placeholder={text("noteWhy")} onChange={(event) => setNote(event.target.value)} /></label>}
      {editor && <p className="buttons">{possible.map((one) => <button key={one.kind} type="button" onClick={() => void send(one)}>{text(`do_${one.kind}`)}</button>)}</p>}
      {editor && table && table.columns.length > 0 && <Relabel atlas={atlas} table={table} />}
      {editor && (
        <p className="buttons">
          <button type="button" disabled={!held} onClick={() => held && void undo(atlas, held.id)}>{text("undo")}</button>
          <button type="button" disabled={!undone} onClick={() => undone && void redo(atlas, undone.id)}>{text("redo")}</button>
        </p>
      )}
      <ol className="corrections">{[...all].reverse().map((one) => (
        <li key={one.id} value={one.id} className={one.undone || one.overruled_by ? "undone" : ""}>
          <strong>{text(`do_${one.kind as Change["kind"]}`)}</strong> {argumentsOf(text, one)}<br />
          {one.note && <q className="said">{one.note}</q>}
          {one.overruled_by && <span className="by">{text("overruled", { id: one.overruled_by })}</span>}
          <span className="by">{one.author} · {when(one.time, lang)} · <code>{one.element}</code></span>{" "}
          {editor && <button type="button" className="link" onClick={() => void (one.undone ? redo : undo)(atlas, one.id)}>{text(one.undone ? "redo" : "undo")}</button>}
        </li>
      ))}</ol>
      {all.length === 0 && <p className="note">{text("noCorrections")}</p>}
      <p className="note">{text("appliedOnRun")}</p>
    </>
  );
}
