// Three entities of two units as a pack holds them, for the tests of what it decides in the browser.

import { Held } from "../../layers/web/panel/held.js";

const entity = (id, kind, unit, name_zh, more) =>
  Object.assign(
    { id, kind, unit, name_zh, name_en: id, list: "", plan: "", industries: [], inferred: false, at: null },
    { text: name_zh, pinyin: "" },
    more,
  );

const WORDS = {
  sentence: "{where}: {what}",
  whole_city: "whole city",
  nothing_shown: "nothing",
  enumeration: ", ",
  comma: ", ",
  or: " or ",
  quoted: "“{words}”",
  near_named: "around {name}, {km} km",
  near_point: "around a point, {km} km",
  within_ring: "in the ring",
  left_out: "; {count} of no place",
  unit_inferred: " (inferred)",
  inferred_mark: "?",
  count_carrier: "{count} carriers",
  count_carrier_one: "{count} carrier",
  count_other_carrier: "{count} others",
  count_lake_district: "{count} lakes",
  kind_lake_district: "Lakes",
  kind_carrier: "carrier",
  facet_unit: "County",
  facet_industry: "Industry",
  panel_suggest_filter: "Filter: {facet}",
  panel_other_body: "other body",
  not_stated: "not stated",
  compare_same: "same for {count}",
  compare_same_targets: "{count} targets: ",
  compare_differs: "differs",
  compare_item: "item",
  compare_sum: "{name}, sum of {count}",
  compare_single: "only {name} ({count})",
  compare_missing: "missing: {names}",
};

const option = (code) => ({ code, zh: code.toUpperCase(), en: code.toUpperCase() });

// As g60.ask.limits tells them.
export const LIMITS = {
  slug: 32,
  list: { most: 8, bytes: 119 },
  plan: { most: 3, bytes: 40 },
  compare: { most: 10, bytes: 270 },
  words: { read: 400, bytes: 99 },
  sheet: [118, 29, 123, 33],
  decimals: 4,
  km: { bounds: [0.1, 100], decimals: 1 },
  ring: { corners: [3, 16], letters: 400 },
  place: { decimals: [2, 5, 5], most: [19, 85, 180] },
  layers: { known: ["core", "zones", "lakes", "roads"], off: ["tasks"], shade_letters: 60 },
};

export const held = new Held({
  limits: LIMITS,
  facets: [
    { field: "unit", options: [option("330402"), option("330481")] },
    { field: "industry", options: [option("ai"), option("semi")] },
    { field: "kind", options: [option("lake_district"), option("carrier")] },
    { field: "list", options: [option("plan"), option("later")] },
    { field: "plan", options: [option("plan-14"), option("plan-15")] },
  ],
  own_lists: ["plan"],
  kinds: { spoken: ["carrier", "lake_district", "other_carrier"], listed: ["lake_district"] },
  entities: [
    entity("lake-a", "lake_district", "330402", "湖甲", { plan: "plan-15", industries: ["ai"], at: [120.7, 30.7] }),
    entity("carrier-1", "carrier", "330481", "研究院", {
      list: "plan",
      plan: "plan-14",
      industries: ["ai", "semi"],
      inferred: true,
      at: [120.71, 30.7],
      pinyin: "\n\u0001yan\u0002xing\u0001jiu\u0001yuan",
    }),
    entity("body-1", "carrier", "330481", "中心", { list: "later" }),
  ],
  units: [{ id: "330481", name_zh: "海宁市", name_en: "Haining", short_zh: "海宁", short_en: "Haining" }],
  unit_forms: { hn: "330481" },
  filters: [
    ["unit", "330481", "haining"],
    ["unit", "330481", "hn"],
    ["industry", "ai", "人工智能"],
  ],
  words: { en: WORDS, zh: WORDS },
  cards: {
    "lake-a": {
      en: { id: "lake-a", title: "Lake", sections: [{ code: "within", title: "In it", count: 1, rows: [0] }] },
    },
  },
  citations: [],
  rows: [{ id: "carrier-1", name: "Institute", mark: "carrier" }],
  indicators: [],
  documents: {},
  compared: { summed: ["area_km2"], fields: ["area_km2", "aliases"] },
});
