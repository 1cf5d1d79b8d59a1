import assert from "node:assert/strict";
import { test } from "node:test";

import { spreadMarks } from "../../layers/web/carriers/spread.js";

const APART = 13;
const CLEAR = 14;

// The rule in plain words: as long as two crowds touch, the later one joins the first that it touches, and all are
// looked at again. As slow as it is plain.
function plainly(xs, ys, fixed, scale) {
  const found = fixed.map(({ x, y }) => ({ x, y, members: [], fixed: true, r: 0 }));
  xs.forEach((x, i) => found.push({ x, y: ys[i], members: [i], fixed: false, r: 0 }));
  const touching = () => {
    for (let a = 0; a < found.length; a++)
      for (let b = 0; b < a; b++) {
        if (found[a].fixed && found[b].fixed) continue;
        const apart = Math.hypot(found[a].x - found[b].x, found[a].y - found[b].y);
        if (apart < found[a].r + found[b].r + APART * scale) return [b, a];
      }
    return null;
  };
  for (let two = touching(); two; two = touching()) {
    const [one, other] = two.map((at) => found[at]);
    const members = one.members.concat(other.members).sort((a, b) => a - b);
    const stays = one.fixed || other.fixed;
    const share = one.fixed ? 0 : other.fixed ? 1 : other.members.length / members.length;
    const least = stays ? CLEAR : APART * 0.62;
    const r = Math.max(least, (members.length * APART) / (2 * Math.PI)) * scale;
    const [x, y] = [one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share];
    found[two[0]] = { x, y, members, fixed: stays, r };
    found.splice(two[1], 1);
  }
  const out = { x: xs.slice(), y: ys.slice() };
  for (const { x, y, r, members } of found)
    members.forEach((i, k) => {
      if (!r) return;
      const angle = (members.length === 2 ? Math.PI : -Math.PI / 2) + (k * 2 * Math.PI) / members.length;
      out.x[i] = x + r * Math.cos(angle);
      out.y[i] = y + r * Math.sin(angle);
    });
  return out;
}

// The same numbers at every run.
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test("crowded marks stand where the plain rule puts them", () => {
  for (let seed = 1; seed <= 120; seed++) {
    const next = numbers(seed);
    const count = Math.floor(next() * 70);
    const wide = 40 + next() * 800;
    // Half of them stand on whole pixels, so that several are at one place and some touch exactly.
    const place = () => (seed % 2 ? Math.round(next() * wide) : next() * wide);
    const xs = Float64Array.from({ length: count }, place);
    const ys = Float64Array.from({ length: count }, place);
    const fixed = Array.from({ length: Math.floor(next() * 6) }, () => ({ x: place(), y: place() }));
    const scale = 0.6 + next();
    const { x, y } = spreadMarks(xs, ys, fixed, scale);
    assert.deepEqual({ x, y }, plainly(xs, ys, fixed, scale), `seed ${seed}`);
  }
});
