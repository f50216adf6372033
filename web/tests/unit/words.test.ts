import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "../../src/i18n/en";
import { STEPS_JA } from "../../src/i18n/steps-ja";
import { ja } from "../../src/i18n/ja";
import { figureText } from "../../src/circle/figure";
import type { Text } from "../../src/i18n/use-text";
import { fill } from "../../src/i18n/fill";
import { preferredLanguage } from "../../src/i18n/preferred";

const holes = (words: string) => [...new Set([...words.matchAll(/\{(\w+)\}/g)].map((one) => one[1]))].sort();

test("both languages have every text", () => assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort()));

test("both languages tell the same values", () => {
  for (const [key, words] of Object.entries(en)) assert.deepEqual(holes(ja[key as keyof typeof en]), holes(words), key);
});

test("nothing is left in English by mistake", () => {
  const same = Object.entries(en).filter(([key, words]) => words !== "" && ja[key as keyof typeof en] === words);
  assert.deepEqual(same, []);
});

test("every kind of step is told in Japanese", () => {
  const steps = "../crates/study/src";
  const sources = readdirSync(steps, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs"));
  const kinds = sources.flatMap((name) => [...readFileSync(join(steps, name), "utf8").matchAll(/const KIND: &'static str = "([^"]+)"/g)].map((one) => one[1]!));
  assert.ok(kinds.length > 40);
  assert.deepEqual(kinds.filter((kind) => !STEPS_JA[kind]), []);
});

test("one is told from several", () => {
  const words = "{n} {n|condition|conditions}";
  assert.deepEqual([1, 2, 0].map((n) => fill(words, { n })), ["1 condition", "2 conditions", "0 conditions"]);
});

test("figures of the circle are told in Japanese with the same numbers", () => {
  const text: Text = (key, values) => fill(ja[key], values);
  assert.equal(figureText(text, "1,063 tracks, 100 divisions"), "1,063 軌跡、分裂 100 回");
  assert.equal(figureText(text, "log-likelihood 528.7, found by 16 of 16 starts, 2 fits in all"), "対数尤度 528.7、16 回中 16 回の初期値で到達、適合は全部で 2 回");
  assert.equal(figureText(text, "779 cells sequenced, 1,699 measurements"), "779 細胞を配列決定、測定 1,699 点");
  assert.equal(figureText(text, "reporter_ratio under egf_high"), "条件 egf_high での reporter_ratio");
  assert.equal(figureText(text, "something else"), "something else");
});

test("values are put in, unknown ones stay visible", () => assert.equal(fill("{a} of {b}", { a: 12345 }), "12,345 of {b}"));

test("the browser's first known language counts", () => {
  assert.equal(preferredLanguage(["de", "ja-JP", "en"]), "ja");
  assert.equal(preferredLanguage(["en-GB", "ja"]), "en");
  assert.equal(preferredLanguage(["fr"]), "en");
});
