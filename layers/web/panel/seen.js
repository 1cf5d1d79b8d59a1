// How a permalink says what the map shows and where, where no server reads it: the same answers as g60.ask.view. The
// map's layers are one text: those that are hidden, and with a full stop before them those that are drawn if asked for.

import { roundedTo } from "../base/rounded.js";

/** @typedef {import("./held.js").Limits} Limits */

const PLACE_WRITTEN =
  /^([0-9]{1,2}(?:\.[0-9]{1,2})?)\/(-?[0-9]{1,2}(?:\.[0-9]{1,6})?)\/(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)$/;
const SHADE = /^by\.[a-z0-9]+(?:-[a-z0-9]+)*$/; // what the counties are compared by
const ALL_HIDDEN = "-all";

/**
 * Zoom and centre of a text as a permalink has them, or "" if the map cannot show them.
 * @param {string} raw @param {Limits} limits
 */
export function placeRead(raw, { place }) {
  const match = PLACE_WRITTEN.exec(raw);
  const numbers = match ? match.slice(1).map(Number) : [];
  if (!match || numbers.some((number, at) => Math.abs(number) > place.most[at])) return "";
  return numbers.map((number, at) => roundedTo(number, place.decimals[at])).join("/");
}

/**
 * The layers of a permalink as the map is told them.
 * @param {string} raw @param {Limits} limits
 */
export function layersRead(raw, limits) {
  const given = raw.split(",");
  const isHidden = (/** @type {string} */ code) =>
    given.includes(ALL_HIDDEN) ? !given.includes(code) : given.includes(`-${code}`);
  return layersTold(limits.layers.known.filter(isHidden), given, limits);
}

/**
 * The layers that the map asks for, of which some may be none.
 * @param {string} told @param {Limits} limits
 */
export function layersAsked(told, limits) {
  const given = told.split(",");
  const shown = given.filter((code) => code[0] === ".").map((code) => code.slice(1));
  return layersTold(
    limits.layers.known.filter((code) => given.includes(code)),
    shown,
    limits,
  );
}

/** @param {string[]} hidden @param {string[]} asked @param {Limits} limits */
function layersTold(hidden, asked, { layers }) {
  const shades = asked.filter((code) => SHADE.test(code) && code.length <= layers.shade_letters).sort();
  const shown = [...layers.off.filter((code) => asked.includes(code)), ...shades.slice(0, 1)];
  return [...hidden, ...shown.map((code) => `.${code}`)].sort().join(",");
}

/**
 * The same as a permalink has them, in the shorter of two ways.
 * @param {string} told @param {Limits} limits
 */
export function layersWritten(told, { layers }) {
  const codes = told.split(",").filter(Boolean);
  const named = layers.known.filter((code) => codes.includes(code)).map((code) => `-${code}`);
  const others = [ALL_HIDDEN, ...layers.known.filter((code) => !codes.includes(code))];
  const hidden = others.join(",").length < named.join(",").length ? others : named;
  const shown = codes.filter((code) => code[0] === ".").map((code) => code.slice(1));
  const isOff = (/** @type {string} */ code) => layers.off.includes(code);
  const shades = shown.filter((code) => !isOff(code)).sort();
  return [...hidden, ...layers.off.filter((code) => shown.includes(code)), ...shades].join(",");
}
