import type { Channel } from "../api/types";
import { useText } from "../i18n/use-text";
import type { Window } from "./windows";
import type { Shade } from "./paint";

interface Props { channels: Channel[]; windows: Window[]; shades: Shade[]; change: (shades: Shade[]) => void }

/** Which channels are seen, and which grey levels are black and full colour. */
export function Channels({ channels, windows, shades, change }: Props) {
  const text = useText();
  const set = (c: number, part: Partial<Shade>) => change(shades.map((shade, i) => (i === c ? { ...shade, ...part } : shade)));
  return (
    <fieldset className="channels">
      <legend className="for-readers">{text("layers")}</legend>
      {channels.map(({ name }, c) => {
        const window = windows[c]!;
        const shade = shades[c]!;
        const reach = { min: Math.max(0, window.start - (window.end - window.start)), max: window.end + 2 * (window.end - window.start), step: "any" };
        return (
          <div key={c}>
            <label><input type="checkbox" checked={shade.visible} onChange={(event) => set(c, { visible: event.target.checked })} /> <span className="swatch" style={{ background: `rgb(${shade.colour.join(",")})` }} /> {name}</label>
            <input type="range" {...reach} value={shade.start} aria-label={text("black", { name })} onChange={(event) => set(c, { start: Math.min(Number(event.target.value), shade.end - 1e-6) })} />
            <input type="range" {...reach} value={shade.end} aria-label={text("full", { name })} onChange={(event) => set(c, { end: Math.max(Number(event.target.value), shade.start + 1e-6) })} />
          </div>
        );
      })}
    </fieldset>
  );
}
