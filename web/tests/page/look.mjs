// What tests ask of the page.
import { createHash } from "node:crypto";

/** A hash of what a canvas or panel looks like. */
export const picture = async (page, selector) => createHash("sha256").update(await page.locator(selector).first().screenshot()).digest("hex");

/** Waits until the movie shows a frame. */
export const frameShown = (page, t) => page.locator(`.stage .image[data-frame="${t}"]`).waitFor();

/** Moves the time of the page as a reader does, with the slider. */
export async function seek(page, t) {
  await page.locator("#time").fill(String(t));
  await frameShown(page, t);
}

/** Waits for Vitessce's views of cells to have read and drawn. */
export async function cellsShown(page) {
  await page.locator(".cells-map canvas").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("#cells [aria-busy=true]"));
  await page.waitForTimeout(1000);
}

/** Presses one of a panel's buttons, which may have folded into one. */
export async function press(page, panel, name) {
  const more = page.locator(`${panel} .more`);
  if (await more.isVisible()) await more.click();
  await page.locator(panel).getByRole("button", { name }).click();
}

/** How many pixels of a canvas are of a colour. */
export const pixels = (page, selector, colour) => page.locator(selector).evaluate((canvas, [red, green, blue]) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue) < 12) count++;
  return count;
}, colour);

export const open = (page, { server, atlas }, more = "") => page.goto(`${server}/?atlas=${encodeURIComponent(atlas)}${more}`);
