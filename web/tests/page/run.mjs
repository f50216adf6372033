// Browser tests: node tests/page/run.mjs SERVER SUITE ATLAS [SUITE ATLAS …] [--pictures FOLDER]
// Suites: hela (movie, lineage, traces, a correction), cell-lines, stat5, demo (all of them on one page), pace.
import { cells } from "./cells.mjs";
import { circle } from "./circle.mjs";
import { model } from "./model.mjs";
import { correction, movieAndLineage } from "./movie.mjs";
import { pace, tenThousand } from "./pace.mjs";
import { pictures } from "./pictures.mjs";
import { size } from "./size.mjs";
import { withPage } from "./browser.mjs";

const SUITES = {
  hela: [movieAndLineage, correction],
  "cell-lines": [cells],
  stat5: [model],
  demo: [circle, movieAndLineage, cells, model],
  pace: [pace, tenThousand],
};

const given = process.argv.slice(2);
const marked = given.indexOf("--pictures");
const folder = marked < 0 ? null : given.splice(marked, 2)[1];
const [server, ...wanted] = given;
if (!server || wanted.length === 0 || wanted.length % 2) {
  console.error("usage: node tests/page/run.mjs http://127.0.0.1:PORT SUITE ATLAS [SUITE ATLAS …] [--pictures FOLDER]");
  process.exit(2);
}

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
  const [suite, atlas] = [wanted[i], wanted[i + 1]];
  for (const act of SUITES[suite] ?? []) await test(`${suite}: ${act.name}`, () => withPage(server, (page) => act(page, { server, atlas })));
  if (!SUITES[suite]) await test(suite, () => Promise.reject(new Error("there is no such suite")));
  if (folder && suite === "demo") await test("pictures", () => withPage(server, (page) => pictures(folder)(page, { server, atlas })));
}
process.exit(failed ? 1 : 0);
