// Runs the unit tests: bundles them with the sources they test, then hands them to Node's own runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = new URL("unit/", import.meta.url).pathname;
const out = await mkdtemp(join(tmpdir(), "lca-page-unit-"));
const names = (await readdir(here)).filter((name) => name.endsWith(".test.ts"));
await build({ entryPoints: names.map((name) => here + name), outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", logLevel: "error" });
const { status } = spawnSync(process.execPath, ["--test", ...names.map((name) => join(out, name.replace(/ts$/, "mjs")))], { stdio: "inherit" });
await rm(out, { recursive: true });
process.exit(status ?? 1);
