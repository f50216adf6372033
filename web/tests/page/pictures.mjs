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
  await page.locator("#model").scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/page-model.png` });
  await page.locator(".circle li:nth-child(4) button").click();
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/page-evidence.png` });
};
