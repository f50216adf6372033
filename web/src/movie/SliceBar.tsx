import { useText } from "../i18n/use-text";
import { useView, view } from "../state/view";

/** The slice of a stack; nothing where the movie has only one. */
export function SliceBar({ slices }: { slices: number }) {
  const text = useText();
  const z = useView((v) => v.z);
  if (slices < 2) return null;
  return (
    <div className="bar">
      <span>z</span>
      <input id="slice" type="range" min={0} max={slices - 1} value={Math.min(z, slices - 1)} aria-label={text("slice")} onChange={(event) => view.set({ z: Number(event.target.value) })} />
      <output htmlFor="slice">{z + 1}/{slices}</output>
    </div>
  );
}
