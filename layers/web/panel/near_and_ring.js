// The two filters that a reader draws on the map, a circle and a ring of corners, where no server reads them: the same
// answers as g60.ask.near_and_ring. Corners are compared in whole steps of the last decimal, so that nothing is lost.

import { roundedTo } from "../base/rounded.js";

/** @typedef {import("./held.js").Limits} Limits */
/** @typedef {[number, number]} Corner  longitude and latitude */

const SPACE = "[\\t-\\r\\u001c- \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*"; // as Python
const AROUND_SIGNS = new RegExp(`${SPACE}([,;])${SPACE}`, "g");
const AT_ENDS = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const POINT = "[0-9]{3}(?:\\.[0-9]{1,6})?,[0-9]{2}(?:\\.[0-9]{1,6})?";
const CIRCLE = new RegExp(`^(${POINT}),([0-9]{1,3}(?:\\.[0-9]{1,3})?)$`);
const RING = new RegExp(`^${POINT}(?:;${POINT})*$`);

/** @param {string} raw  coordinates as people type them, in the signs of a permalink */
function plainNumbers(raw) {
  return raw.normalize("NFKC").replace(/、/g, ",").replace(AROUND_SIGNS, "$1").replace(AT_ENDS, "");
}

/**
 * The circle of a text as a permalink has it, or "" if the text is invalid.
 * @param {string} raw @param {Limits} limits
 */
export function nearRead(raw, limits) {
  const match = CIRCLE.exec(plainNumbers(raw));
  const corner = match && cornerRead(match[1], limits);
  if (!match || !corner) return "";
  const km = roundedTo(Number(match[2]), limits.km.decimals);
  const [least, most] = limits.km.bounds;
  return least <= km && km <= most ? [...corner, km].join(",") : "";
}

/**
 * The ring of a text as a permalink has it: anticlockwise, from its westernmost corner, not closed; "" if the text is
 * invalid or edges cross.
 * @param {string} raw @param {Limits} limits
 */
export function ringRead(raw, limits) {
  if (Array.from(raw).length > limits.ring.letters) return "";
  const plain = plainNumbers(raw);
  if (!RING.test(plain)) return "";
  /** @type {Corner[]} */
  const corners = [];
  for (const part of plain.split(";")) {
    const corner = cornerRead(part, limits);
    if (!corner) return "";
    if (!corners.length || !isSameCorner(corner, corners[corners.length - 1])) corners.push(corner);
  }
  if (isSameCorner(corners[0], corners[corners.length - 1])) corners.pop();
  const [fewest, most] = limits.ring.corners;
  if (corners.length < fewest || corners.length > most) return "";
  const steps = corners.map((corner) => inSteps(corner, limits));
  if (isCrossed(steps)) return "";
  if (turnOf(steps) < 0) corners.reverse();
  const first = corners.reduce((least, corner, at) => (isBefore(corner, corners[least]) ? at : least), 0);
  return [...corners.slice(first), ...corners.slice(0, first)].map((corner) => corner.join(",")).join(";");
}

/** @param {string} raw @param {Limits} limits @returns {Corner | null} */
function cornerRead(raw, limits) {
  const [lon, lat] = raw.split(",").map((part) => roundedTo(Number(part), limits.decimals));
  const [west, south, east, north] = limits.sheet;
  return west <= lon && lon <= east && south <= lat && lat <= north ? [lon, lat] : null;
}

/** @param {Corner} one @param {Corner} other */
function isSameCorner(one, other) {
  return one[0] === other[0] && one[1] === other[1];
}

/** @param {Corner} one @param {Corner} other */
function isBefore(one, other) {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

/** @param {Corner} corner @param {Limits} limits @returns {Corner} */
function inSteps([lon, lat], limits) {
  const steps = 10 ** limits.decimals;
  return [Math.round(lon * steps), Math.round(lat * steps)];
}

/**
 * On which side of the way from one corner to the next a third one lies: left above 0, right below, on it 0.
 * @param {Corner} from @param {Corner} to @param {Corner} at
 */
function sideOf(from, to, at) {
  return Math.sign((to[0] - from[0]) * (at[1] - from[1]) - (to[1] - from[1]) * (at[0] - from[0]));
}

/** @param {Corner[]} ring  twice its area: above 0 where it is anticlockwise */
function turnOf(ring) {
  const [x, y] = ring[0];
  return ring.reduce((sum, [ax, ay], at) => {
    const [bx, by] = ring[(at + 1) % ring.length];
    return sum + (ax - x) * (by - y) - (bx - x) * (ay - y);
  }, 0);
}

/**
 * Whether edges of a ring cross, touch or lie on each other.
 * @param {Corner[]} ring
 */
function isCrossed(ring) {
  const many = ring.length;
  const corner = (/** @type {number} */ at) => ring[at % many];
  return ring.some((from, i) => {
    const to = corner(i + 1);
    if (turnsBack(from, to, corner(i + 2))) return true;
    for (let j = i + 2; j < many && j + 1 < i + many; j++) if (meetOf(from, to, corner(j), corner(j + 1))) return true;
    return false;
  });
}

/** @param {Corner} from @param {Corner} at @param {Corner} to  whether an edge leads back over the one before it */
function turnsBack(from, at, to) {
  const ahead = (at[0] - from[0]) * (to[0] - at[0]) + (at[1] - from[1]) * (to[1] - at[1]);
  return sideOf(from, at, to) === 0 && ahead < 0;
}

/** @param {Corner} a @param {Corner} b @param {Corner} c @param {Corner} d  whether a-b and c-d have a point in common */
function meetOf(a, b, c, d) {
  const sides = [sideOf(a, b, c), sideOf(a, b, d), sideOf(c, d, a), sideOf(c, d, b)];
  if (sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0) return true;
  const beside = [isBeside(a, b, c), isBeside(a, b, d), isBeside(c, d, a), isBeside(c, d, b)];
  return sides.some((side, at) => side === 0 && beside[at]);
}

/** @param {Corner} a @param {Corner} b @param {Corner} at  whether a point lies in the box of an edge */
function isBeside(a, b, at) {
  return [0, 1].every((k) => Math.min(a[k], b[k]) <= at[k] && at[k] <= Math.max(a[k], b[k]));
}

/** @param {string} near  of a selection @returns {[number, number, number] | null}  longitude, latitude, kilometres */
export function circleOf(near) {
  return near ? /** @type {[number, number, number]} */ (near.split(",").map(Number)) : null;
}

/** @param {string} within  of a selection @returns {Corner[] | null} */
export function ringOf(within) {
  return within ? within.split(";").map((part) => /** @type {Corner} */ (part.split(",").map(Number))) : null;
}

/** @param {number} a @param {number} b @param {number} c @param {number} d  the sign of ab - cd, nothing rounded off */
function signOfDifference(a, b, c, d) {
  const lost = productLoss(a, b) - productLoss(c, d);
  return Math.sign(a * b - c * d + lost);
}

/** @param {number} a @param {number} b  what the rounding of their product leaves off (Dekker) */
function productLoss(a, b) {
  const [high, low] = halvesOf(a);
  const [top, rest] = halvesOf(b);
  return high * top - a * b + high * rest + low * top + low * rest;
}

/** @param {number} number  as two numbers of half as many digits */
function halvesOf(number) {
  const large = number * (2 ** 27 + 1);
  const high = large - (large - number);
  return [high, number - high];
}

/**
 * Whether a ring of corners holds a point, its edge included. A point beside an oblique edge by the last digit of a
 * number lies on the side on which the server has it.
 * @param {Corner[]} corners
 * @param {Corner} at
 */
export function ringHolds(corners, at) {
  const [x, y] = at;
  let inside = false;
  for (let i = 0; i < corners.length; i++) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[(i || corners.length) - 1];
    const side = signOfDifference(bx - ax, y - ay, by - ay, x - ax);
    if (side === 0 && isBeside(corners[i], [bx, by], at)) return true;
    if (ay > y !== by > y && by > ay === side > 0) inside = !inside;
  }
  return inside;
}
