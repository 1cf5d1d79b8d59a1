// Where each carrier's mark is put when several stand at one place: around it, each with a thin line to the place it is
// known by.
//
// With fewer than GATHER marks, crowded ones form a ring in the order of the data, so the same list always looks the
// same. From there on, crowded ones gather into one counted mark per cell. Either way nothing depends on what is
// filtered or where the map is.

import { gridOf } from "../base/grid.js";

const GATHER = 1000; // from here on crowded marks are counted
const CELL = 52; // pixels of a cell that is counted as one
const APART = 13; // pixels between the centres of two marks, where marks have their full size
const CLEAR = 14; // ... and between a mark and a fixed one, which does not move (a platform's square)

// Positions for points (x, y in pixels): {x, y, group, groups}. group[i] is the index of the counted mark that stands
// for i, or -1; groups have {x, y, members}. `fixed` are points to stay clear of; `scale` is the size of the marks.
export function spreadMarks(
  /** @type {Float64Array} */ xs,
  /** @type {Float64Array} */ ys,
  /** @type {Point[]} */ fixed,
  /** @type {number} */ scale,
) {
  const count = xs.length;
  /** @type {Spread} */ const out = { x: xs.slice(), y: ys.slice(), group: new Int32Array(count).fill(-1), groups: [] };
  if (count >= GATHER) gatherGroups(xs, ys, scale, out);
  else findCrowds(xs, ys, fixed, scale).forEach((crowd) => setInRing(crowd, out));
  return out;
}

function gatherGroups(
  /** @type {Float64Array} */ xs,
  /** @type {Float64Array} */ ys,
  /** @type {number} */ scale,
  /** @type {Spread} */ out,
) {
  gridOf(xs, ys, xs.length, CELL * Math.max(1, scale)).each((members) => {
    if (members.length === 1) return;
    const two = members.length === 2;
    if (two && Math.hypot(xs[members[0]] - xs[members[1]], ys[members[0]] - ys[members[1]]) > APART * scale) return;
    let x = 0;
    let y = 0;
    members.forEach((i) => {
      x += xs[i] / members.length;
      y += ys[i] / members.length;
      out.group[i] = out.groups.length;
    });
    out.groups.push({ x: x, y: y, members: members, count: 0, r: 0 });
  });
}

// Points whose marks or rings would touch, as {x, y, members, r}; merged until no two of them touch. Of several that
// one touches, the first takes it in. Those that were looked at never touch each other, but for the one that grows.
function findCrowds(
  /** @type {Float64Array} */ xs,
  /** @type {Float64Array} */ ys,
  /** @type {Point[]} */ fixed,
  /** @type {number} */ scale,
) {
  /** @type {Crowd[]} */ const found = fixed.map((at) => ({ x: at.x, y: at.y, members: [], fixed: true, r: 0 }));
  for (let i = 0; i < xs.length; i++) {
    let grown = found.length;
    found.push({ x: xs[i], y: ys[i], members: [i], fixed: false, r: 0 });
    for (let met = firstTouched(found, grown, scale); met >= 0; met = firstTouched(found, grown, scale)) {
      const [one, other] = [Math.min(met, grown), Math.max(met, grown)];
      found[one] = mergeCrowds(found[one], found[other], scale);
      found.splice(other, 1);
      grown = one;
    }
  }
  return found;
}

// The place of the first crowd that touches the one at a place; -1 if none does.
function firstTouched(/** @type {Crowd[]} */ found, /** @type {number} */ place, /** @type {number} */ scale) {
  const { x, y, r, fixed } = found[place];
  for (let at = 0; at < found.length; at++) {
    const other = found[at];
    const reach = r + other.r + APART * scale;
    if (Math.abs(other.x - x) >= reach || Math.abs(other.y - y) >= reach) continue; // most are far away
    if (at === place || (fixed && other.fixed)) continue;
    if (Math.hypot(other.x - x, other.y - y) < reach) return at;
  }
  return -1;
}

// Two crowds as one, around the fixed point if there is one; its members are in no order, and the first's own list.
function mergeCrowds(/** @type {Crowd} */ one, /** @type {Crowd} */ other, /** @type {number} */ scale) {
  const members = one.members;
  for (const i of other.members) members.push(i);
  const share = one.fixed ? 0 : other.fixed ? 1 : other.members.length / members.length;
  const fixed = one.fixed || other.fixed;
  return {
    x: one.x + (other.x - one.x) * share,
    y: one.y + (other.y - one.y) * share,
    members: members,
    fixed: fixed,
    r: Math.max(fixed ? CLEAR : APART * 0.62, (members.length * APART) / (2 * Math.PI)) * scale,
  };
}

function setInRing(/** @type {Crowd} */ crowd, /** @type {Spread} */ out) {
  const count = crowd.members.length;
  if (!crowd.r) return;
  const start = count === 2 ? Math.PI : -Math.PI / 2; // two stand side by side, more start at the top
  crowd.members
    .sort((a, b) => a - b)
    .forEach((i, k) => {
      const angle = start + (k * 2 * Math.PI) / count;
      out.x[i] = crowd.x + crowd.r * Math.cos(angle);
      out.y[i] = crowd.y + crowd.r * Math.sin(angle);
    });
}
