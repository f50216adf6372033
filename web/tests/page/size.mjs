// What the page weighs, packed as the network sends it.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const MOST = 6 << 20;

export async function size() {
  const assets = new URL("../../dist/assets/", import.meta.url);
  const files = await Promise.all((await readdir(assets)).map((name) => readFile(new URL(name, assets))));
  const whole = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  console.log(`  the page: ${(whole / (1 << 20)).toFixed(2)} MiB packed (asked 6)`);
  assert.ok(whole <= MOST, `${whole} bytes packed`);
}
