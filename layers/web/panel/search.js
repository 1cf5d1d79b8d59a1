// Search over names, aliases and words, in characters, in pinyin and by the initials of pinyin: the same answers as
// g60/search.py.

/** @typedef {import("./held.js").Held} Held @typedef {import("./held.js").Entity} Entity */

const WORD_START = "\u0001";
const INITIALS_ANYWHERE = 3;

/**
 * Whether each entity is found.
 * @param {Held} held
 * @param {string} query
 */
export function searchMask(held, query) {
  const asked = query.toLowerCase();
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
  if (unit) return (one) => one.unit === unit;
  if (!/^[a-z0-9]+$/.test(word)) return (one) => one.text.includes(word);
  const short = word.length >= INITIALS_ANYWHERE ? word : WORD_START + word;
  const syllables = new RegExp(WORD_START + word.split("").join(`${WORD_START}?`));
  return (one) => one.text.includes(word) || syllables.test(one.pinyin) || one.initials.includes(short);
}
