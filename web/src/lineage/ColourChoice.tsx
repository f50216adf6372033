import { useText } from "../i18n/use-text";
import { useView, view, type ColourBy } from "../state/view";

const CHOICES: readonly ColourBy[] = ["clone", "trace", "generation"];

/** By what cells are coloured, in the trees and in the movie alike. */
export function ColourChoice() {
  const text = useText();
  const colour = useView((v) => v.colour);
  return (
    <label className="choice">{text("colourBy")}{" "}
      <select value={colour} onChange={(event) => view.set({ colour: event.target.value as ColourBy })}>
        {CHOICES.map((one) => <option key={one} value={one}>{text(`by_${one}`)}</option>)}
      </select>
    </label>
  );
}
