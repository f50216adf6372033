import type { Pen } from "./pen";

const FONT = "system-ui, 'Noto Sans CJK JP', sans-serif";

/** A pen on a canvas, whose size follows the element's and the screen's pixels. */
export function canvasPen(canvas: HTMLCanvasElement, width: number, height: number): Pen | null {
  const scale = window.devicePixelRatio || 1;
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  context.lineJoin = "round";
  const stroke = (colour: string, lineWidth: number) => {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.stroke();
  };
  return {
    line(points, colour, lineWidth, opacity = 1) {
      context.globalAlpha = opacity;
      context.beginPath();
      points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
      stroke(colour, lineWidth);
      context.globalAlpha = 1;
    },
    segments(flat, colour, lineWidth) {
      context.beginPath();
      for (let i = 0; i + 3 < flat.length; i += 4) {
        context.moveTo(flat[i]!, flat[i + 1]!);
        context.lineTo(flat[i + 2]!, flat[i + 3]!);
      }
      stroke(colour, lineWidth);
    },
    dot(x, y, radius, fill) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
    },
    ring(x, y, radius, colour, lineWidth) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      stroke(colour, lineWidth);
    },
    box(x, y, w2, h2, fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, w2, h2);
    },
    clip(x, y, w2, h2) {
      context.save();
      context.beginPath();
      context.rect(x, y, w2, h2);
      context.clip();
    },
    unclip: () => context.restore(),
    text(words, x, y, fill, size, anchor = "start") {
      context.font = `${size}px ${FONT}`;
      context.textAlign = anchor === "middle" ? "center" : anchor;
      context.fillStyle = fill;
      context.fillText(words, x, y);
    },
  };
}
