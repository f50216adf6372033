// The circle, its evidence, languages, themes.
import assert from "node:assert/strict";
import { open } from "./look.mjs";

export async function circle(page, at) {
  await open(page, at);
  await page.locator(".circle li").first().waitFor();
  assert.equal(await page.locator(".circle li").count(), 7);
  await page.locator(".circle li.done button, .circle li.missed button").first().click();
  await page.locator(".drawer .step dl").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".drawer").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "日本語" }).click();
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  assert.match(await page.locator(".circle").innerText(), /測定する/);
  assert.match(await page.locator(".circle").innerText(), /軌跡/, "figures are not told in Japanese");
  await page.getByRole("button", { name: "ダーク" }).click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  const unnamed = await page.evaluate(() => [...document.querySelectorAll("button, select, input, a")].filter((one) => !one.closest(".vitessce-container") && !(one.getAttribute("aria-label") || one.textContent?.trim() || one.closest("label")?.textContent?.trim() || one.title)).length);
  assert.equal(unnamed, 0, "something that can be pressed has no name");
  await open(page, { ...at, atlas: "nope" });
  await page.locator(`a[href="?atlas=${at.atlas}"]`).click();
  await page.locator(".circle li").first().waitFor();
}
