import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const SOURCES = "src";
// Between tags, or as what is read out: letters that would stay English on the Japanese page.
const BETWEEN = /[>}]([^<>{}]*\p{L}{2,}[^<>{}]*)<\//gu;
const READ_OUT = /\b(?:aria-label|title|placeholder|alt)="[^"]*\p{L}/gu;

const views = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));

test("words between tags are found", () => {
  for (const view of ["<p>Hello</p>", "<a onClick={() => go()}>Close it</a>", "<h2>{n} more</h2>"]) assert.equal([...view.matchAll(BETWEEN)].length, 1, view);
  for (const view of ["<p>{text(\"close\")}</p>", "<span>·</span>"]) assert.equal([...view.matchAll(BETWEEN)].length, 0, view);
});

test("no view has words of its own", () => {
  assert.ok(views.length > 20);
  const found = views.flatMap((name) => {
    const text = readFileSync(join(SOURCES, name), "utf8");
    return [...text.matchAll(BETWEEN), ...text.matchAll(READ_OUT)].map((one) => `${name}: ${one[1]?.trim() ?? one[0]}`);
  });
  assert.deepEqual(found, []);
});
