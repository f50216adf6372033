import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../../src/i18n/en";
import { ja } from "../../src/i18n/ja";
import { fill } from "../../src/i18n/fill";
import { preferredLanguage } from "../../src/i18n/preferred";

const holes = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map((one) => one[1]).sort();

test("both languages have every text", () => assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort()));

test("both languages tell the same values", () => {
  for (const [key, words] of Object.entries(en)) assert.deepEqual(holes(ja[key as keyof typeof en]), holes(words), key);
});

test("nothing is left in English by mistake", () => {
  const same = Object.entries(en).filter(([key, words]) => words !== "" && ja[key as keyof typeof en] === words);
  assert.deepEqual(same, []);
});

test("values are put in, unknown ones stay visible", () => assert.equal(fill("{a} of {b}", { a: 12345 }), "12,345 of {b}"));

test("the browser's first known language counts", () => {
  assert.equal(preferredLanguage(["de", "ja-JP", "en"]), "ja");
  assert.equal(preferredLanguage(["en-GB", "ja"]), "en");
  assert.equal(preferredLanguage(["fr"]), "en");
});
