// What is drawn as strips: boxes, one above the other, that together cover a shape.

import { holds } from "../base/plane.js";

// The strips of an outline, so high each and so many at most.
export function stripsOf(/** @type {Point[]} */ outline, /** @type {number} */ step, /** @type {number} */ most) {
  /** @type {Box[]} */ const strips = [];
  if (outline.length < 3) return strips;
  const ys = outline.map((point) => point.y);
  const top = Math.min.apply(null, ys);
  const bottom = Math.max.apply(null, ys);
  const count = Math.max(1, Math.min(most, Math.ceil((bottom - top) / step)));
  const high = (bottom - top) / count;
  for (let k = 0; k < count; k++) {
    const edges = crossings(outline, top + (k + 0.5) * high);
    for (let i = 0; i + 1 < edges.length; i += 2)
      strips.push({ x: edges[i], y: top + k * high, w: edges[i + 1] - edges[i], h: high });
  }
  return strips;
}

// Where a level line enters and leaves an outline, from left to right.
function crossings(/** @type {Point[]} */ outline, /** @type {number} */ y) {
  /** @type {number[]} */ const found = [];
  outline.forEach((a, i) => {
    const b = outline[(i + 1) % outline.length];
    if (a.y > y !== b.y > y) found.push(a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y));
  });
  return found.sort((a, b) => a - b);
}

// How far a box is from the nearest of others; 0 where it meets one.
export function leastGap(/** @type {Box} */ box, /** @type {Box[]} */ others) {
  let least = Infinity;
  for (let i = 0; i < others.length && least > 0; i++) {
    const other = others[i];
    const across = Math.max(0, other.x - box.x - box.w, box.x - other.x - other.w);
    const down = Math.max(0, other.y - box.y - box.h, box.y - other.y - other.h);
    least = Math.min(least, Math.hypot(across, down));
  }
  return least;
}

// Whether a box with a little air around it lies in an outline.
export function fitsInside(/** @type {Box} */ box, /** @type {Point[]} */ outline, /** @type {number} */ air) {
  return [box.x - air, box.x + box.w / 2, box.x + box.w + air].every((x) =>
    [box.y, box.y + box.h].every((y) => holds(outline, x, y)),
  );
}
