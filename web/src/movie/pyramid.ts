import * as zarr from "zarrita";
import { v3Store } from "../zarr/v3-store";
import type { Level, Region } from "./region";

interface Multiscale { axes: { name: string }[]; datasets: { path: string }[] }

export type Plane = ArrayLike<number>;

/** An OME-Zarr pyramid of which planes are read. */
export interface Pyramid { levels: Level[]; plane(t: number, c: number, z: number, region: Region): Promise<Plane> }

/** Opens a pyramid: its metadata, not its pixels. */
export async function openPyramid(url: string): Promise<Pyramid> {
  const root = zarr.root(v3Store(url) as unknown as zarr.AsyncReadable);
  const group = await zarr.open.v3(root, { kind: "group" });
  const multiscale = (group.attrs.ome as { multiscales: Multiscale[] }).multiscales[0]!;
  const arrays = await Promise.all(multiscale.datasets.map(({ path }) => zarr.open.v3(root.resolve(path), { kind: "array" })));
  const axis = (name: string) => multiscale.axes.findIndex((one) => one.name === name);
  const width = arrays[0]!.shape[axis("x")]!;
  return {
    levels: arrays.map((array) => ({ width: array.shape[axis("x")]!, height: array.shape[axis("y")]!, scale: width / array.shape[axis("x")]! })),
    async plane(t, c, z, { level, y0, y1, x0, x1 }) {
      const wanted: Record<string, number | zarr.Slice> = { t, c, z, y: zarr.slice(y0, y1), x: zarr.slice(x0, x1) };
      const read = await zarr.get(arrays[level]!, multiscale.axes.map(({ name }) => wanted[name] ?? 0));
      return (read as { data: Plane }).data;
    },
  };
}
