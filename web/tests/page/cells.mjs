// Map of cells, genes and cell sets, and that they are linked.
import assert from "node:assert/strict";
import { cellsShown, open, picture } from "./look.mjs";

export async function cells(page, at) {
  await open(page, at);
  await page.locator("#cells").scrollIntoViewIfNeeded();
  await cellsShown(page);
  const bySets = await picture(page, ".cells-map");
  const gene = page.locator(".cells-genes [class*=tableRow]").nth(1);
  await gene.click();
  await page.waitForFunction(() => new URLSearchParams(location.search).has("gene"));
  await page.waitForTimeout(1500);
  const byGene = await picture(page, ".cells-map");
  assert.notEqual(byGene, bySets, "a gene does not colour the map");
  assert.ok((await page.locator(".cells-sets").innerText()).trim().length > 0, "no cell sets");
}
