import { useEffect, useRef, useState, type ReactNode } from "react";
import { useMadeBy, type Shown } from "../evidence/made-by";
import { useText } from "../i18n/use-text";
import { view } from "../state/view";
import { DataTable, type Rows } from "./DataTable";
import { usePanelPlace } from "./place";

interface Props {
  id: string;
  title: string;
  /** What the figure shows, in a sentence: its alternative in words. */
  summary?: string;
  /** The element that it shows, whose making the reader can look up. */
  shown?: Shown;
  tools?: ReactNode;
  table?: (() => Rows) | undefined;
  onSvg?: (() => void) | undefined;
  onPng?: (() => void) | undefined;
  /** All of its numbers as a file. */
  exportUrl?: string | null;
  children: ReactNode;
}

const [DOTS, CROSS, CSV, SVG, PNG] = ["⋯", "×", "CSV", "SVG", "PNG"];

/** A frame around a view: its title, what it says in words, its tools, and its table on demand. */
export function Panel({ id, title, summary, shown, tools, table, onSvg, onPng, exportUrl, children }: Props) {
  const text = useText();
  const step = useMadeBy(shown);
  const place = usePanelPlace();
  const handle = useDragHandle(place !== null);
  const [unfolded, setUnfolded] = useState(false);
  const shut = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape" || !unfolded) return;
    event.preventDefault();
    setUnfolded(false);
  };
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel" id={id} aria-labelledby={`${id}-title`}>
      <header className={tools ? "panel-head many" : "panel-head"}>
        <h2 id={`${id}-title`} ref={handle}>{title}</h2>
        <div className="tools">
          {tools}
          <div className="fold" onKeyDown={shut} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setUnfolded(false)}>
            <button type="button" className="more" aria-expanded={unfolded} aria-label={`${title}: ${text("more")}`} onClick={() => setUnfolded(!unfolded)}>{DOTS}</button>
            <div className={unfolded ? "folded open" : "folded"} onClick={() => setUnfolded(false)}>
              {step && <button type="button" onClick={() => view.set({ drawer: "evidence", evidence: step })}>{text("drawer_evidence")}</button>}
              {table && <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{text("table")}</button>}
              {exportUrl && <a className="button" href={exportUrl} download>{CSV}</a>}
              {onSvg && <button type="button" onClick={onSvg} aria-label={`${title}: SVG`}>{SVG}</button>}
              {onPng && <button type="button" onClick={onPng} aria-label={`${title}: PNG`}>{PNG}</button>}
            </div>
          </div>
          {place?.close && <button type="button" onClick={place.close} aria-label={`${title}: ${text("close")}`}>{CROSS}</button>}
        </div>
      </header>
      {summary && <p className="summary" id={`${id}-summary`}>{summary}</p>}
      <div className="panel-body">{asTable && table ? <DataTable {...table()} caption={title} /> : children}</div>
    </section>
  );
}

/** In a grid of Vitessce a view is moved by whatever has the class of its own titles, which it makes up anew. */
function useDragHandle(free: boolean) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const own = free ? document.querySelector(".vitessce-container [role=banner] > [role=heading]") : null;
    if (own) title.current?.classList.add(...own.classList, "handle");
  });
  return title;
}
