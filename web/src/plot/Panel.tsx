import { useState, type ReactNode } from "react";
import { useMadeBy, type Shown } from "../evidence/made-by";
import { useText } from "../i18n/use-text";
import { view } from "../state/view";
import { DataTable, type Rows } from "./DataTable";

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
  children: ReactNode;
}

/** A frame around a view: its title, what it says in words, its tools, and its table on demand. */
export function Panel({ id, title, summary, shown, tools, table, onSvg, onPng, children }: Props) {
  const text = useText();
  const step = useMadeBy(shown);
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel" id={id} aria-labelledby={`${id}-title`}>
      <header className="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <div className="tools">
          {tools}
          {step && <button type="button" onClick={() => view.set({ drawer: "evidence", evidence: step })}>{text("drawer_evidence")}</button>}
          {table && <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{text("table")}</button>}
          {onSvg && <button type="button" onClick={onSvg} aria-label={`${title}: SVG`}>SVG</button>}
          {onPng && <button type="button" onClick={onPng} aria-label={`${title}: PNG`}>PNG</button>}
        </div>
      </header>
      {summary && <p className="summary" id={`${id}-summary`}>{summary}</p>}
      <div className="panel-body">{asTable && table ? <DataTable {...table()} caption={title} /> : children}</div>
    </section>
  );
}
