// Search over names, aliases and words, in characters, in pinyin and by the initials of pinyin: the same answers as
// g60.catalog.search. Marks stand before each name, each of its syllables, and each other reading of a syllable.

/** @typedef {import("./held.js").Held} Held @typedef {import("./held.js").Entity} Entity */

const INITIALS_ANYWHERE = 3;
const OTHERS_BEFORE = "(?:[^\\u0001\\u0002\\n]*\\u0002)*"; // within a syllable, before the reading that is looked for
const NEXT = `(?:(?:\\u0002[^\\u0001\\n]*)?\\u0001${OTHERS_BEFORE})?`; // between two letters
const REST_OF_SYLLABLE = "[^\\u0001\\n]*";

/**
 * A text as search compares it: one width, lower case, without apostrophes and accents, ü as v, single spaces
 * (g60.contract.spelling).
 * @param {string} raw
 */
export function searchForm(raw) {
  return raw
    .normalize("NFKD")
    .toLowerCase()
    .replace(/u\u0308/g, "v")
    .replace(/['\u2018\u2019\u02bc]|[\u0300-\u036f]/g, "")
    .replace(/ +/g, " ")
    .replace(/^ | $/g, "");
}

/** @param {string} word  whether it can be pinyin or initials */
export function isLatin(word) {
  return /^[a-z0-9]+$/.test(word);
}

/**
 * The patterns by which a word in Latin letters is found in a spelling: as pinyin, as initials, at its start.
 * @param {string} word
 */
export function speltPatterns(word) {
  const letters = word.split("");
  const pinyin = letters.join(NEXT);
  const initials = letters.map((letter) => `\\u0001${OTHERS_BEFORE}${letter}`).join(REST_OF_SYLLABLE);
  return {
    pinyin: new RegExp(`[\\u0001\\u0002]${pinyin}`),
    initials: new RegExp((word.length >= INITIALS_ANYWHERE ? "" : "\\n") + initials),
    start: new RegExp(`\\n(?:\\u0001${OTHERS_BEFORE}${pinyin}|${initials})`),
  };
}

/**
 * Whether each entity is found.
 * @param {Held} held
 * @param {string} query
 */
export function searchMask(held, query) {
  const asked = searchForm(query);
  const words = held.unitOf(asked) ? [asked] : asked.split(" ").filter(Boolean);
  const tests = words.map((word) => wordTest(held, word));
  return held.entities.map((one) => tests.every((test) => test(one)));
}

/**
 * What a word finds: a unit's name what lies in it, any other word what holds it.
 * @param {Held} held
 * @param {string} word
 * @returns {(one: Entity) => boolean}
 */
function wordTest(held, word) {
  const unit = held.unitOf(word);
  return unit ? (one) => one.unit === unit : holdingTest(word);
}

/**
 * Whether the own texts of an entity hold a word.
 * @param {string} word
 * @returns {(one: Entity) => boolean}
 */
export function holdingTest(word) {
  if (!isLatin(word)) return (one) => one.text.includes(word);
  const { pinyin, initials } = speltPatterns(word);
  return (one) => one.text.includes(word) || pinyin.test(one.pinyin) || initials.test(one.pinyin);
}

/**
 * The likely syllables of the first of an entity's names, with a space before each: the order of pinyin.
 * @param {string} spellings
 */
export function likelySpelling(spellings) {
  const name = spellings.split("\n")[1] || "";
  return name
    .split("\u0001")
    .map((readings) => readings.split("\u0002")[0])
    .join(" ");
}
