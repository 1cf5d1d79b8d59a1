// What the reader asked to see: the message of codes, and who is shown under it.

import { atlas, countPaint, featuresOf, say, when } from "./atlas.js";

/** @type {Facet[]} */ export const FACETS = ["unit", "industry", "kind", "list", "plan"];
/** @type {(keyof Message)[]} */ const OTHERS = [
  "rows",
  "near",
  "within",
  "focus",
  "lang",
  "layers",
  "view",
  "theme",
  "base",
  "since",
  "pair",
  "day",
];
const KEYS = OTHERS.concat(FACETS);

KEYS.forEach((key) => (atlas.state[key] = ""));
Object.assign(atlas.state, { lang: "zh", hover: "" });

/** @type {Chosen} */ const chosen = {}; // for each of FACETS the set of its codes, or null for "all"
/** @type {boolean[]} */ let areaShown = [];
/** @type {Uint8Array | null} */ let rowBytes = null;
let isFirst = true;

// Language and theme alone, for those who draw before a selection is taken.
export function prepare(/** @type {Partial<Message>} */ message) {
  atlas.state.lang = message.lang === "en" ? "en" : "zh";
  atlas.state.theme = message.theme || "";
  const lang = atlas.state.lang === "en" ? "en" : "zh-CN";
  // Written anew, even the same has the style of everything worked out again.
  if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
}

// Take a message: say what is different from the last one, and only that.
export function takeMessage(/** @type {Partial<Message>} */ message) {
  const was = Object.assign({}, atlas.state);
  const state = atlas.state;
  KEYS.forEach((key) => (state[key] = typeof message[key] === "string" ? message[key] : ""));
  prepare(message);
  const differs = (/** @type {keyof Message} */ key) => isFirst || was[key] !== state[key];
  const reselected = FACETS.some(differs) || differs("rows");
  if (reselected) applyChosen();
  if (!isFirst && differs("theme")) say("theme");
  if (!isFirst && differs("lang")) say("language");
  if (differs("layers")) say("layers");
  if (differs("base")) say("base");
  if (reselected) say("select");
  if (differs("near") || differs("within")) say("around");
  if (isFirst) say("open", state.view);
  if (differs("since") || differs("pair")) say("since");
  if (differs("day")) say("day");
  if (differs("focus")) say("focus", { first: isFirst });
  isFirst = false;
  if (atlas.painted) countPaint();
}

// Highlight one thing, or none.
export function hoverOver(/** @type {string} */ id) {
  if (atlas.state.hover === id) return;
  atlas.state.hover = id;
  say("hover");
}

// Whether a layer is drawn that nobody draws unasked: its code has a full stop before it among the layers' codes.
export function isAskedFor(/** @type {string} */ layer) {
  return atlas.state.layers.split(",").indexOf("." + layer) >= 0;
}

export function isHidden(/** @type {string} */ layer) {
  return atlas.state.layers.split(",").indexOf(layer) >= 0;
}

// Whether an area is shown; counties always are.
export function isShown(/** @type {string} */ id) {
  const place = atlas.places[id];
  return !place || place.row === undefined || areaShown[place.row];
}

// Whether any area of a kind is shown.
export function isKindShown(/** @type {string} */ kind) {
  return atlas.areas.some((area) => area.kind === kind && isShown(area.id));
}

// Whether the units asked for, if any, hold this one.
export function unitChosen(/** @type {string} */ unit) {
  return !chosen.unit || chosen.unit.has(unit);
}

export function unitsRestricted() {
  return Boolean(chosen.unit);
}

export function kindsRestricted() {
  return Boolean(chosen.kind);
}

// Bit i of `rows` belongs to the i-th of all areas and then all carriers; it is bit i % 8, lowest first, of byte i / 8.
export function rowBit(/** @type {number} */ i) {
  return !rowBytes || Boolean((rowBytes[i >> 3] >> (i & 7)) & 1);
}

// The bytes of `rows`, or null where no search restricts them.
function readRows(/** @type {string} */ rows) {
  if (!rows) return null;
  const bytes = new Uint8Array(rows.length >> 1);
  for (let b = 0; b < bytes.length; b++) bytes[b] = parseInt(rows.substr(2 * b, 2), 16);
  return bytes;
}

// Areas come first in the order of rows; a layer that did not come leaves its ids out.
when("draw", () => {
  const layers = atlas.symbology.layers.filter((layer) => layer.subjects);
  layers.forEach(({ data }) =>
    featuresOf(data).forEach((feature) => {
      atlas.places[feature.id] = Object.assign({ id: feature.id, layer: data }, feature.properties);
    }),
  );
  atlas.table.areas.forEach((id, row) => {
    if (!atlas.places[id]) return;
    atlas.places[id].row = row;
    atlas.areas.push(atlas.places[id]);
  });
});

function applyChosen() {
  rowBytes = readRows(atlas.state.rows);
  FACETS.forEach((key) => {
    // A code on the wire has no underscore, a kind has.
    const written = key === "kind" ? atlas.state[key].replace(/-/g, "_") : atlas.state[key];
    const codes = written.split(",").filter(Boolean);
    chosen[key] = codes.length ? new Set(codes) : null;
  });
  areaShown = [];
  atlas.areas.forEach((area) => {
    // No area is on a list: where one is asked for, none is shown.
    const own = takesAny("kind", [area.kind]) && takesAny("plan", [area.plan || ""]);
    const asked = own && takesAny("unit", [area.unit]) && takesAny("industry", area.industries);
    areaShown[Number(area.row)] = !chosen.list && asked && rowBit(Number(area.row));
  });
  say("choose", chosen);
}

function takesAny(/** @type {Facet} */ key, /** @type {string[]} */ codes = []) {
  const wanted = chosen[key];
  return !wanted || codes.some((code) => wanted.has(code));
}
