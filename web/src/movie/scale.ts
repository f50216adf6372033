import { client } from "../api/client";

interface Transform { type: string; scale?: number[] }
interface Multiscale { axes: { name: string }[]; datasets: { coordinateTransformations?: Transform[] }[]; coordinateTransformations?: Transform[] }
interface Attributes { attributes?: { ome?: { multiscales?: Multiscale[] } } }

export interface Scale { x: number; y: number }

/** How much of the image's own units one pixel is, along x and y, as the OME-Zarr file says. */
export async function scaleOf(url: string): Promise<Scale> {
  const file = await client.file<Attributes>(`${url.replace(/\/$/, "")}/zarr.json`);
  const multiscale = file?.attributes?.ome?.multiscales?.[0];
  if (!multiscale) return { x: 1, y: 1 };
  const transforms = [...(multiscale.datasets[0]?.coordinateTransformations ?? []), ...(multiscale.coordinateTransformations ?? [])];
  const along = (name: string) => {
    const axis = multiscale.axes.findIndex((one) => one.name === name);
    return transforms.reduce((product, one) => product * (one.type === "scale" ? one.scale?.[axis] ?? 1 : 1), 1);
  };
  return { x: along("x"), y: along("y") };
}
