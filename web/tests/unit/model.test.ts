import assert from "node:assert/strict";
import { test } from "node:test";
import { cloneCourses, cloneResiduals, coverage, residuals, secondsOf } from "../../src/model/facets";
import { ofStep, stepsOf } from "../../src/model/step-rows";
import { tabsOf } from "../../src/model/tabs";
import { levelsAt } from "../../src/network/level";
import { signOf } from "../../src/network/elements";
import { layOut } from "../../src/lineage/layout";

const fit = { step: "fit", residual: 2, observable: "erk", condition: "egf", time: 600, measured: 2, sd: 0.5, simulated: 1 };

const EMPTY = { time_unit: null, network: { nodes: [], edges: [] }, waterfall: [], fits: [], curves: [], profiles: [], predictions: [], comparisons: [], dynamics: [], observes: [], truncated: false };

test("residuals are told where they are known", () => {
  assert.deepEqual(residuals([fit, { ...fit, residual: null }, { ...fit, time: null }]), [{ observable: "erk", condition: "egf", time: 600, residual: 2 }]);
});

test("a clone's trace is held against the model at the same times", () => {
  const trees = layOut({ id: [1, 2], parent: [null, null], founder: [1, 2], start: [0, 0], end: [2, 2], total: 2, next: null });
  const traces = { measures: ["ratio"], measure: "ratio", unit: null, interval_s: 300, series: [{ track: 1, t: [0, 1, 2], value: [1, null, 3] }, { track: 2, t: [2], value: [9] }] };
  const model = { ...EMPTY, observes: [{ observable: "erk", condition: "egf", traces: "egf-traces", measure: "ratio" }] };
  const courses = cloneCourses(model, traces, "egf-traces", trees, 1);
  assert.deepEqual(courses.map((one) => [one.time, one.value]), [[0, 1], [600, 3]]);
  assert.deepEqual(cloneResiduals(courses, [fit]).map((one) => [one.time, one.residual]), [[600, 4]]);
  assert.deepEqual(cloneCourses(model, traces, "other-traces", trees, 1), []);
});

test("coverage counts measurements that have an interval", () => {
  const one = { step: "p", condition: "a", observable: "b", time: 0, median: 1, low: 0, high: 2, measured: 1 };
  assert.deepEqual(coverage([one, { ...one, measured: 3 }, { ...one, measured: null }]), { measured: 2, inside: 1 });
});

test("only figures with data have a tab", () => {
  assert.deepEqual(tabsOf(EMPTY), []);
  assert.deepEqual(tabsOf({ ...EMPTY, fits: [fit] }), ["fits", "residuals"]);
});

test("levels are shares of a species' own range, between its times", () => {
  const dynamics = [0, 10].map((time) => ({ condition: "c", species: "A", time, value: 4 + time }));
  assert.equal(levelsAt(dynamics, 5).get("A"), 0.5);
  assert.equal(levelsAt(dynamics, 99).get("A"), 1);
  assert.equal(levelsAt([{ condition: "c", species: "B", time: 0, value: 3 }], 0).get("B"), 0);
});

test("signs are read as numbers or words", () => {
  assert.deepEqual([1, -1, 0, null, "inhibition", "+", "-"].map(signOf), ["activates", "inhibits", "unsigned", "unsigned", "inhibits", "activates", "inhibits"]);
});

test("a study may fit more than once; a figure shows one step", () => {
  const model = { ...EMPTY, fits: [fit, { ...fit, step: "again" }], dynamics: [{ condition: "a", species: "X", time: 0, value: 1 }, { condition: "b", species: "X", time: 0, value: 2 }] };
  assert.deepEqual(stepsOf(model, "residuals"), ["fit", "again"]);
  const shown = ofStep(model, "again", "b");
  assert.deepEqual(shown.fits.map((one) => one.step), ["again"]);
  assert.deepEqual(shown.dynamics.map((one) => one.value), [2]);
});

test("a model's time is in its own unit", () => assert.deepEqual([null, "second", "seconds", "min", "hour"].map(secondsOf), [1, 1, 1, 60, 3600]));
