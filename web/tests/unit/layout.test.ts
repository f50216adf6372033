import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut } from "../../src/lineage/layout";
import { cloneBeside, trackAt } from "../../src/lineage/find";
import { fitting, xOf, yOf } from "../../src/lineage/window";

// 1 divides into 2 and 3, 3 into 4 and 5; 6 stands alone.
const table = { id: [1, 2, 3, 4, 5, 6], parent: [null, 1, 1, 3, 3, null], founder: [1, 1, 1, 1, 1, 6], start: [0, 5, 5, 8, 8, 0], end: [4, 9, 7, 9, 9, 9], total: 6, next: null };

test("mothers lie between their daughters and no two leaves share a lane", () => {
  const { byId, lanes } = layOut(table);
  const lane = (id: number) => byId.get(id)!.lane;
  assert.equal(lanes, 4);
  assert.deepEqual([2, 4, 5, 6].map(lane), [0, 1, 2, 3]);
  assert.equal(lane(3), 1.5);
  assert.equal(lane(1), 0.75);
});

test("generations count divisions", () => {
  const { byId } = layOut(table);
  assert.deepEqual([1, 2, 3, 4, 6].map((id) => byId.get(id)!.generation), [0, 1, 1, 2, 0]);
});

test("a parent that was not sent begins a tree", () => {
  const { byId, clones } = layOut({ ...table, parent: [99, 1, 1, 3, 3, null] });
  assert.equal(byId.get(1)!.generation, 0);
  assert.deepEqual(clones, [1, 6]);
});

test("a tree as deep as a long movie does not overflow", () => {
  const n = 20_000;
  const id = [...Array(n).keys()].map((i) => i + 1);
  const { lanes } = layOut({ id, parent: id.map((i) => (i > 1 ? i - 1 : null)), founder: id.map(() => 1), start: id, end: id, total: n, next: null });
  assert.equal(lanes, 1);
});

test("a track is found where it is drawn, and nothing where none is", () => {
  const trees = layOut(table);
  const window = { width: 400, height: 300, row: fitting(trees, 300), top: 0 };
  assert.equal(trackAt(trees, window, xOf(trees, window, 8.5), yOf(window, 2))?.id, 5);
  assert.equal(trackAt(trees, window, xOf(trees, window, 1), yOf(window, 2)), null);
});

test("the arrow keys walk through the clones and stop at the ends", () => {
  const trees = layOut(table);
  assert.equal(cloneBeside(trees, null, 1), 1);
  assert.equal(cloneBeside(trees, 1, 1), 6);
  assert.equal(cloneBeside(trees, 6, 1), 6);
  assert.equal(cloneBeside(trees, 1, -1), 1);
});
