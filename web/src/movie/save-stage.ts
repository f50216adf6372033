import { save } from "../pen/save";
import { view } from "../state/view";

/** The movie as it is seen, image and tracks, as PNG. */
export function saveStage(name: string): void {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>(".stage-image canvas")];
  const first = canvases[0];
  if (!first) return;
  // WebGL keeps its picture only until the browser shows it, so it is copied within the frame that draws it.
  view.set({ t: view.get().t });
  requestAnimationFrame(() => {
    const whole = Object.assign(document.createElement("canvas"), { width: first.width, height: first.height });
    const context = whole.getContext("2d");
    if (!context) return;
    context.fillStyle = "#000000";
    context.fillRect(0, 0, whole.width, whole.height);
    for (const canvas of canvases) context.drawImage(canvas, 0, 0, whole.width, whole.height);
    whole.toBlob((blob) => blob && save(`${name}-t${view.get().t}.png`, blob));
  });
}
