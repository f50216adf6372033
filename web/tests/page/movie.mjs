// Movie, outlines, lineage and traces, and that they are linked.
import assert from "node:assert/strict";
import { frameShown, open, picture, press, seek } from "./look.mjs";

export async function movieAndLineage(page, at) {
  await open(page, at);
  await frameShown(page, 0);
  await page.locator("#lineage canvas").waitFor();
  await page.locator("#traces canvas").waitFor();
  const last = Number(await page.locator("#time").getAttribute("max"));
  const early = await picture(page, ".stage .image");
  await seek(page, Math.min(20, last));
  assert.notEqual(await picture(page, ".stage .image"), early, "the movie looks the same at two times");

  const outlined = await picture(page, ".stage .image");
  await page.getByRole("button", { name: "Outlines" }).click();
  await page.waitForTimeout(300);
  assert.notEqual(await picture(page, ".stage .image"), outlined, "outlines make no difference");
  await page.getByRole("button", { name: "Outlines" }).click();

  const before = await Promise.all([".stage", "#traces .sheet", "#lineage .sheet"].map((one) => picture(page, one)));
  await page.locator("#lineage canvas").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("clone"));
  await page.waitForTimeout(500);
  const after = await Promise.all([".stage", "#traces .sheet", "#lineage .sheet"].map((one) => picture(page, one)));
  before.forEach((one, i) => assert.notEqual(after[i], one, `${["the movie", "the traces", "the lineage"][i]} did not change with the selected clone`));
  assert.match(await page.locator("#traces .summary").innerText(), /clone \d+/);

  const address = page.url();
  await page.goto(address);
  await frameShown(page, Math.min(20, last));
  assert.match(await page.locator("#traces .summary").innerText(), /clone \d+/, "the address does not keep the clone");
  await page.keyboard.press("Tab");
  await press(page, "#lineage", "Table");
  assert.ok((await page.locator("#lineage tbody tr").count()) > 0, "the lineage has no table");
}

/** States of tracks, which the test makes up, colour movie and trees and are explained. */
export async function states(page, at) {
  const choice = { table: "fates", column: "phase" };
  const table = { choices: [choice], chosen: choice, categories: ["G1", "S"], track: [...Array(300).keys()].map((i) => i + 1), t: null, code: [...Array(300).keys()].map((i) => i % 2), truncated: false };
  await page.route(/\/movies\/[^/]+\/states/, (route) => route.fulfill({ json: table }));
  await open(page, at);
  await frameShown(page, 0);
  await page.locator("#lineage canvas").waitFor();
  const before = await Promise.all([".stage", "#lineage .sheet"].map((one) => picture(page, one)));
  await page.getByLabel("Colour by").selectOption({ label: "phase (fates)" });
  await page.locator(".legend", { hasText: "phase: G1 S" }).waitFor();
  await page.waitForTimeout(500);
  const after = await Promise.all([".stage", "#lineage .sheet"].map((one) => picture(page, one)));
  before.forEach((one, i) => assert.notEqual(after[i], one, `${["the movie", "the lineage"][i]} is not coloured by state`));
  assert.equal(new URL(page.url()).searchParams.get("states"), "fates/phase");
}

/** A correction is made, applied on re-run, and undone. */
export async function correction(page, at) {
  await open(page, at, "&drawer=corrections");
  await frameShown(page, 0);
  await seek(page, 5);
  await page.locator("#lineage canvas").focus();
  await page.waitForTimeout(500);
  const summary = await page.locator("#lineage .summary").innerText();
  const cell = await page.evaluate(() => {
    const canvas = document.querySelector(".stage .tracks");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let y = Math.floor(canvas.height / 3); y < canvas.height; y++) for (let x = Math.floor(canvas.width / 3); x < canvas.width; x++) {
      if (data[(y * canvas.width + x) * 4 + 3] > 250) return [(x * canvas.clientWidth) / canvas.width, (y * canvas.clientHeight) / canvas.height];
    }
    return null;
  });
  assert.ok(cell, "no track is drawn over the movie");
  await page.locator(".stage .tracks").click({ position: { x: cell[0], y: cell[1] } });
  await page.locator(".drawer .chip").waitFor();
  const made = page.locator(".corrections li");
  const count = await made.count();
  await page.getByLabel("Note").fill("it leaves the field");
  await page.getByRole("button", { name: /^Cut/ }).click();
  await page.waitForFunction((n) => document.querySelectorAll(".corrections li").length > n, count);
  assert.match(await made.first().innerText(), /Cut.*cell \d+ in frame 5[^]*it leaves the field/);
  await run(page);
  await page.waitForFunction((old) => document.querySelector("#lineage .summary")?.textContent !== old, summary);
  await made.first().getByRole("button", { name: "Undo" }).click();
  await page.locator(".corrections li.undone").first().waitFor();
  await run(page);
  await page.waitForFunction((old) => document.querySelector("#lineage .summary")?.textContent === old, summary);
}

/** A run that has nothing to do says so; Escape closes what opened, and keeps the time. */
export async function upToDate(page, at) {
  await open(page, at, "&t=7&drawer=runs");
  await frameShown(page, 7);
  await page.locator(".top").getByRole("button", { name: "Run again" }).click();
  await page.locator(".notice", { hasText: "Everything is up to date" }).waitFor({ timeout: 600_000 });
  assert.ok((await page.locator(".drawer .buttons select option").count()) > 2, "no step can be chosen to run again");
  await page.locator("#lineage canvas").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await page.locator(".drawer").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".drawer").waitFor({ state: "detached" });
  await page.waitForTimeout(400);
  assert.equal(new URL(page.url()).searchParams.get("t"), "7", "Escape dropped the time");
}

async function run(page) {
  await page.locator(".top").getByRole("button", { name: "Run again" }).click();
  await page.locator(".top").getByRole("button", { name: "Cancel run" }).waitFor();
  await page.locator(".top").getByRole("button", { name: "Run again" }).waitFor({ timeout: 600_000 });
}
