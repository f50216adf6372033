import { notice } from "../app/notice";
import type { Plane, Pyramid } from "./pyramid";
import { named, type Region } from "./region";

/** A frame as it was read: a plane for each channel, and the labels where there are some. */
export interface Frame { region: Region; channels: Plane[]; labels: Plane | null }

const BYTES_KEPT = 256 << 20;
const AT_ONCE = 6;

/** Reads frames of a movie and keeps the last ones, as many as fit into a quarter of a gigabyte. */
export class Frames {
  private kept = new Map<string, Frame>();
  private asked = new Map<string, Promise<void>>();

  constructor(private image: Pyramid, private labels: Pyramid | null, private channels: number, private arrived: () => void) {}

  /** The frame if it is here; else it is asked for. */
  at(t: number, z: number, region: Region): Frame | null {
    const key = `${t} ${z} ${named(region)}`;
    const frame = this.kept.get(key);
    if (frame) {
      this.kept.delete(key);
      this.kept.set(key, frame);
      return frame;
    }
    if (!this.asked.has(key) && this.asked.size < AT_ONCE) {
      this.asked.set(key, this.read(key, t, z, region).finally(() => this.asked.delete(key)).then(this.arrived, notice));
    }
    return null;
  }

  private async read(key: string, t: number, z: number, region: Region): Promise<void> {
    const channels = await Promise.all([...Array(this.channels).keys()].map((c) => this.image.plane(t, c, z, region)));
    const labels = this.labels && this.labels.levels.length > region.level ? await this.labels.plane(t, 0, z, region) : null;
    this.kept.set(key, { region, channels, labels });
    const size = (channels.length * 2 + 4) * (region.y1 - region.y0) * (region.x1 - region.x0);
    for (const old of [...this.kept.keys()].slice(0, -Math.max(4, Math.floor(BYTES_KEPT / size)))) this.kept.delete(old);
  }
}
