import { useEffect, useState } from "react";
import { useText } from "../i18n/use-text";
import { useView, view } from "../state/view";

const RATE = 12;

/** The time of the whole page: a slider, and playback at twelve frames a second. */
export function TimeBar({ frames, timeOf }: { frames: number; timeOf: (t: number) => string }) {
  const text = useText();
  const t = useView((v) => v.t);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const beat = setInterval(() => view.set({ t: (view.get().t + 1) % frames }), 1000 / RATE);
    return () => clearInterval(beat);
  }, [playing, frames]);
  return (
    <div className="bar">
      <button type="button" className="play" aria-label={text(playing ? "pause" : "play")} onClick={() => setPlaying(!playing)}>{playing ? "❚❚" : "▶"}</button>
      <input id="time" type="range" min={0} max={frames - 1} value={Math.min(t, frames - 1)} aria-label={text("time")} aria-valuetext={timeOf(t)} onChange={(event) => view.set({ t: Number(event.target.value) })} />
      <output htmlFor="time">{timeOf(t)} <span className="of">({t + 1}/{frames})</span></output>
    </div>
  );
}
