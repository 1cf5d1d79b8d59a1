// The selection as one value, where no server keeps it: read from a permalink's query and written to one, and who
// passes it.
// The answers are those of g60.ask.selection and Catalog.pick.

import { geodesicDistance } from "../base/geodesy.js";
import { GROUPS, SORTS } from "./list_order.js";
import { searchMask } from "./search.js";
import { FIELDS } from "./source.js";

/** @typedef {import("./held.js").Held} Held */
/**
 * @typedef {Object} Selection
 * @property {string[]} unit
 * @property {string[]} industry
 * @property {string[]} kind
 * @property {string[]} list
 * @property {string[]} plan  what belongs to no plan is left out by none
 * @property {string} q
 * @property {string} near
 * @property {string} within
 * @property {string} focus
 * @property {string[]} compare
 * @property {string} layers  those taken off
 * @property {string} map
 * @property {string} grouped  how the list is grouped, and
 * @property {string} sorted  sorted; "" for the default
 */
/** @typedef {"unit" | "industry" | "kind" | "list" | "plan"} Field */

const SINGLE = /** @type {const} */ (["q", "near", "within", "focus"]);
const COMPARED_MOST = 10;
const COMPARED_LETTERS = 270; // of their parts of a permalink
const QUERY_LETTERS = 60;
const INVISIBLE =
  "\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff";
const CHECKLISTS = /** @type {Field[]} */ (FIELDS);

/** @returns {Selection} */
export function nothingSelected() {
  const lists = { unit: [], industry: [], kind: [], list: [], plan: [], compare: [] };
  return Object.assign({ q: "", near: "", within: "", focus: "", layers: "", map: "", grouped: "", sorted: "" }, lists);
}

/**
 * A search text without control characters, in single spaces.
 * @param {string} words
 */
export function cleanQuery(words) {
  return words
    .replace(new RegExp(`[${INVISIBLE}]+`, "g"), " ")
    .trim()
    .slice(0, QUERY_LETTERS);
}

/**
 * A permalink's query as a selection, and the codes that the data does not know, which are ignored.
 * @param {string} query
 * @param {Held} held
 * @returns {{state: Selection, gone: string[]}}
 */
export function parseSelection(query, held) {
  const asked = new URLSearchParams(query);
  const state = nothingSelected();
  /** @type {string[]} */
  const gone = [];
  for (const field of CHECKLISTS) {
    const given = asked.getAll(field);
    const codes = held.options(field).map((option) => option.code);
    state[field] = codes.filter((code) => given.includes(code));
    gone.push(...given.filter((code) => !codes.includes(code)));
  }
  state.list.sort();
  state.plan.sort();
  for (const key of SINGLE) state[key] = asked.getAll(key).pop() || "";
  state.q = cleanQuery(state.q);
  if (state.focus && !held.find(state.focus)) {
    gone.push(state.focus);
    state.focus = "";
  }
  const compared = Array.from(new Set(asked.getAll("compare")));
  gone.push(...compared.filter((id) => !held.find(id)));
  state.compare = fittingCompared(compared.filter((id) => held.find(id)));
  for (const key of /** @type {const} */ (["near", "within"])) state[key] = plainNumbers(state[key]);
  if (!circleOf(state.near)) state.near = "";
  if (!ringOf(state.within)) state.within = "";
  const layers = (asked.getAll("layers").pop() || "")
    .split(",")
    .filter((part) => /^(-?[a-z]+|by\.[a-z0-9-]+)$/.test(part));
  state.layers = layers
    .map((part) => (part[0] === "-" ? part.slice(1) : `.${part}`))
    .sort()
    .join(",");
  state.map = asked.getAll("map").pop() || "";
  for (const [key, codes] of /** @type {const} */ ([
    ["grouped", GROUPS],
    ["sorted", SORTS],
  ])) {
    const code = asked.getAll(key).pop() || "";
    state[key] = codes.indexOf(code) > 0 ? code : "";
  }
  return { state, gone };
}

/**
 * The selection as the query of a permalink.
 * @param {Selection} state
 */
export function selectionQuery(state) {
  const asked = new URLSearchParams();
  for (const field of CHECKLISTS) for (const code of state[field]) asked.append(field, code);
  for (const key of SINGLE) if (state[key]) asked.append(key, state[key]);
  for (const id of state.compare) asked.append("compare", id);
  const codes = state.layers.split(",").filter(Boolean);
  const hidden = codes.filter((code) => code[0] !== ".").map((code) => `-${code}`);
  const shown = codes.filter((code) => code[0] === ".").map((code) => code.slice(1));
  if (codes.length) asked.append("layers", hidden.concat(shown).join(","));
  for (const key of /** @type {const} */ (["map", "grouped", "sorted"])) if (state[key]) asked.append(key, state[key]);
  return asked.toString();
}

/** @param {string} raw  coordinates as people type them, in the signs of a permalink */
function plainNumbers(raw) {
  return raw
    .normalize("NFKC")
    .replace(/、/g, ",")
    .replace(/\s*([,;])\s*/g, "$1")
    .trim();
}

/** @param {string} near @returns {[number, number, number] | null}  longitude, latitude, kilometres */
export function circleOf(near) {
  const numbers = near.split(",").map(Number);
  const valid = near && numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0 && numbers[2] <= 100;
  return valid ? /** @type {[number, number, number]} */ (numbers) : null;
}

/** @param {string} within @returns {[number, number][] | null} */
function ringOf(within) {
  const points = within.split(";").map((part) => part.split(",").map(Number));
  const valid = points.length >= 3 && points.every((at) => at.length === 2 && at.every(Number.isFinite));
  return within && valid ? /** @type {[number, number][]} */ (points) : null;
}

/**
 * Metres along the ground between two points, each [longitude, latitude].
 * @param {number[]} from
 * @param {number[]} to
 */
export function metresBetween(from, to) {
  return geodesicDistance({ lng: from[0], lat: from[1] }, { lng: to[0], lat: to[1] });
}

/**
 * Whether a ring of corners holds a point, its edge included.
 * @param {[number, number][]} corners
 * @param {[number, number]} at
 */
function ringHolds(corners, at) {
  const [x, y] = at;
  let inside = false;
  for (let i = 0; i < corners.length; i++) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[(i || corners.length) - 1];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const isBeside = Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by);
    if (cross === 0 && isBeside) return true;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/**
 * Whether each entity passes every part of a selection but one.
 * @param {Held} held
 * @param {Selection} state
 * @param {string} [except]
 */
export function passingMask(held, state, except) {
  const on = (/** @type {Field} */ key) => key !== except && state[key].length > 0;
  const found = state.q ? searchMask(held, state.q) : null;
  const near = circleOf(state.near);
  const ring = ringOf(state.within);
  return held.entities.map(
    (one, i) =>
      (!on("unit") || state.unit.includes(one.unit)) &&
      (!on("industry") || one.industries.some((code) => state.industry.includes(code))) &&
      (!on("kind") || state.kind.includes(one.kind)) &&
      (!on("list") || state.list.includes(one.list)) &&
      (!on("plan") || !one.plan || state.plan.includes(one.plan)) &&
      (!found || found[i]) &&
      (!near || (one.at !== null && metresBetween(near, one.at) <= near[2] * 1000)) &&
      (!ring || (one.at !== null && ringHolds(ring, one.at))),
  );
}

/** @param {Selection} state */
export function restricts(state) {
  return CHECKLISTS.some((key) => state[key].length > 0) || Boolean(state.q || state.near || state.within);
}

/**
 * How many entities each option of a facet would give under the others.
 * @param {Held} held
 * @param {Selection} state
 * @param {string} field
 */
export function optionCounts(held, state, field) {
  const passing = passingMask(held, state, field);
  /** @type {Record<string, number>} */
  const counts = {};
  held.entities.forEach((one, i) => {
    const codes =
      field === "industry" ? one.industries : [one[/** @type {"unit" | "kind" | "list" | "plan"} */ (field)]];
    if (passing[i]) for (const code of codes) counts[code] = (counts[code] || 0) + 1;
  });
  return counts;
}

/** @param {import("./held.js").HeldFacet} facet  a plan is chosen only where the data holds several */
function isChoice({ field, options }) {
  return field !== "plan" || options.length > 1;
}

/**
 * The checklists with what each option would give, as the filters draw them.
 * @param {Held} held
 * @param {Selection} state
 * @param {string} lang
 */
export function facetsOf(held, state, lang) {
  const words = held.data.words[lang];
  return held.data.facets.filter(isChoice).map(({ field, options }) => {
    const counts = optionCounts(held, state, field);
    const chosen = state[/** @type {Field} */ (field)];
    const shown = options.map((one) => {
      return { code: one.code, label: one[lang], count: counts[one.code] || 0, on: chosen.includes(one.code) };
    });
    return { field, title: words[`facet_${field}`], options: shown };
  });
}

/**
 * A bit per row of the map, eight to a byte, lowest first, as hexadecimal digits.
 * @param {boolean[]} mask
 */
export function rowBits(mask) {
  let rows = "";
  for (let at = 0; at < mask.length; at += 8) {
    let byte = 0;
    for (let k = 0; k < 8; k++) if (mask[at + k]) byte |= 1 << k;
    rows += (byte < 16 ? "0" : "") + byte.toString(16);
  }
  return rows;
}

/**
 * The map's message: codes, and a bit per row for what codes cannot say.
 * @param {Selection} state
 * @param {boolean[]} mask
 */
export function mapMessage(state, mask) {
  return {
    unit: state.unit.join(","),
    industry: state.industry.join(","),
    kind: state.kind.join(",").replace(/_/g, "-"),
    list: state.list.join(","),
    plan: state.plan.join(","),
    rows: state.q || state.near || state.within ? rowBits(mask) : "",
    near: state.near,
    within: state.within.replace(/;/g, ","),
    focus: state.focus,
    layers: state.layers,
  };
}

/**
 * What is compared after a choice of several: those that the data knows, as many as can be compared.
 * @param {Held} held
 * @param {unknown} ids
 */
export function comparedOf(held, ids) {
  const known = (Array.isArray(ids) ? ids : []).filter((id) => typeof id === "string" && held.find(id));
  return fittingCompared(Array.from(new Set(known)));
}

/**
 * The first of these ids: as many as can be compared and fit into a permalink.
 * @param {string[]} ids
 */
function fittingCompared(ids) {
  let letters = 0;
  const end = ids.findIndex((id, at) => {
    letters += `&compare=${id}`.length;
    return at >= COMPARED_MOST || letters > COMPARED_LETTERS;
  });
  return end < 0 ? ids : ids.slice(0, end);
}

/**
 * The selection with one more or one fewer to compare.
 * @param {Selection} state
 * @param {string} id
 */
export function comparedAfter(state, id) {
  if (state.compare.includes(id)) return state.compare.filter((other) => other !== id);
  return fittingCompared([...state.compare, id]);
}

/**
 * What shows one kind, or one unit, alone; a unit that is alone already is let go.
 * @param {Held} held
 * @param {Selection} state
 * @param {string} code
 * @returns {Partial<Selection>}
 */
export function onlySelected(held, state, code) {
  if (held.options("unit").some((one) => one.code === code)) {
    const alone = state.unit.length === 1 && state.unit[0] === code;
    return { unit: alone ? [] : [code], focus: "" };
  }
  const lists = held.options("list").map((one) => one.code);
  const own = held.data.own_lists;
  if (code === "other_carrier")
    return { kind: ["carrier"], list: lists.filter((one) => !own.includes(one)).sort(), focus: "" };
  const listed = code === "carrier" ? lists.filter((one) => own.includes(one)).sort() : [];
  return { kind: [code], list: listed, focus: "" };
}
