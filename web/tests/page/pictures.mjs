// Pictures for the guide.
import { cellsShown, frameShown, open, seek } from "./look.mjs";

export const pictures = (folder) => async (page, at) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await open(page, at);
  await frameShown(page, 0);
  await seek(page, Math.floor(Number(await page.locator("#time").getAttribute("max")) / 2));
  await page.locator("#lineage canvas").focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/page.png` });
  await page.locator("#cells").scrollIntoViewIfNeeded();
  await cellsShown(page);
  await page.getByRole("tab", { name: "Residuals" }).click();
  await page.evaluate(() => scrollTo(0, document.getElementById("cells").offsetTop - 50));
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/page-model.png` });
  await page.setViewportSize({ width: 1440, height: 1400 });
  await open(page, at, "&layout=grid&t=24&colour=trace&clone=4&track=4");
  await page.locator("#lineage canvas").waitFor();
  await page.locator("[class*=tableRow]").nth(1).waitFor();
  await page.locator("#model .plot svg").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".vitessce-container [aria-busy=true]"));
  await page.waitForTimeout(6000);
  await page.screenshot({ path: `${folder}/page-grid.png` });
};
