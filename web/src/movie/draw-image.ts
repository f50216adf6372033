import { rgbOf } from "../colour/rgb";
import { colourOf, type Overlay } from "./draw";
import type { Frame } from "./frames";
import { mix, outline, type Colour, type Shade } from "./paint";
import type { Place, Size } from "./place";

interface Look { place: Place; size: Size; shades: Shade[]; outlines: boolean; overlay: Overlay | null }

const PLAIN: Colour = [230, 214, 120];

/** Draws a frame as it was read: channels mixed, outlines in the colours of their tracks, scaled to its place. */
export function drawImage(canvas: HTMLCanvasElement, frame: Frame, { place, size, shades, outlines, overlay }: Look): void {
  const { region } = frame;
  const [width, height] = [region.x1 - region.x0, region.y1 - region.y0];
  const painted = new ImageData(width, height);
  mix(frame.channels, shades, painted.data);
  if (outlines && frame.labels) outline(frame.labels, width, looks(overlay), painted.data);
  const sheet = new OffscreenCanvas(width, height);
  sheet.getContext("2d")?.putImageData(painted, 0, 0);
  const scale = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.fillStyle = "#000000";
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingEnabled = region.scale * place.zoom < 2;
  const corner = (at: number, middle: number, whole: number) => (at * region.scale - middle) * place.zoom + whole / 2;
  const drawn = region.scale * place.zoom;
  context.drawImage(sheet, corner(region.x0, place.x, size.width), corner(region.y0, place.y, size.height), width * drawn, height * drawn);
}

/** Labels differ from frame to frame; the tracks' points of this frame say whose they are. */
function looks(overlay: Overlay | null): (label: number) => { colour: Colour; chosen: boolean } {
  if (!overlay) return () => ({ colour: PLAIN, chosen: false });
  const tracks = new Map(overlay.at(overlay.t).map((point) => [point.label, point.track]));
  return (label) => {
    const track = tracks.get(label);
    if (track === undefined) return { colour: PLAIN, chosen: false };
    const chosen = overlay.clone !== null && overlay.trees.byId.get(track)?.founder === overlay.clone;
    return { colour: overlay.clone === null || chosen ? rgbOf(colourOf(overlay, track)) : [128, 132, 138], chosen };
  };
}
