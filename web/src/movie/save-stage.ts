import { save } from "../pen/save";
import { view } from "../state/view";

/** The movie as it is seen, image and tracks, as PNG. */
export function saveStage(name: string): void {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>(".stage canvas")];
  const first = canvases[0];
  if (!first) return;
  const whole = Object.assign(document.createElement("canvas"), { width: first.width, height: first.height });
  for (const canvas of canvases) whole.getContext("2d")?.drawImage(canvas, 0, 0, whole.width, whole.height);
  whole.toBlob((blob) => blob && save(`${name}-t${view.get().t}.png`, blob));
}
