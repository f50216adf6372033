import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, wholeZoom } from "../../src/cells/places";
import { cloneOfSets } from "../../src/cells/clone-sets";
import { argumentsOf } from "../../src/corrections/arguments";
import { en } from "../../src/i18n/en";
import { fill } from "../../src/i18n/fill";
import type { Text } from "../../src/i18n/use-text";
import { places } from "../../src/grid/places";
import { ofState, statesOf } from "../../src/lineage/states";
import { better } from "../../src/movie/windows";
import { meanAt } from "../../src/traces/draw";

const text: Text = (key, values) => fill(en[key], values);

test("a window that wastes the screen gives way to percentiles of the data", () => {
  const values = [...Array(1000).keys()];
  assert.deepEqual(better({ start: 0, end: 65_535 }, values), { start: 5, end: 995 });
  assert.deepEqual(better(null, values), { start: 5, end: 995 });
  assert.deepEqual(better({ start: 100, end: 900 }, values), { start: 100, end: 900 });
  assert.deepEqual(better({ start: 1, end: 9 }, [3, 3, 3]), { start: 1, end: 9 });
  assert.ok(better(null, []).end > better(null, []).start);
});

test("states are a track's own, or change with its frames", () => {
  const table = { choices: [], chosen: null, categories: ["G1", "S"], truncated: false };
  const framed = statesOf({ ...table, track: [1, 1, 2], t: [3, 2, 2], code: [1, 0, null] });
  assert.deepEqual([framed.at(1, 2), framed.at(1, 3), framed.at(1, 4), framed.at(2, 2)], [0, 1, null, null]);
  assert.deepEqual(framed.course(1), [[2, 0], [3, 1]]);
  const whole = statesOf({ ...table, track: [1, 2], t: null, code: [1, null] });
  assert.deepEqual([whole.at(1, 99), whole.at(2, 0), whole.course(1).length], [1, null, 0]);
  assert.notEqual(ofState(0), ofState(1));
  assert.equal(ofState(77), ofState(null));
});

test("corrections are told in words", () => {
  const one = { id: 1, element: "lca/tracks/t", kind: "", author: "", time: "", undone: false, note: null };
  assert.equal(argumentsOf(text, { ...one, at: [3, 7] }), "cell 7 in frame 3");
  assert.equal(argumentsOf(text, { ...one, at: [3, 7], with: 9 }), "cell 7 in frame 3 ↔ cell 9 in frame 3");
  assert.equal(argumentsOf(text, { ...one, from: [3, 7], to: [[4, 1], [4, 2]] }), "cell 7 in frame 3 → cell 1 in frame 4, cell 2 in frame 4");
  assert.equal(argumentsOf(text, { ...one, from: [3, 7], to: [4, 1] }), "cell 7 in frame 3 → cell 1 in frame 4");
  assert.equal(argumentsOf(text, { ...one, column: "leiden", from: "2", to: "T cells" }), "leiden: 2 → T cells");
  assert.equal(argumentsOf(text, { ...one, source: "MEK", target: "ERK" }), "MEK → ERK");
});

test("the mean of a clone is of its own cells, and none where it has none", () => {
  const series = [{ track: 1, t: [0, 1], value: [1, 3] }, { track: 2, t: [1], value: [5] }, { track: 3, t: [1], value: [null] }];
  assert.deepEqual([meanAt(series, null, 1), meanAt(series, new Set([2]), 1), meanAt(series, new Set([2]), 0), meanAt(series, new Set([3]), 1)], [4, 5, null, null]);
});

test("only one chosen set of a column of clones chooses a clone", () => {
  assert.equal(cloneOfSets(["founder"], [["founder", "12"]]), 12);
  assert.equal(cloneOfSets(["leiden"], [["leiden", "12"]]), null);
  assert.equal(cloneOfSets(["founder"], [["founder", "12"], ["founder", "13"]]), null);
  assert.equal(cloneOfSets(["founder"], null), null);
});

test("a tissue is seen whole, its spots apart", () => {
  const box = boxOf([0, 0, 10, 0, 0, 20, 10, 20], 2);
  assert.deepEqual([box.x, box.y], [[0, 10], [0, 20]]);
  assert.ok(box.radius > 0 && box.radius < 5);
  assert.ok(2 ** wholeZoom(box, 400, 400) * 20 <= 400);
});

test("rows of the grid are filled by the views that are there, without holes", () => {
  const all = places(() => true);
  const rowOf = (y: number) => [...all.values()].filter((one) => one.y === y);
  for (const y of new Set([...all.values()].map((one) => one.y))) assert.equal(rowOf(y).reduce((sum, one) => sum + one.w, 0), 12);
  const some = places((name) => ["map", "genes", "network"].includes(name));
  assert.deepEqual([...some.keys()], ["map", "genes", "network"]);
  assert.deepEqual(some.get("network"), { x: 0, y: 4, w: 12, h: 4 });
  assert.equal(some.get("map")!.w + some.get("genes")!.w, 12);
});
