import * as zarr from "zarrita";
import { v3Store } from "../zarr/v3-store";

/** Where the cells of a tissue lie: the box around them, and how large a spot may be so that most do not touch. */
export interface Places { x: readonly [number, number]; y: readonly [number, number]; radius: number }

const SHARE = 0.4;

/** Reads the places of a table's cells. */
export async function placesOf(url: string, key: string): Promise<Places> {
  const root = zarr.root(v3Store(url) as unknown as zarr.AsyncReadable);
  const { data, shape } = await zarr.get(await zarr.open.v3(root.resolve(`obsm/${key}`), { kind: "array" }));
  return boxOf(data as ArrayLike<number>, shape[1] ?? 2);
}

export function boxOf(flat: ArrayLike<number>, columns: number): Places {
  const along = (column: number): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (let i = column; i < flat.length; i += columns) {
      const value = Number(flat[i]);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low <= high ? [low, high] : [0, 1];
  };
  const [x, y] = [along(0), along(1)];
  const area = Math.max(1e-9, (x[1] - x[0]) * (y[1] - y[0]));
  return { x, y, radius: SHARE * Math.sqrt(area / Math.max(1, flat.length / columns)) };
}

/** The zoom at which all of it is seen: doublings from one unit on one pixel of the screen. */
export const wholeZoom = ({ x, y, radius }: Places, width: number, height: number) =>
  Math.log2(Math.min(width / (x[1] - x[0] + 4 * radius), height / (y[1] - y[0] + 4 * radius)));
