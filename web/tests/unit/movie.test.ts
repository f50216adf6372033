import assert from "node:assert/strict";
import { test } from "node:test";
import { mix, outline } from "../../src/movie/paint";
import { fitting, onView, read, written, zoomed } from "../../src/movie/place";
import { regionOf } from "../../src/movie/region";
import { rgbOf } from "../../src/colour/rgb";

const view = { width: 400, height: 300 };

test("the whole image fits, its middle in the middle", () => {
  const place = fitting({ width: 800, height: 400 }, view);
  assert.equal(place.zoom, 0.5);
  assert.deepEqual(onView(place, view, 399.5, 199.5), [200, 150]);
});

test("zooming holds the point under the pointer", () => {
  const place = { x: 100, y: 80, zoom: 2 };
  const at = { x: 37, y: 211 };
  const next = zoomed(place, view, 1.7, at);
  const under = (one: typeof place) => [one.x + (at.x - view.width / 2) / one.zoom, one.y + (at.y - view.height / 2) / one.zoom];
  under(place).forEach((value, i) => assert.ok(Math.abs(value - under(next)[i]!) < 1e-9));
});

test("a place is read from the address as it was written, and nothing else is", () => {
  assert.deepEqual(read(written({ x: 12.5, y: 3, zoom: 0.25 })), { x: 12.5, y: 3, zoom: 0.25 });
  for (const bad of [null, "", "1,2", "1,2,0", "1,2,3,4", "a,b,c"]) assert.equal(read(bad), null);
});

test("what is read does not grow with the image", () => {
  const levels = [...Array(12).keys()].map((k) => ({ width: 1_000_000 >> k, height: 1_000_000 >> k, scale: 2 ** k }));
  for (const zoom of [4, 1, 0.1, 0.0004]) {
    const { x0, x1, y0, y1, scale } = regionOf(levels, { x: 500_000, y: 400_000, zoom }, view);
    assert.ok(x1 - x0 <= 1536 && y1 - y0 <= 1536, `${x1 - x0} at ${zoom}`);
    assert.ok(x0 * scale <= 500_000 && x1 * scale >= 500_000);
  }
});

test("a view beside the image still asks for something of it", () => {
  const region = regionOf([{ width: 100, height: 100, scale: 1 }], { x: 9000, y: -9000, zoom: 1 }, view);
  assert.ok(region.x1 > region.x0 && region.y1 > region.y0);
});

test("channels are mixed between black and their colour", () => {
  const into = new Uint8ClampedArray(8);
  mix([[0, 50], [10, 10]], [{ visible: true, colour: [200, 0, 0], start: 0, end: 100 }, { visible: false, colour: [0, 255, 0], start: 0, end: 1 }], into);
  assert.deepEqual([...into], [0, 0, 0, 255, 100, 0, 0, 255]);
});

test("outlines are pixels that touch others; chosen labels are filled", () => {
  const labels = [1, 1, 1, 1, 1, 1, 1, 1, 1];
  const painted = (chosen: boolean) => {
    const into = new Uint8ClampedArray(36);
    outline(labels, 3, () => ({ colour: [100, 100, 100], chosen }), into);
    return [0, 4].map((i) => into[i * 4]);
  };
  assert.deepEqual(painted(false), [100, 0]);
  assert.deepEqual(painted(true), [100, 30]);
});

test("colours are read in both ways of writing", () => assert.deepEqual([rgbOf("#0a0b0c"), rgbOf("rgb(1,2,3)")], [[10, 11, 12], [1, 2, 3]]));
