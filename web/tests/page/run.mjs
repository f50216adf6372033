// Browser tests: node tests/page/run.mjs LCA SUITE ATLAS [SUITE ATLAS …] [--study STUDY] [--pictures FOLDER]
// LCA is the program, which serves the atlases (folders), or the address of a server that has them (their names).
// Suites: hela (movie, lineage, traces, a correction), cell-lines, stat5, demo (all of them on one page, and in one grid),
// tissue (a table with places of its cells), stack (a movie of several slices), pace.
import { cells } from "./cells.mjs";
import { circle } from "./circle.mjs";
import { model } from "./model.mjs";
import { correction, movieAndLineage, states, upToDate } from "./movie.mjs";
import { pace, tenThousand } from "./pace.mjs";
import { pictures } from "./pictures.mjs";
import { tissue, volume } from "./space.mjs";
import { together } from "./together.mjs";
import { size } from "./size.mjs";
import { serve } from "./serve.mjs";
import { withPage } from "./browser.mjs";
import { basename } from "node:path";

const SUITES = {
  hela: [movieAndLineage, states, correction, upToDate],
  "cell-lines": [cells],
  stat5: [model],
  demo: [circle, movieAndLineage, cells, model, together],
  tissue: [tissue],
  stack: [volume],
  pace: [pace, tenThousand],
};

const given = process.argv.slice(2);
const option = (name) => {
  const at = given.indexOf(name);
  return at < 0 ? [] : given.splice(at, 2).slice(1);
};
const [folder] = option("--pictures");
const studies = option("--study");
const [lca, ...wanted] = given;
if (!lca || wanted.length === 0 || wanted.length % 2) {
  console.error("usage: node tests/page/run.mjs LCA SUITE ATLAS [SUITE ATLAS …] [--study STUDY] [--pictures FOLDER]");
  process.exit(2);
}
const atlases = [...new Set(wanted.filter((_, i) => i % 2))];
const own = /^https?:/.test(lca) ? null : await serve(lca, atlases, studies);
const server = own?.url ?? lca;
const named = (atlas) => basename(atlas).replace(/\.zarr$/, "");

let failed = 0;
async function test(name, act) {
  try {
    await act();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

await test("size", size);
for (let i = 0; i < wanted.length; i += 2) {
  const [suite, atlas] = [wanted[i], named(wanted[i + 1])];
  for (const act of SUITES[suite] ?? []) await test(`${suite}: ${act.name}`, () => withPage(server, (page) => act(page, { server, atlas })));
  if (!SUITES[suite]) await test(suite, () => Promise.reject(new Error("there is no such suite")));
  if (folder && suite === "demo") await test("pictures", () => withPage(server, (page) => pictures(folder)(page, { server, atlas })));
}
own?.end();
process.exit(failed ? 1 : 0);
