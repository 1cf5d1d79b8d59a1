// Boxes {x, y, w, h} and outlines (arrays of {x, y}) in pixels.

// Whether two boxes meet, or come nearer than a gap.
export function meet(/** @type {Box} */ a, /** @type {Box} */ b, /** @type {number} */ gap) {
  return a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;
}

// Whether a point lies inside an outline.
export function holds(/** @type {Point[]} */ outline, /** @type {number} */ x, /** @type {number} */ y) {
  let inside = false;
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const a = outline[i];
    const b = outline[j];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

// How far two points are from each other.
export function apart(/** @type {Point} */ a, /** @type {Point} */ b) {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

// The point at a share of the way from one point to another.
export function between(/** @type {Point} */ a, /** @type {Point} */ b, /** @type {number} */ share) {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
