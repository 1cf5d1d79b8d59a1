// The selection as one value, where no server keeps it: read from a permalink's query and written to one, and who
// passes it.
// The answers are those of g60.ask.selection and Catalog.pick.

import { geodesicDistance } from "../base/geodesy.js";
import { GROUPS, SORTS } from "./list_order.js";
import { circleOf, nearRead, ringHolds, ringOf, ringRead } from "./near_and_ring.js";
import { searchMask } from "./search.js";
import { layersAsked, layersRead, layersWritten, placeRead } from "./seen.js";
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
 * @property {string} layers  those taken off, and those drawn if asked for (seen.js)
 * @property {string} map
 * @property {string} grouped  how the list is grouped, and
 * @property {string} sorted  sorted; "" for the default
 */
/** @typedef {"unit" | "industry" | "kind" | "list" | "plan"} Field */

const SINGLE = /** @type {const} */ (["q", "near", "within", "focus"]);
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const CHECKLISTS = /** @type {Field[]} */ (FIELDS);

/** @returns {Selection} */
export function nothingSelected() {
  const lists = { unit: [], industry: [], kind: [], list: [], plan: [], compare: [] };
  return Object.assign({ q: "", near: "", within: "", focus: "", layers: "", map: "", grouped: "", sorted: "" }, lists);
}

/**
 * A search text without control characters, in single spaces, short enough for a permalink.
 * @param {string} words @param {import("./held.js").Limits} limits
 */
export function cleanQuery(words, limits) {
  const read = Array.from(words).slice(0, limits.words.read).join("");
  let letters = Array.from(read.replace(/[\p{C}\p{Z}]+/gu, " ").trim());
  while (bytesOf(letters.join("")) > limits.words.bytes) letters = Array.from(letters.slice(0, -1).join("").trim());
  return letters.join("");
}

/** @param {string} words  of a permalink, where all but letters, digits and four signs take three for each byte */
function bytesOf(words) {
  return encodeURIComponent(words).replace(/[!'()*]/g, "%00").length;
}

/**
 * A permalink's query as a selection, and the codes that the data does not know, which are ignored.
 * @param {string} query
 * @param {Held} held
 * @returns {{state: Selection, gone: string[]}}
 */
export function parseSelection(query, held) {
  const asked = new URLSearchParams(query);
  const { limits } = held;
  const given = (/** @type {string} */ key) => asked.getAll(key).filter(Boolean);
  const last = (/** @type {string} */ key) => given(key).pop() || "";
  const state = nothingSelected();
  /** @type {string[]} */
  const gone = [];
  for (const field of CHECKLISTS) {
    const codes = held.options(field).map((option) => option.code);
    state[field] = codes.filter((code) => given(field).includes(code));
    gone.push(...given(field).filter((code) => !codes.includes(code)));
  }
  const isSlug = (/** @type {string} */ code) => code.length <= limits.slug && SLUG.test(code);
  // What the data does not know takes its room as well: the server counts before it knows the data.
  for (const key of /** @type {const} */ (["list", "plan"])) {
    const fitting = fittingCodes(key, Array.from(new Set(given(key).filter(isSlug))).sort(), limits[key]);
    state[key] = fitting.filter((code) => state[key].includes(code));
  }
  for (const key of SINGLE) state[key] = last(key);
  state.q = cleanQuery(state.q, limits);
  if (state.focus && !held.find(state.focus)) {
    gone.push(state.focus);
    state.focus = "";
  }
  const compared = Array.from(new Set(given("compare")));
  gone.push(...compared.filter((id) => !held.find(id)));
  state.compare = fittingCompared(held, compared.filter(isSlug)).filter((id) => held.find(id));
  state.near = nearRead(state.near, limits);
  state.within = ringRead(state.within, limits);
  state.layers = layersRead(last("layers"), limits);
  state.map = placeRead(last("map"), limits);
  return { state: Object.assign(state, orderAsked(last("grouped"), last("sorted"))), gone };
}

/**
 * How the list is grouped and sorted; "" for the default and for what is no order.
 * @param {string} grouped @param {string} sorted
 */
function orderAsked(grouped, sorted) {
  return { grouped: GROUPS.indexOf(grouped) > 0 ? grouped : "", sorted: SORTS.indexOf(sorted) > 0 ? sorted : "" };
}

/**
 * The selection as the query of a permalink.
 * @param {Held} held
 * @param {Selection} state
 */
export function selectionQuery(held, state) {
  const asked = new URLSearchParams();
  for (const field of CHECKLISTS) for (const code of state[field]) asked.append(field, code);
  for (const key of SINGLE) if (state[key]) asked.append(key, state[key]);
  for (const id of state.compare) asked.append("compare", id);
  const { map, grouped, sorted } = state;
  const seen = { map, layers: layersWritten(state.layers, held.limits), grouped, sorted };
  for (const [key, value] of Object.entries(seen)) if (value) asked.append(key, value);
  return asked.toString();
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
  return fittingCompared(held, Array.from(new Set(known)));
}

/**
 * The first of these codes: as many as fit into a permalink.
 * @param {string} key @param {string[]} codes @param {import("./held.js").Fitting} fitting
 */
function fittingCodes(key, codes, fitting) {
  let bytes = 0;
  const end = codes.findIndex((code, at) => {
    bytes += `&${key}=${code}`.length;
    return at >= fitting.most || bytes > fitting.bytes;
  });
  return end < 0 ? codes : codes.slice(0, end);
}

/** @param {Held} held @param {string[]} ids */
function fittingCompared(held, ids) {
  return fittingCodes("compare", ids, held.limits.compare);
}

/**
 * The selection with one more or one fewer to compare.
 * @param {Held} held
 * @param {Selection} state
 * @param {string} id
 */
export function comparedAfter(held, state, id) {
  if (state.compare.includes(id)) return state.compare.filter((other) => other !== id);
  return held.find(id) ? fittingCompared(held, [...state.compare, id]) : state.compare;
}

/**
 * What the map or the list changes: another circle or ring, other layers, another order; nothing where what it asks for
 * is invalid.
 * @param {Held} held
 * @param {import("./source.js").PanelEvent} event
 * @returns {Partial<Selection>}
 */
export function partAsked({ limits }, event) {
  const told = (/** @type {string} */ key) => (typeof event[key] === "string" ? String(event[key]) : "");
  if (event.type === "layers") return { layers: layersAsked(told("layers"), limits) };
  if (event.type === "listing") return orderAsked(told("grouped"), told("sorted"));
  const key = event.type === "near" ? "near" : "within";
  const drawn = (key === "near" ? nearRead : ringRead)(told(key), limits);
  return drawn || event[key] === "" ? { [key]: drawn } : {};
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
  if (!held.options("kind").some((one) => one.code === code)) return {};
  return { kind: [code], list: listed, focus: "" };
}
