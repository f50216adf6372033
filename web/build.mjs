// Builds the page into dist/: index.html and assets/. `--watch` builds again at every change.
import { context } from "esbuild";
import { mkdir, rm } from "node:fs/promises";
import { leftOut } from "./build/left-out.mjs";
import { local } from "./build/local.mjs";
import { writeIndex } from "./build/index-page.mjs";

const dist = new URL("dist/", import.meta.url).pathname;
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const build = await context({
  entryPoints: { page: "src/main.tsx" },
  outdir: `${dist}assets`,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "info",
  logOverride: { "direct-eval": "silent", "empty-import-meta": "silent" },
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  plugins: [leftOut, local, writeIndex(dist)],
});
await build.rebuild();
if (process.argv.includes("--watch")) await build.watch();
else await build.dispose();
