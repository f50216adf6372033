import type { Pen } from "./pen";

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const n = (value: number) => String(Math.round(value * 100) / 100);

/** A pen that writes SVG; `finish` gives the file. */
export function svgPen(width: number, height: number): Pen & { finish(): string } {
  const parts: string[] = [];
  let clips = 0;
  const path = (d: string, stroke: string, lineWidth: number, opacity = 1) =>
    parts.push(`<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(lineWidth)}"${opacity < 1 ? ` opacity="${n(opacity)}"` : ""}/>`);
  return {
    line: (points, stroke, lineWidth, opacity) =>
      void path(points.map(([x, y], i) => `${i ? "L" : "M"}${n(x)} ${n(y)}`).join(""), stroke, lineWidth, opacity),
    segments(flat, stroke, lineWidth) {
      let d = "";
      for (let i = 0; i + 3 < flat.length; i += 4) d += `M${n(flat[i]!)} ${n(flat[i + 1]!)}L${n(flat[i + 2]!)} ${n(flat[i + 3]!)}`;
      path(d, stroke, lineWidth);
    },
    dot: (x, y, radius, fill) => void parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"/>`),
    ring: (x, y, radius, stroke, lineWidth) =>
      void parts.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="none" stroke="${stroke}" stroke-width="${n(lineWidth)}"/>`),
    box: (x, y, w, h, fill) => void parts.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"/>`),
    clip(x, y, w, h) {
      clips++;
      parts.push(`<clipPath id="clip${clips}"><rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}"/></clipPath><g clip-path="url(#clip${clips})">`);
    },
    unclip: () => void parts.push("</g>"),
    text: (words, x, y, fill, size, anchor = "start") =>
      void parts.push(`<text x="${n(x)}" y="${n(y)}" fill="${fill}" font-size="${size}" text-anchor="${anchor}">${escaped(words)}</text>`),
    finish: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif">${parts.join("")}</svg>`,
  };
}
