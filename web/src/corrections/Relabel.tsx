import { useState } from "react";
import { useText } from "../i18n/use-text";
import { correct } from "./send";

/** Gives a state of a table another name. */
export function Relabel({ atlas, table }: { atlas: string; table: { path: string; columns: string[] } }) {
  const text = useText();
  const [column, setColumn] = useState(table.columns[0] ?? "");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    void correct(atlas, { element: table.path, change: { kind: "relabel", column, from, to } });
    setFrom("");
    setTo("");
  };
  return (
    <form className="relabel" onSubmit={send}>
      <label>{text("column")} <select value={column} onChange={(event) => setColumn(event.target.value)}>{table.columns.map((one) => <option key={one}>{one}</option>)}</select></label>
      <label>{text("state")} <input required value={from} onChange={(event) => setFrom(event.target.value)} size={8} /></label>
      <label>{text("newName")} <input required value={to} onChange={(event) => setTo(event.target.value)} size={10} /></label>
      <button type="submit">{text("do_relabel")}</button>
    </form>
  );
}
