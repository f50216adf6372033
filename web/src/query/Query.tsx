import { useState } from "react";
import { client } from "../api/client";
import type { QueryResult } from "../api/types";
import { notice } from "../app/notice";
import { useText } from "../i18n/use-text";
import { save } from "../pen/save";
import { DataTable } from "../plot/DataTable";

const [SQL, CSV, PARQUET] = ["SQL", "CSV", "Parquet"];

/** Questions in SQL to the observations and the registry, answered as a table. */
export function Query({ atlas }: { atlas: string }) {
  const text = useText();
  const [sql, setSql] = useState("select * from traces limit 20");
  const [answer, setAnswer] = useState<QueryResult | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    // What is on the screen belongs to the question above it.
    setAnswer(null);
    setFailure(null);
    client.query(atlas, sql, 200).then(setAnswer, (why: unknown) => setFailure(why instanceof Error ? why.message : String(why)));
  };
  return (
    <form className="query" onSubmit={send}>
      <h2>{text("query")}</h2>
      <label>{SQL}<textarea value={sql} rows={5} spellCheck={false} onChange={(event) => setSql(event.target.value)} /></label>
      <p className="buttons">
        <button type="submit" className="main">{text("ask")}</button>
        <button type="button" onClick={() => void client.queryFile(atlas, sql, "text/csv").then((file) => save("query.csv", file), notice)}>{CSV}</button>
        <button type="button" onClick={() => void client.queryFile(atlas, sql, "application/vnd.apache.parquet").then((file) => save("query.parquet", file), notice)}>{PARQUET}</button>
      </p>
      {failure && <p className="failure" role="alert">{failure}</p>}
      {answer && <><p className="note">{text("answered", { rows: answer.rows.length, seconds: answer.seconds.toFixed(2) })}{answer.truncated ? ` ${text("truncated")}` : ""}</p><DataTable columns={answer.columns.map((one) => one.name)} rows={answer.rows} caption={sql} /></>}
    </form>
  );
}
