import type { Correction } from "../api/types";
import type { Text } from "../i18n/use-text";

/** What a correction was about, in words: the cells, the state, the two ends of a link. */
export function argumentsOf(text: Text, one: Correction): string {
  const { at, from, to, column, source, target } = one;
  const other = one.with;
  if (isCell(at)) return [cell(text, at), typeof other === "number" ? cell(text, [at[0], other]) : ""].filter(Boolean).join(" ↔ ");
  if (typeof source === "string") return `${source} → ${String(target)}`;
  if (typeof column === "string") return `${column}: ${String(from)} → ${String(to)}`;
  if (!isCell(from)) return "";
  const ends = isCell(to) ? [to] : Array.isArray(to) ? to.filter(isCell) : [];
  return `${cell(text, from)} → ${ends.map((end) => cell(text, end)).join(", ")}`;
}

type Cell = [number, number];
const isCell = (value: unknown): value is Cell => Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "number");
const cell = (text: Text, [t, label]: Cell) => text("cellIn", { label, t });
