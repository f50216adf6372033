import assert from "node:assert/strict";
import { test } from "node:test";
import { proposals } from "../../src/corrections/proposals";
import { byFrame } from "../../src/movie/points";
import { channelColour } from "../../src/movie/channel-colour";
import { setsOfClone } from "../../src/cells/clone-sets";
import { svgPen } from "../../src/pen/svg";
import { short, ticks } from "../../src/plot/ticks";
import { duration } from "../../src/plot/time";
import { createStore } from "../../src/state/store";

test("picked cells allow what lca track knows, earlier frames first", () => {
  const of = (...cells: [number, number][]) => proposals(cells.map(([t, label]) => ({ t, label })));
  assert.deepEqual(of([20, 7]), [{ kind: "cut", at: [20, 7] }]);
  assert.deepEqual(of([12, 9], [11, 4])[0], { kind: "join", from: [11, 4], to: [12, 9] });
  assert.deepEqual(of([12, 9], [11, 4]).map((one) => one.kind), ["join", "accept-link", "reject-link"]);
  assert.deepEqual(of([31, 2], [31, 5]), [{ kind: "swap", at: [31, 2], with: 5 }]);
  assert.deepEqual(of([41, 6], [41, 8], [40, 3]), [{ kind: "divide", from: [40, 3], to: [[41, 6], [41, 8]] }]);
  assert.deepEqual(of([1, 1], [2, 1], [3, 1]), []);
  assert.deepEqual(of(), []);
});

test("points are found by their frame", () => {
  const frames = byFrame({ track: [1, 1, 2], t: [0, 1, 1], y: [5, 6, 7], x: [1, 2, 3], label: [4, 4, 5] });
  assert.deepEqual(frames.get(1)!.map((one) => [one.track, one.x, one.y, one.label]), [[1, 2, 6, 4], [2, 3, 7, 5]]);
});

test("one channel is white, several are told apart, a file's own colour counts", () => {
  const channel = (color: string | null) => ({ name: "", color, window: { start: 0, end: 1 } });
  assert.deepEqual(channelColour([channel(null)], 0), [255, 255, 255]);
  assert.deepEqual(channelColour([channel("FF0080"), channel(null)], 0), [255, 0, 128]);
  assert.notDeepEqual(channelColour([channel("FFFFFF"), channel("FFFFFF")], 0), channelColour([channel("FFFFFF"), channel("FFFFFF")], 1));
});

test("a clone is shown among the cells only where the table names clones", () => {
  assert.deepEqual(setsOfClone(["leiden", "clone"], 4), [["clone", "4"]]);
  assert.equal(setsOfClone(["leiden"], 4), null);
});

test("SVG keeps words as words", () => {
  const pen = svgPen(10, 10);
  pen.text("<a & b>", 1, 2, "#000", 11);
  assert.match(pen.finish(), /&#60;a &#38; b&#62;/);
});

test("ticks are round and within", () => {
  assert.deepEqual(ticks(0, 45, 5), [0, 10, 20, 30, 40]);
  assert.deepEqual(ticks(0.1, 0.5, 4), [0.1, 0.2, 0.3, 0.4, 0.5]);
  assert.deepEqual(ticks(3, 3, 5), [3]);
});

test("numbers and times are short", () => {
  assert.deepEqual([1234567.891, 0.00012345, 3.14159, null, 12].map(short), ["1.23e+6", "1.23e-4", "3.142", "–", "12"]);
  assert.deepEqual([0, 30, 5400, 14400, 15000].map(duration), ["0 min", "30 s", "90 min", "4 h", "4 h 10"]);
});

test("a store tells of changes only", () => {
  const store = createStore({ a: 1 });
  let told = 0;
  store.subscribe(() => told++);
  store.set({ a: 1 });
  store.set({ a: 2 });
  assert.equal(told, 1);
});
