// Network, fit, residuals and predictions.
import assert from "node:assert/strict";
import { open, picture, press } from "./look.mjs";

export async function model(page, at) {
  await open(page, at);
  await page.locator("#network canvas").first().waitFor();
  assert.match(await page.locator("#network .summary").innerText(), /[1-9]\d* (nodes|species).*[1-9]\d* links?/);
  await press(page, "#network", "Table");
  assert.ok((await page.locator("#network tbody tr").count()) > 0, "the network has no table");
  await press(page, "#network", "Table");
  const seen = new Set();
  for (const tab of ["Fit", "Residuals", "Predictions"]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await page.locator("#model .plot svg").first().waitFor();
    assert.ok((await page.locator("#model .plot svg circle, #model .plot svg path").count()) > 3, `${tab} draws nothing`);
    seen.add(await picture(page, "#model"));
  }
  assert.equal(seen.size, 3, "two figures of the model look the same");
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("#model figure").last().getByRole("button", { name: /SVG/ }).click()]);
  assert.match(file.suggestedFilename(), /predictions-.+\.svg$/);
}
