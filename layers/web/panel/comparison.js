// Side by side, from the cards: what is the same for all, what differs, who is alone with what. The lines are those of
// g60.evidence.compare; the blocks are drawn by report.js.

import { countPhrase, phrase } from "../base/dom.js";

/** @typedef {import("./source.js").Card} Card @typedef {import("./source.js").Entry} Entry */
/** @typedef {import("./source.js").Compared} Compared @typedef {import("./source.js").Texts} Texts */
/**
 * @typedef {Object} ComparedLine
 * @property {string} part
 * @property {string} code
 * @property {string} year
 * @property {string} label
 * @property {(Entry | null)[]} entries  one for each subject, null where the line does not apply to it
 * @property {"same" | "missing" | "single" | "differs"} state
 */

const COMPARED_PARTS = ["fields", "targets", "figures", "counts"];

/**
 * The lines of a comparison.
 * @param {Card[]} cards
 * @param {Texts} texts
 * @param {string[]} fields  in their order
 * @returns {ComparedLine[]}
 */
export function comparedLines(cards, texts, fields) {
  /** @type {Map<string, ComparedLine>} */
  const lines = new Map();
  cards.forEach((card, at) => {
    for (const section of card.sections) {
      for (const entry of section.entries || []) if (entry.compare) put(lines, entry, entry.compare, at, cards.length);
    }
  });
  for (const line of lines.values()) {
    const isFigure = line.part === "targets" || line.part === "figures";
    // A target that nobody set is missing; a field that a kind does not have does not apply.
    if (isFigure) line.entries = line.entries.map((entry) => entry || unstated(line, texts));
    const given = line.entries.filter((entry) => entry && !entry.missing);
    if (!given.length) line.state = "missing";
    else if (line.entries.every((entry) => sameOf(entry) !== "" && sameOf(entry) === sameOf(line.entries[0])))
      line.state = "same";
    else if (isFigure && given.length === 1) line.state = "single";
  }
  const place = (/** @type {ComparedLine} */ line) => (line.part === "fields" ? fields.indexOf(line.code) : 0);
  const ordered = Array.from(lines.values()).sort((one, other) => place(one) - place(other));
  return COMPARED_PARTS.flatMap((part) => ordered.filter((line) => line.part === part));
}

/**
 * @param {Map<string, ComparedLine>} lines
 * @param {Entry} entry
 * @param {Compared} as
 * @param {number} at
 * @param {number} count
 */
function put(lines, entry, as, at, count) {
  const key = [as.part, as.code, as.year || ""].join("|");
  const entries = new Array(count).fill(null);
  const { part, code, year = "" } = as;
  const line = lines.get(key) || { part, code, year, label: entry.label, entries, state: "differs" };
  if (!line.entries[at]) line.entries[at] = entry;
  lines.set(key, /** @type {ComparedLine} */ (line));
}

/** @param {ComparedLine} line @param {Texts} texts @returns {Entry} */
function unstated(line, texts) {
  const value = phrase(texts, "not_stated");
  return { field: "value", label: line.label, value, missing: true, evidence: "missing" };
}

/** @param {Entry | null} entry */
function sameOf(entry) {
  return entry && entry.compare ? entry.compare.same : "";
}

/**
 * The sum of a line as `3 + 4 = 7`, where all have a number and sums mean something; otherwise "".
 * @param {ComparedLine} line
 * @param {string[]} summed
 */
export function sumOf(line, summed) {
  const numbers = line.entries.map((entry) => (entry && entry.compare ? entry.compare.number : null));
  if (!summed.includes(line.code) || !numbers.every((number) => typeof number === "number")) return "";
  const sum = numbers.reduce((/** @type {number} */ one, other) => one + Number(other), 0);
  return `${numbers.join(" + ")} = ${Number(sum.toPrecision(10))}`;
}

/**
 * A comparison as the blocks of a report.
 * @param {Card[]} cards
 * @param {Texts} texts
 * @param {{summed: string[], fields: string[]}} about  the numbers whose sum means something, the order of the fields
 * @returns {Record<string, any>[]}
 */
export function comparisonBlocks(cards, texts, { summed, fields }) {
  const lines = comparedLines(cards, texts, fields);
  const of = (/** @type {string} */ state) => lines.filter((line) => line.state === state);
  const differing = of("differs");
  /** @type {Record<string, any>[]} */
  const blocks = sharedBlocks(of("same"), cards.length, texts);
  blocks.push({ type: "heading", text: phrase(texts, "compare_differs") });
  if (!differing.length) blocks.push({ type: "words", text: phrase(texts, "compare_nothing_differs") });
  const head = [phrase(texts, "compare_item"), ...cards.map((card) => card.title)];
  const rows = differing.map((line) => {
    const cells = line.entries.map((entry, at) => entry && Object.assign({}, entry, { caption: cards[at].title }));
    return { label: line.label, cells, differs: line.part !== "fields" };
  });
  if (rows.length) blocks.push({ type: "table", head, rows, look: "even" });
  const sums = differing.map((line) => [line, sumOf(line, summed)]).filter(([, words]) => words);
  const facts = sums.map(([line, words]) => sumEntry(/** @type {ComparedLine} */ (line), String(words), texts));
  if (facts.length) blocks.push({ type: "facts", facts });
  cards.forEach((card, at) => {
    const own = of("single")
      .flatMap((line) => line.entries[at] || [])
      .filter((entry) => !entry.missing);
    const label = phrase(texts, "compare_single", { name: card.title, count: own.length });
    if (own.length) blocks.push({ type: "fold", label, key: card.id, blocks: [{ type: "facts", facts: own }] });
  });
  const names = of("missing")
    .map((line) => line.label)
    .join(phrase(texts, "enumeration"));
  if (names) blocks.push({ type: "words", text: phrase(texts, "compare_missing", { names }), quiet: true });
  return blocks;
}

/** @param {ComparedLine[]} lines @param {number} count @param {Texts} texts */
function sharedBlocks(lines, count, texts) {
  if (!lines.length) return [];
  const goals = lines.filter((line) => line.part === "targets");
  const facts = [...goals, ...lines.filter((line) => line.part !== "targets")].map((line) => line.entries[0]);
  const names = goals.map((line) => line.label).join(phrase(texts, "enumeration"));
  const words = goals.length && {
    type: "words",
    text: countPhrase(texts, "compare_same_targets", goals.length) + names,
  };
  const heading = { type: "heading", text: phrase(texts, "compare_same", { count }) };
  return [heading, ...(words ? [words] : []), { type: "facts", facts }];
}

/** @param {ComparedLine} line @param {string} value @param {Texts} texts @returns {Entry} */
function sumEntry(line, value, texts) {
  const label = phrase(texts, "compare_sum", { name: line.label, count: line.entries.length });
  return { field: line.code, label, value, evidence: "derived" };
}
