import { useState, type ReactNode } from "react";
import { useText } from "../i18n/use-text";
import { DataTable, type Rows } from "./DataTable";

interface Props {
  id: string;
  title: string;
  /** What the figure shows, in a sentence: its alternative in words. */
  summary?: string;
  tools?: ReactNode;
  table?: (() => Rows) | undefined;
  onSvg?: (() => void) | undefined;
  onPng?: (() => void) | undefined;
  children: ReactNode;
}

/** A frame around a view: its title, what it says in words, its tools, and its table on demand. */
export function Panel({ id, title, summary, tools, table, onSvg, onPng, children }: Props) {
  const text = useText();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className="panel" id={id} aria-labelledby={`${id}-title`}>
      <header className="panel-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <div className="tools">
          {tools}
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
