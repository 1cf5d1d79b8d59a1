// Points in square cells, so that "what is near here?" does not look at all of them. A hundred thousand take a few
// milliseconds.

// A grid over the first `count` points. `near(x, y, reach, visit)` calls visit(i) for each point within the square of
// that reach.
export function gridOf(
  /** @type {ArrayLike<number>} */ xs,
  /** @type {ArrayLike<number>} */ ys,
  /** @type {number} */ count,
  /** @type {number} */ cell,
) {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < count; i++) {
    left = Math.min(left, xs[i]);
    right = Math.max(right, xs[i]);
    top = Math.min(top, ys[i]);
    bottom = Math.max(bottom, ys[i]);
  }
  if (!count) left = right = top = bottom = 0;
  const columns = Math.floor((right - left) / cell) + 1;
  const rows = Math.floor((bottom - top) / cell) + 1;
  const starts = new Uint32Array(columns * rows + 1);
  const cells = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    cells[i] = Math.floor((ys[i] - top) / cell) * columns + Math.floor((xs[i] - left) / cell);
    starts[cells[i] + 1] += 1;
  }
  for (let c = 0; c < columns * rows; c++) starts[c + 1] += starts[c];
  const members = new Uint32Array(count);
  const filled = starts.slice();
  for (let i = 0; i < count; i++) members[filled[cells[i]]++] = i;

  function near(
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ reach,
    /** @type {(i: number) => void} */ visit,
  ) {
    const c0 = Math.max(0, Math.floor((x - reach - left) / cell));
    const c1 = Math.min(columns - 1, Math.floor((x + reach - left) / cell));
    const r0 = Math.max(0, Math.floor((y - reach - top) / cell));
    const r1 = Math.min(rows - 1, Math.floor((y + reach - top) / cell));
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        for (let k = starts[r * columns + c]; k < starts[r * columns + c + 1]; k++) {
          const i = members[k];
          if (Math.abs(xs[i] - x) <= reach && Math.abs(ys[i] - y) <= reach) visit(i);
        }
      }
    }
  }

  // Calls visit(members) for each cell that has points, its members in their order.
  function each(/** @type {(members: Uint32Array) => void} */ visit) {
    for (let c = 0; c < columns * rows; c++) {
      if (starts[c + 1] > starts[c]) visit(members.subarray(starts[c], starts[c + 1]));
    }
  }

  return { near: near, each: each };
}
