import { useText } from "../i18n/use-text";
import { useView, view, type ColourBy } from "../state/view";
import type { States } from "./states";

const CHOICES = ["clone", "trace", "generation"] as const;

/** By what cells are coloured, in the trees and in the movie alike. */
export function ColourChoice({ states }: { states: States | null }) {
  const text = useText();
  const { colour, states: asked } = useView((v) => v);
  const all = (states?.choices ?? []).map(({ table, column }) => `${table}/${column}`);
  const value = colour === "state" ? `state:${asked ?? all[0] ?? ""}` : colour;
  const choose = (one: string) => view.set(one.startsWith("state:") ? { colour: "state", states: one.slice(6) } : { colour: one as ColourBy });
  return (
    <label className="choice">{text("colourBy")}{" "}
      <select value={value} onChange={(event) => choose(event.target.value)}>
        {CHOICES.map((one) => <option key={one} value={one}>{text(`by_${one}`)}</option>)}
        {all.map((one) => <option key={one} value={`state:${one}`}>{one.split("/")[1]} ({one.split("/")[0]})</option>)}
      </select>
    </label>
  );
}
