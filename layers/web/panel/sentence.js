// The one sentence that says what is shown, and the rows of the list, where no server makes them. The words are those
// of g60.evidence.sentence and g60.ui.listing.

import { countPhrase, phrase } from "../base/dom.js";
import { circleOf } from "./near_and_ring.js";
import { likelySpelling, searchForm } from "./search.js";
import { metresBetween, passingMask } from "./selection.js";
import { ROWS_AT_ONCE } from "./source.js";

/** @typedef {import("./held.js").Held} Held @typedef {import("./held.js").Entity} Entity */
/** @typedef {import("./selection.js").Selection} Selection @typedef {import("./source.js").Texts} Texts */

const SAME_PLACE_M = 20;

/** @param {Entity} one */
function spokenKind(one) {
  return one.kind === "carrier" && !one.plan ? "other_carrier" : one.kind;
}

/**
 * The words of what restricts a selection, in the order of the filters.
 * @param {Held} held @param {Selection} state @param {string} lang
 */
function conditions(held, state, lang) {
  const texts = held.data.words[lang];
  const groups = held.data.facets.map(({ field, options }) => {
    const chosen = options.filter((one) => state[/** @type {"unit"} */ (field)].includes(one.code));
    if (field === "list" || field === "plan") chosen.sort((a, b) => (a.code < b.code ? -1 : 1));
    return chosen.map((one) => one[lang]).join(phrase(texts, "or"));
  });
  if (state.q) groups.push(phrase(texts, "quoted", { words: state.q }));
  const circle = circleOf(state.near);
  if (circle) {
    const there = held.entities.filter((one) => one.at && metresBetween(circle, one.at) <= SAME_PLACE_M);
    const centre = there.find((one) => one.id === state.focus) || there[0];
    const values = { name: centre && centre[lang === "en" ? "name_en" : "name_zh"], km: circle[2] };
    groups.push(phrase(texts, centre ? "near_named" : "near_point", values));
  }
  if (state.within) groups.push(phrase(texts, "within_ring"));
  return groups.filter(Boolean).join(" · ") || phrase(texts, "whole_city");
}

/**
 * What a drawing on the map leaves out since nobody knows where it is.
 * @param {Held} held @param {Selection} state @param {Texts} texts
 */
function leftOut(held, state, texts) {
  if (!state.near && !state.within) return "";
  const passing = passingMask(held, Object.assign({}, state, { near: "", within: "" }));
  const count = held.entities.filter((one, i) => passing[i] && !one.at).length;
  return count ? countPhrase(texts, "left_out", count) : "";
}

/**
 * @param {Held} held
 * @param {Selection} state
 * @param {boolean[]} mask  who passes the selection
 * @param {string} lang
 */
export function sentenceOf(held, state, mask, lang) {
  const texts = held.data.words[lang];
  const shown = held.entities.filter((_, i) => mask[i]);
  const parts = held.data.kinds.spoken.map((kind) => {
    const members = shown.filter((one) => spokenKind(one) === kind);
    if (!members.length) return "";
    const guessed = state.unit.length > 0 && members.every((one) => one.inferred);
    return countPhrase(texts, `count_${kind}`, members.length) + (guessed ? phrase(texts, "unit_inferred") : "");
  });
  const what = parts.filter(Boolean).join(phrase(texts, "enumeration")) || phrase(texts, "nothing_shown");
  return phrase(texts, "sentence", { where: conditions(held, state, lang), what: what + leftOut(held, state, texts) });
}

/**
 * One thing as a row of the list.
 * @param {Held} held @param {Entity} one @param {string} lang
 * @returns {import("./source.js").Item}
 */
export function itemOf(held, one, lang) {
  const texts = held.data.words[lang];
  const unit = held.optionName("unit", one.unit, lang);
  const industries = one.industries.map((code) => held.optionName("industry", code, lang));
  const words = [
    unit && one.inferred ? unit + phrase(texts, "inferred_mark") : unit,
    industries.join(phrase(texts, "comma")),
  ];
  const kind = spokenKind(one);
  const mark = kind === "other_carrier" ? "other" : kind;
  return { id: one.id, name: held.nameOf(one, lang), sub: words.filter(Boolean).join(" · "), mark };
}

/**
 * What is shown as the groups of the list, empty ones left out.
 * @param {Held} held @param {boolean[]} mask @param {string} lang @param {import("./list_order.js").Order} [order]
 * @returns {[string, Entity[]][]}
 */
export function listGroups(held, mask, lang, order) {
  const shown = held.entities.filter((_, i) => mask[i]);
  if (order && order.sorted === "name") sortByName(shown, lang);
  const groups = groupsOf(held, shown, lang, (order && order.grouped) || "kind");
  return groups.filter(([, members]) => members.length > 0);
}

/**
 * @param {Held} held @param {Entity[]} shown @param {string} lang @param {string} grouped
 * @returns {[string, Entity[]][]}
 */
function groupsOf(held, shown, lang, grouped) {
  const t = (/** @type {string} */ code) => phrase(held.data.words[lang], code);
  const where = (/** @type {(one: Entity) => boolean} */ test) => shown.filter(test);
  /** @type {(field: string, test: (one: Entity, code: string) => boolean) => [string, Entity[]][]} */
  const each = (field, test) =>
    held.options(field).map((option) => [option[lang], where((one) => test(one, option.code))]);
  const noUnit = /** @type {[string, Entity[]]} */ ([t("panel_listed_no_unit"), where((one) => !one.unit)]);
  if (grouped === "unit") return [...each("unit", (one, code) => one.unit === code), noUnit];
  if (grouped === "industry") {
    const none = where((one) => !one.industries.length);
    return [...each("industry", (one, code) => one.industries.includes(code)), [t("panel_listed_no_industry"), none]];
  }
  if (grouped === "evidence") {
    const known = where((one) => Boolean(one.unit) && !one.inferred);
    const inferred = where((one) => Boolean(one.unit) && one.inferred);
    return [[t("panel_listed_known"), known], [t("panel_listed_inferred"), inferred], noUnit];
  }
  /** @type {[string, Entity[]][]} */
  const areas = held.data.kinds.listed.map((kind) => [t(`kind_${kind}`), where((one) => one.kind === kind)]);
  return [...areas, ...each("list", (one, code) => one.kind === "carrier" && one.list === code)];
}

/**
 * By pinyin, or by the English name.
 * @param {Entity[]} shown @param {string} lang
 */
function sortByName(shown, lang) {
  const keyOf = (/** @type {Entity} */ one) => (lang === "en" ? searchForm(one.name_en) : likelySpelling(one.pinyin));
  const keys = new Map(shown.map((one) => [one.id, keyOf(one)]));
  const key = (/** @type {Entity} */ one) => keys.get(one.id) || "";
  shown.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * The rows of one window of a group.
 * @param {Held} held @param {Entity[]} members @param {number} from @param {string} lang
 */
export function rowsFrom(held, members, from, lang) {
  return members.slice(from, from + ROWS_AT_ONCE).map((one) => itemOf(held, one, lang));
}
