// Space: cells of a tissue where they lie, and stacks as volumes.
import assert from "node:assert/strict";
import { open, picture } from "./look.mjs";

export async function tissue(page, at) {
  await open(page, at);
  await page.locator(".cells-tissue canvas").first().waitFor();
  await page.locator("#cells [class*=tableRow]").nth(1).waitFor();
  await page.waitForFunction(() => !document.querySelector("#cells [aria-busy=true]"));
  await page.waitForTimeout(3000);
  const bySets = await picture(page, ".cells-tissue");
  await page.locator(".cells-genes [class*=tableRow]").nth(1).click();
  await page.waitForFunction(() => new URLSearchParams(location.search).has("gene"));
  await page.waitForTimeout(3000);
  assert.notEqual(await picture(page, ".cells-tissue"), bySets, "a gene does not colour the tissue");
}

export async function volume(page, at) {
  await open(page, at);
  await page.locator(".stage .image[data-frame]").waitFor();
  await page.getByRole("button", { name: "Volume" }).click();
  await page.locator(".volume-view canvas").first().waitFor();
  await page.waitForTimeout(6000);
  const first = await picture(page, ".volume-view");
  await page.locator("#time").fill(await page.locator("#time").getAttribute("max"));
  await page.waitForTimeout(6000);
  assert.notEqual(await picture(page, ".volume-view"), first, "the volume does not follow the time");
  assert.equal(new URL(page.url()).searchParams.get("volume"), "1");
}
