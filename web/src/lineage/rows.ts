import { heads } from "../i18n/columns";
import type { Text } from "../i18n/use-text";
import type { Rows } from "../plot/DataTable";
import type { Trees } from "./layout";

const MOST = 500;

/** Tracks as rows: of the selected clone, else of all. */
export function lineageRows(text: Text, trees: Trees, clone: number | null): Rows {
  const chosen = trees.tracks.filter((track) => clone === null || track.founder === clone);
  return {
    columns: heads(text, ["track", "parent", "founder", "generation", "start", "end"]),
    rows: chosen.slice(0, MOST).map((track) => [track.id, track.parent, track.founder, track.generation, track.start, track.end]),
    more: Math.max(0, chosen.length - MOST),
  };
}
