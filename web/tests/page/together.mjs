// All views in one grid of Vitessce, coordinated both ways.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { frameShown, open, picture } from "./look.mjs";

const OURS = ["lcaMovie", "lcaLineage", "lcaTraces", "lcaNetwork", "lcaModel"];
const address = (page, name) => new URL(page.url()).searchParams.get(name);

async function saved(page) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save configuration" }).click()]);
  return JSON.parse(await readFile(await file.path(), "utf8"));
}

export async function together(page, at) {
  await open(page, at, "&layout=grid&t=6");
  await frameShown(page, 6);
  await page.locator("#lineage canvas").waitFor();
  await page.locator("#network canvas").first().waitFor();
  await page.locator("#model .plot svg").first().waitFor();
  const genes = page.locator("[class*=tableRow]");
  await genes.nth(1).waitFor();

  const before = await Promise.all([".stage", "#traces .sheet"].map((one) => picture(page, one)));
  await page.locator("#lineage canvas").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await genes.nth(1).click();
  await page.waitForFunction(() => ["clone", "gene"].every((name) => new URLSearchParams(location.search).has(name)));
  await frameShown(page, 7);
  await page.waitForTimeout(500);
  const after = await Promise.all([".stage", "#traces .sheet"].map((one) => picture(page, one)));
  before.forEach((one, i) => assert.notEqual(after[i], one, `${["the movie", "the traces"][i]} did not change with the selected clone`));

  const config = await saved(page);
  const shown = config.layout.map((one) => one.component);
  for (const one of [...OURS, "scatterplot", "featureList", "obsSets"]) assert.ok(shown.includes(one), `no ${one} in the configuration`);
  const space = (name) => Object.values(config.coordinationSpace[name])[0];
  assert.equal(String(space("lcaClone")), address(page, "clone"), "Vitessce does not coordinate the clone");
  assert.equal(String(space("spatialTargetT")), address(page, "t"), "Vitessce does not coordinate the time");
  assert.deepEqual(space("featureSelection"), [address(page, "gene")], "the page does not follow Vitessce's gene");

  // The other way: what a configuration says is what the page shows.
  const clone = space("lcaClone");
  for (const [name, value] of [["lcaClone", null], ["lcaTrack", null], ["spatialTargetT", 2]]) for (const scope of Object.keys(config.coordinationSpace[name])) config.coordinationSpace[name][scope] = value;
  await page.locator("input[type=file]").setInputFiles({ name: "vitessce.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(config)) });
  await frameShown(page, 2);
  await page.waitForFunction(() => new URLSearchParams(location.search).get("t") === "2");
  assert.ok(clone !== null && address(page, "clone") === null, "the page does not follow Vitessce's clone");
}
