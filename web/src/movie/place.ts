/** Where one looks: the pixel of the movie in the middle of the view, and how large a pixel is drawn. */
export interface Place { x: number; y: number; zoom: number }
export interface Size { width: number; height: number }

/** The whole image as large as it fits. */
export const fitting = (image: Size, view: Size): Place =>
  ({ x: image.width / 2, y: image.height / 2, zoom: Math.min(view.width / image.width, view.height / image.height) });

/** From pixels of the movie, counted from their middle, to those of the view. */
export const onView = (place: Place, view: Size, x: number, y: number): [number, number] =>
  [(x + 0.5 - place.x) * place.zoom + view.width / 2, (y + 0.5 - place.y) * place.zoom + view.height / 2];

/** Closer or farther by a factor, the point of the view under the pointer held. */
export function zoomed(place: Place, view: Size, factor: number, at: { x: number; y: number }): Place {
  const zoom = Math.min(40, Math.max(0.002, place.zoom * factor));
  const [dx, dy] = [at.x - view.width / 2, at.y - view.height / 2];
  return { zoom, x: place.x + dx / place.zoom - dx / zoom, y: place.y + dy / place.zoom - dy / zoom };
}

/** As it stands in the address. */
export const written = ({ x, y, zoom }: Place) => [x, y, zoom].map((value) => Number(value.toPrecision(6))).join(",");

export function read(text: string | null): Place | null {
  const [x, y, zoom, ...more] = (text ?? "").split(",").map(Number);
  const good = more.length === 0 && [x, y, zoom].every((one) => Number.isFinite(one)) && zoom! > 0;
  return good ? { x: x!, y: y!, zoom: zoom! } : null;
}
