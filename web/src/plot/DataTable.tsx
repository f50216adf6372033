import { short } from "./ticks";

export interface Rows { columns: string[]; rows: unknown[][]; more?: number }

/** The table behind a figure, for those who read rather than look. */
export function DataTable({ columns, rows, more, caption }: Rows & { caption: string }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="for-readers">{caption}</caption>
        <thead><tr>{columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j} className={typeof cell === "number" ? "number" : ""}>{short(cell)}</td>)}</tr>)}</tbody>
      </table>
      {more ? <p className="note">+ {more.toLocaleString()}</p> : null}
    </div>
  );
}
