import type { Traces } from "../api/types";
import { GREY, LAST_GENERATION, ofGeneration, viridis } from "../colour/palette";
import { useText } from "../i18n/use-text";
import { short } from "../plot/ticks";
import { useView } from "../state/view";
import type { Trees } from "./layout";
import { span } from "./shares";
import { named, ofState, type States } from "./states";

/** What the colours of cells mean. Clones have the colours of no order, and no legend. */
export function Legend({ trees, traces, states }: { trees: Trees; traces: Traces | null; states: States | null }) {
  const text = useText();
  const colour = useView((v) => v.colour);
  if (colour === "trace" && traces) {
    const [low, high] = span(traces);
    const stops = [0, 0.25, 0.5, 0.75, 1].map(viridis).join(", ");
    return <p className="legend">{traces.measure} {short(low)} <span className="ramp" style={{ background: `linear-gradient(90deg, ${stops})` }} /> {short(high)} {traces.unit}</p>;
  }
  if (colour === "generation") {
    const last = Math.min(LAST_GENERATION, trees.tracks.reduce((most, one) => Math.max(most, one.generation), 0));
    return <Keys of={[...Array(last + 1).keys()].map((i) => [`${i + 1}${i === LAST_GENERATION ? "+" : ""}`, ofGeneration(i)])} name={text("by_generation")} />;
  }
  if (colour !== "state" || !states?.chosen) return null;
  const { first, more } = named(states.words);
  return <Keys name={states.chosen.column} of={[...first.map((word, i): [string, string] => [word, ofState(i)]), ...(more ? [[text("others"), GREY] as [string, string]] : [])]} />;
}

const Keys = ({ of, name }: { of: [string, string][]; name: string }) => (
  <p className="legend">{name}: {of.map(([word, colour]) => <span className="key-word" key={word}><span className="swatch" style={{ background: colour }} /> {word}</span>)}</p>
);
