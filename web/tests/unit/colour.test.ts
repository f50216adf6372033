import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast } from "../../src/colour/contrast";
import { GREY, OKABE_ITO, ofClone, viridis } from "../../src/colour/palette";
import { DARK, LIGHT } from "../../src/pen/pen";

test("contrast is that of WCAG", () => {
  assert.equal(Math.round(contrast("#000000", "#ffffff") * 10) / 10, 21);
  assert.ok(Math.abs(contrast("#777777", "#ffffff") - 4.48) < 0.01);
});

test("words of drawings stand out from their paper by 4.5 at least", () => {
  for (const ink of [LIGHT, DARK]) for (const colour of [ink.text, ink.faint, ink.accent]) assert.ok(contrast(colour, ink.paper) >= 4.5, `${colour} on ${ink.paper}`);
});

test("so do the words of the page, in both themes", () => {
  const css = readFileSync("src/style/base.css", "utf8");
  for (const theme of css.split('data-theme="dark"')) {
    const named = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(theme)?.[1] ?? "";
    for (const words of ["text", "faint", "accent", "bad"]) for (const ground of ["paper", "ground", "soft"]) {
      assert.ok(contrast(named(words), named(ground)) >= 4.5, `${words} ${named(words)} on ${ground} ${named(ground)}`);
    }
    assert.ok(contrast(named("accent-text"), named("accent")) >= 4.5);
  }
});

test("viridis runs from violet to yellow and ever lighter; what is no number is grey", () => {
  assert.equal(viridis(0), "rgb(68,1,84)");
  assert.equal(viridis(1), "rgb(253,231,37)");
  assert.equal(viridis(-3), viridis(0));
  assert.equal(viridis(NaN), GREY);
  const light = [...Array(11).keys()].map((i) => contrast(hex(viridis(i / 10)), "#000000"));
  assert.deepEqual([...light].sort((a, b) => a - b), light);
});

test("a clone keeps its colour", () => {
  assert.equal(ofClone(7), ofClone(7));
  assert.ok(OKABE_ITO.includes(ofClone(123456) as (typeof OKABE_ITO)[number]));
});

const hex = (rgb: string) => `#${rgb.match(/\d+/g)!.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
