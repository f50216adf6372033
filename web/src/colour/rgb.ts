/** Red, green and blue of `#rrggbb` or `rgb(r,g,b)`. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const parts = colour.startsWith("#") ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) : (colour.match(/\d+/g) ?? []).map(Number);
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}
