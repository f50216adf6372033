import { client } from "../api/client";
import { notice } from "../app/notice";
import type { PointTable } from "../api/types";

export interface Point { track: number; t: number; y: number; x: number; z: number; label: number }

const BLOCK = 32;
const BLOCKS_KEPT = 8;
const MOST = 200_000;

/** Where tracks are, frame by frame; asked in blocks of frames, of which the last few are kept. */
export class Points {
  private blocks = new Map<number, Map<number, Point[]>>();
  private asked = new Set<number>();

  constructor(private atlas: string, private tracks: string, private arrived: () => void) {}

  /** Points of a frame that are here already; asks for them when they are not. */
  at(t: number): Point[] {
    const block = Math.floor(t / BLOCK);
    for (const near of [block, block + 1, block - 1]) if (near >= 0) void this.fetch(near).catch(notice);
    return this.blocks.get(block)?.get(t) ?? [];
  }

  private async fetch(block: number): Promise<void> {
    if (this.blocks.has(block) || this.asked.has(block)) return;
    this.asked.add(block);
    try {
      const table = await client.points(this.atlas, this.tracks, block * BLOCK, block * BLOCK + BLOCK - 1, MOST);
      this.blocks.set(block, byFrame(table));
      for (const old of [...this.blocks.keys()].slice(0, -BLOCKS_KEPT)) this.blocks.delete(old);
      this.arrived();
    } finally {
      this.asked.delete(block);
    }
  }
}

/** A table of points as points of each frame. */
export function byFrame(table: PointTable): Map<number, Point[]> {
  const frames = new Map<number, Point[]>();
  table.t.forEach((t, i) => {
    const point = { track: table.track[i]!, t, y: table.y[i]!, x: table.x[i]!, z: table.z?.[i] ?? 0, label: table.label[i]! };
    const all = frames.get(t);
    if (all) all.push(point);
    else frames.set(t, [point]);
  });
  return frames;
}
