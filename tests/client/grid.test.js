import assert from "node:assert/strict";
import { test } from "node:test";

import { gridOf } from "../../layers/web/base/grid.js";

/** Numbers from 0 to 1, the same at every run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1664525 + 1013904223) % 4294967296;
    yield state / 4294967296;
  }
}

function cloud(count, seed) {
  const next = numbers(seed);
  const draw = () => Float64Array.from({ length: count }, () => next.next().value * 1000 - 500);
  return [draw(), draw()];
}

test("near finds every point of the square and no other", () => {
  const [xs, ys] = cloud(2000, 7);
  const grid = gridOf(xs, ys, 2000, 32);
  for (const [x, y, reach] of [
    [0, 0, 9],
    [-480, 490, 40],
    [120, -33, 200],
    [900, 900, 5],
  ]) {
    const found = [];
    grid.near(x, y, reach, (i) => found.push(i));
    const wanted = [...xs.keys()].filter((i) => Math.abs(xs[i] - x) <= reach && Math.abs(ys[i] - y) <= reach);
    assert.deepEqual(
      found.sort((a, b) => a - b),
      wanted,
    );
  }
});

test("each point is in exactly one cell, in its order", () => {
  const [xs, ys] = cloud(500, 3);
  const seen = [];
  gridOf(xs, ys, 500, 50).each((members) => {
    assert.deepEqual(
      [...members],
      [...members].sort((a, b) => a - b),
    );
    seen.push(...members);
  });
  assert.deepEqual(
    seen.sort((a, b) => a - b),
    [...xs.keys()],
  );
});

test("a grid of no points has nothing near", () => {
  gridOf(new Float64Array(0), new Float64Array(0), 0, 32).near(0, 0, 10, () => assert.fail("there is none"));
});

test("points on the edge of the reach count", () => {
  const found = [];
  gridOf([0, 10, 11], [0, 0, 0], 3, 4).near(0, 0, 10, (i) => found.push(i));
  assert.deepEqual(found, [0, 1]);
});
