// Who the carriers are, and which of them the selection shows: columns of numbers, so that a hundred thousand are as
// quick as seventy. Names and ids become text when somebody asks for one.

import { atlas, when } from "../base/atlas.js";
import { isHidden, isShown, rowBit } from "../base/select.js";
import { nameOf } from "../base/text.js";

/** @type {Table} */ export let table; // the columns, as they came (columns.js)
let firstRow = 0; // carriers follow the areas in the order of rows
export let shownFlags = new Uint8Array(0);
/** @type {Record<string, Counted> | null} */ let countyCounts = null; // of those without a point

// The place in the columns of a carrier's id, or -1.
export function rowOf(/** @type {string} */ id) {
  return table && id ? table.find(id) : -1;
}

export function shownRows() {
  const rows = new Uint32Array(shownFlags.length);
  let count = 0;
  for (let i = 0; i < shownFlags.length; i++) if (shownFlags[i]) rows[count++] = i;
  return rows.subarray(0, count);
}

export function carrierAt(/** @type {number} */ i) {
  return {
    id: table.id(i),
    kind: "carrier",
    name_zh: table.name(i, "name_zh"),
    name_en: table.name(i, "name_en"),
    unit: table.units[table.unit[i]] || "",
    list: table.lists[table.list[i]],
    plan: table.plans[table.list[i]] || "",
    grade: table.grade(i),
    uncertainty_m: table.radius(i),
    layer: layerOf(i),
    at: table.hasPoint(i) ? L.latLng(table.lat(i), table.lon(i)) : null,
    shown: Boolean(shownFlags[i]),
  };
}

export function layerOf(/** @type {number} */ i) {
  return table.plans[table.list[i]] ? "carriers" : "bodies";
}

// Filtering compares small numbers only.
function chooseCarriers(/** @type {Chosen} */ chosen) {
  const kind = !chosen.kind || chosen.kind.has("carrier") ? 1 : 0;
  const wanted = (/** @type {string} */ code, /** @type {Set<string> | null | undefined} */ codes) =>
    !codes || codes.has(code) ? 1 : 0;
  // The highest number stands for none: such a carrier passes only where nothing is asked.
  const unit = new Uint8Array(65536).fill(chosen.unit ? 0 : 1);
  const list = new Uint8Array(65536).fill(chosen.list ? 0 : 1);
  table.units.forEach((code, place) => (unit[place] = wanted(code, chosen.unit)));
  table.lists.forEach((code, place) => {
    // What belongs to no plan is left out by none.
    const ofPlan = table.plans[place] ? wanted(table.plans[place], chosen.plan) : 1;
    list[place] = wanted(code, chosen.list) & ofPlan;
  });
  let bits = 0; // an industry is one bit
  table.industries.forEach((code, place) => (bits |= chosen.industry && chosen.industry.has(code) ? 1 << place : 0));
  for (let i = 0; i < shownFlags.length; i++) {
    shownFlags[i] =
      kind & unit[table.unit[i]] & list[table.list[i]] & (!chosen.industry || table.bits[i] & bits ? 1 : 0);
    if (shownFlags[i] && atlas.state.rows && !rowBit(firstRow + i)) shownFlags[i] = 0;
  }
  countyCounts = null;
}

export function countyOnly() {
  if (countyCounts) return countyCounts;
  const found = table.units.map(() => ({ shown: 0, all: 0 }));
  const off = { carriers: isHidden("carriers"), bodies: isHidden("bodies") };
  for (let i = 0; i < shownFlags.length; i++) {
    if (table.hasPoint(i) || off[layerOf(i)] || !found[table.unit[i]]) continue;
    found[table.unit[i]].all += 1;
    found[table.unit[i]].shown += shownFlags[i];
  }
  /** @type {Record<string, Counted>} */ const byUnit = {};
  found.forEach((counted, place) => {
    if (counted.all) byUnit[table.units[place]] = counted;
  });
  countyCounts = byUnit;
  return byUnit;
}

// Counts are made anew when somebody asks.
export function forgetCounts() {
  countyCounts = null;
}

when("draw", () => {
  table = atlas.table;
  firstRow = table.areas.length;
  shownFlags = new Uint8Array(table.count).fill(1);
});
when("choose", chooseCarriers);

// One carrier by its id, or null.
export function findCarrier(/** @type {string} */ id) {
  return rowOf(id) < 0 ? null : carrierAt(rowOf(id));
}

export function shownCarrierIds() {
  return Array.from(shownRows(), table.id);
}

// The ids of all areas and carriers that are shown now, sorted.
export function shownIds() {
  const ids = atlas.areas.filter((area) => isShown(area.id)).map((area) => area.id);
  return ids.concat(shownCarrierIds()).sort();
}

// An area or carrier or county by its id, or null.
export function findThing(/** @type {string} */ id) {
  return atlas.places[id] || findCarrier(id);
}

// The name of an area or carrier or county by its id; the id where there is none.
export function nameOfId(/** @type {string} */ id) {
  const thing = findThing(id);
  return thing ? nameOf(thing) : id;
}
