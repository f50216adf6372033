import assert from "node:assert/strict";
import { test } from "node:test";
import { fromQuery, toQuery } from "../../src/state/url";
import { DEFAULT_VIEW, type View } from "../../src/state/view";

test("what is written is read back", () => {
  const view: View = { ...DEFAULT_VIEW, atlas: "demo", movie: "egf-mid-movie", t: 20, clone: 12, track: 14, colour: "trace", measure: "a b&c", trails: false, tab: "residuals", drawer: "evidence", evidence: "Fit a model", lang: "ja", theme: "dark" };
  assert.deepEqual({ ...DEFAULT_VIEW, ...fromQuery(toQuery(view)) }, view);
});

test("a view as it is at first has no query", () => assert.equal(toQuery(DEFAULT_VIEW), ""));

test("what cannot be is left out", () => {
  assert.deepEqual(fromQuery("t=-1&z=x&tab=nothing&lang=xx&trails=2&unknown=1&__proto__=1&colour=clone"), { colour: "clone" });
});
