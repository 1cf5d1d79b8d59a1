// What the words of a search line may stand for, where no server says it: a filter, an area, a carrier. The answers are
// those of g60.catalog.suggestions.

import { phrase } from "../base/dom.js";
import { holdingTest, isLatin, searchForm, speltPatterns } from "./search.js";
import { itemOf } from "./sentence.js";

/** @typedef {import("./held.js").Held} Held @typedef {import("./held.js").Entity} Entity */
/**
 * @typedef {Object} Suggested  a filter (`field` is its facet) or an entity (`field` is empty)
 * @property {string} field
 * @property {string} code
 * @property {string} name
 * @property {string} sub
 * @property {string} mark
 * @property {boolean} same  whether one of its names is the words
 */

const SUGGESTED_AT_MOST = 8;
const FILTERS_AT_MOST = 4;
const SAME = 0;
const BEGINS = 1;
const HOLDS = 2;
const NOT = 3;
const WORDS = "\u001f"; // stands before the words of an entity's own text, which follow its names

/**
 * @param {Held} held @param {string} query @param {string} lang
 * @returns {Suggested[]}
 */
export function suggestionsOf(held, query, lang) {
  const words = searchForm(query);
  if (!words) return [];
  const entities = sorted(ranked(held.entities, rankOf(words))).slice(0, SUGGESTED_AT_MOST);
  const rows = entities.map(({ rank, one }) => ({ rank, row: entityRow(held, one, lang) }));
  return sorted([...filtersOf(held, words, lang), ...rows])
    .slice(0, SUGGESTED_AT_MOST)
    .map(({ rank, row }) => Object.assign(row, { same: rank === SAME }));
}

/**
 * @template {{rank: number}} T
 * @param {T[]} found
 * @returns {T[]}
 */
function sorted(found) {
  return found.slice().sort((a, b) => a.rank - b.rank);
}

/** @param {Entity[]} entities @param {(one: Entity) => number} rank */
function ranked(entities, rank) {
  return entities.map((one) => ({ rank: rank(one), one })).filter((found) => found.rank < NOT);
}

/**
 * The options of which a form agrees with the words, each with its best rank.
 * @param {Held} held @param {string} words @param {string} lang
 */
function filtersOf(held, words, lang) {
  /** @type {Map<string, {rank: number, field: string, code: string}>} */
  const best = new Map();
  for (const [field, code, form] of held.data.filters) {
    const rank = form === words ? SAME : form.startsWith(words) ? BEGINS : HOLDS;
    if (rank === HOLDS && (isLatin(words) || !form.includes(words))) continue;
    const known = best.get(`${field} ${code}`);
    if (known) known.rank = Math.min(rank, known.rank);
    else best.set(`${field} ${code}`, { rank, field, code });
  }
  const texts = held.data.words[lang];
  return sorted(Array.from(best.values()))
    .slice(0, FILTERS_AT_MOST)
    .map(({ rank, field, code }) => {
      const sub = phrase(texts, "panel_suggest_filter", { facet: phrase(texts, `facet_${field}`) });
      return { rank, row: { field, code, name: held.optionName(field, code, lang), sub, mark: "", same: false } };
    });
}

/**
 * How a name of an entity agrees with the words: it is the same, begins with them, holds them, or not at all.
 * @param {string} words
 * @returns {(one: Entity) => number}
 */
function rankOf(words) {
  const line = `\n${words}`;
  const start = isLatin(words) ? speltPatterns(words).start : null;
  const parts = words.split(" ");
  const holds = parts.map(holdingTest);
  const named = parts.map(namedTest);
  return (one) => {
    const text = `\n${one.text}\n`;
    if (text.includes(`${line}\n`)) return SAME;
    if (text.includes(line) || (start && start.test(one.pinyin))) return BEGINS;
    return holds.every((test) => test(one)) && named.every((test) => test(one)) ? HOLDS : NOT;
  };
}

/**
 * Whether a name of an entity holds a word, letters at the start of a word: hn is not meant in technology.
 * @param {string} word
 * @returns {(one: Entity) => boolean}
 */
function namedTest(word) {
  const names = (/** @type {Entity} */ one) => one.text.split(WORDS)[0];
  if (!isLatin(word)) return (one) => names(one).includes(word);
  const starts = new RegExp(`(?:^|[^a-z0-9])${word}`);
  const { pinyin, initials } = speltPatterns(word);
  return (one) => starts.test(names(one)) || pinyin.test(one.pinyin) || initials.test(one.pinyin);
}

/** @param {Held} held @param {Entity} one @param {string} lang @returns {Suggested} */
function entityRow(held, one, lang) {
  const { id, name, sub, mark } = itemOf(held, one, lang);
  const kind = phrase(held.data.words[lang], mark === "other" ? "panel_other_body" : `kind_${mark}`);
  return { field: "", code: id, name, sub: [kind, sub].filter(Boolean).join(" · "), mark, same: false };
}
