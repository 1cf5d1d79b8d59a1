// Rows of the list: one button per thing, and windows over long groups so that 100,000 rows cost what is seen. The
// first rows of every group come at once, the others when somebody scrolls to them.

import { el, named, phrase, set, svgNode } from "../base/dom.js";
import { ROWS_AT_ONCE } from "./source.js";

/** @typedef {import("./source.js").Item} Item @typedef {import("./source.js").Source} Source */
/** @typedef {{from: number, to: number, node: HTMLElement, full: boolean, near: boolean}} Block */
/** @typedef {Map<string, [string, HTMLElement]>} KnownRows  group and id -> [text of the item, row] */

const BLOCK = 25; // rows drawn or put away together
const WINDOWED = 50; // groups up to this length are simply drawn
const ROW_PX = 58; // a row nobody has measured yet
const AHEAD_PX = 600;
const AT_ONCE = 4; // requests on their way
export const AGAIN_MS = 3000;

/**
 * The forms of the map, at the size of a line of text: 20 by 14.
 * @type {Record<string, [string, Record<string, string | number>][]>}
 */
const FORMS = {
  band: [
    ["rect", { x: 0, y: 3, width: 20, height: 8, class: "band" }],
    ["line", { x1: 0, y1: 7, x2: 20, y2: 7, class: "line" }],
  ],
  ring: [
    ["circle", { cx: 10, cy: 7, r: 5.6, class: "ring" }],
    ["circle", { cx: 10, cy: 7, r: 1.4, class: "dot" }],
  ],
  hexagon: [["polygon", { points: "4.2,7 7.1,2 12.9,2 15.8,7 12.9,12 7.1,12", class: "hexagon" }]],
  disc: [
    ["circle", { cx: 10, cy: 7, r: 5.8, class: "disc" }],
    ["path", { d: "M5.2 9.4 L12.4 2.2 M7 11.4 L14.4 4 M10.6 12 L15.6 7", class: "hatch" }],
  ],
  carrier: [["circle", { cx: 10, cy: 7, r: 3.4, class: "solid" }]],
  other: [["circle", { cx: 10, cy: 7, r: 2.9, class: "open" }]],
  county: [["path", { d: "M4 4 L9 2 L16 3.4 L15 9 L10.6 12 L5.4 10.4 Z", class: "county" }]],
};

/**
 * The symbol of a kind of thing, as a drawing for the start of a line.
 * @param {string} kind
 */
export function symbolMark(kind) {
  const code = kind === "functional_zone" ? "county" : kind in FORMS || kind in AREA_SYMBOLS ? kind : "other";
  const [form, colour] = AREA_SYMBOLS[code] || [code, ""];
  const parts = FORMS[form].map(([tag, attributes]) => svgNode(tag, attributes));
  const mark = svgNode("svg", { viewBox: "0 0 20 14", class: `mark mark-${code}`, "aria-hidden": "true" }, ...parts);
  if (colour) mark.style.setProperty("--own", `var(--${colour})`);
  return mark;
}

/**
 * A row: symbol, name, second line. `compact` rows stand in a card's sections.
 * @param {Item} item
 * @param {boolean} compact
 */
export function rowNode(item, compact) {
  const attributes = { type: "button", class: compact ? "row compact" : "row", "data-id": item.id };
  const words = el(
    "span",
    { class: "words" },
    named("span", "name", item.name),
    item.sub && named("span", "sub", item.sub),
  );
  return el("button", Object.assign({ tabindex: compact ? 0 : -1 }, attributes), symbolMark(item.mark), words);
}

/** The rows of one selection, as far as they have come. */
export class Rows {
  /**
   * @param {string} address
   * @param {Source} source
   * @param {Item[][]} firsts  of each group
   * @param {(group: number, start: number, items: Item[]) => void} came
   */
  constructor(address, source, firsts, came) {
    this.address = address;
    this.source = source;
    this.windows = firsts.map((items) => new Map([[0, items]])); // for each group: start of the window -> its items
    this.came = came;
    /** @type {Set<string>} */
    this.asked = new Set();
    /** @type {[number, number][]} */
    this.waiting = []; // the last asked is fetched first: it is where the reader is
    this.under = 0;
  }

  /**
   * The items of [from, to), which lie in one window; null while they are not here.
   * @param {number} group @param {number} from @param {number} to
   */
  items(group, from, to) {
    const start = from - (from % ROWS_AT_ONCE);
    const items = this.windows[group].get(start);
    return items ? items.slice(from - start, to - start) : null;
  }

  /** @param {number} group @param {number} from */
  fetch(group, from) {
    this.waiting.push([group, from - (from % ROWS_AT_ONCE)]);
    this.next();
  }

  next() {
    while (this.under < AT_ONCE && this.waiting.length) {
      const [group, start] = /** @type {[number, number]} */ (this.waiting.pop());
      const key = `${group} ${start}`;
      if (!this.asked.has(key)) this.ask(key, group, start);
    }
  }

  /** @param {string} key @param {number} group @param {number} start */
  async ask(key, group, start) {
    this.asked.add(key);
    this.under += 1;
    const items = await this.source.rows(this.address, group, start);
    this.under -= 1;
    if (items) {
      this.windows[group].set(start, items);
      this.came(group, start, items);
    } else setTimeout(() => this.asked.delete(key), AGAIN_MS);
    this.next();
  }
}

/** A group's rows in blocks; each block is full, or empty with the height it had. */
export class Blocks {
  /**
   * @param {Rows} rows @param {number} group @param {number} count @param {KnownRows} known
   * @param {string} title  of the group: a thing may stand in several
   */
  constructor(rows, group, count, known, title) {
    this.rows = rows;
    this.group = group;
    this.title = title;
    this.known = known; // unchanged rows are kept, and with them focus and hover
    /** @type {Block[]} */
    this.blocks = [];
    /** @type {Block[]} */
    this.near = [];
    for (let at = 0; at < count; at += BLOCK) {
      const to = Math.min(at + BLOCK, count);
      const node = el("div", { class: "block" });
      node.style.height = `${(to - at) * ROW_PX}px`;
      this.blocks.push({ from: at, to, node, full: false, near: false });
    }
    this.node = el("div", { class: "rows" }, ...this.blocks.map((block) => block.node));
    this.windowed = count > WINDOWED;
    if (!this.windowed) this.fillAll();
  }

  /** Draws every row: the list is short, or it goes to paper. */
  fillAll() {
    for (const block of this.blocks) this.fill(block);
  }

  /** @param {Block} block */
  fill(block) {
    if (block.full) return;
    const items = this.rows.items(this.group, block.from, block.to);
    if (!items) {
      this.rows.fetch(this.group, block.from);
      return;
    }
    block.full = true;
    block.node.style.height = "";
    block.node.append(...items.map((item) => this.row(item)));
  }

  /**
   * Fills the blocks of a window that has come, if they are still looked at.
   * @param {number} start
   */
  came(start) {
    for (const block of this.blocks.slice(start / BLOCK, (start + ROWS_AT_ONCE) / BLOCK)) {
      if (!this.windowed || block.near) this.fill(block);
    }
  }

  /** @param {Item} item */
  row(item) {
    const words = phrase(this.rows.source.texts, "panel_pick");
    const text = JSON.stringify([item, words]);
    const key = rowKey(this.title, item.id);
    const before = this.known.get(key);
    if (before && before[0] === text) return before[1];
    const node = rowNode(item, false);
    node.append(el("span", { class: "pick", title: words, "aria-hidden": "true" }));
    set(node, { "aria-keyshortcuts": "X" });
    this.known.set(key, [text, node]);
    return node;
  }

  /** @param {Block} block */
  putAway(block) {
    if (!block.full) return;
    block.node.style.height = `${block.node.offsetHeight}px`;
    for (const child of block.node.querySelectorAll(".row")) this.known.delete(rowKey(this.title, idOf(child)));
    block.node.textContent = "";
    block.full = false;
  }

  /**
   * Fills the blocks near [top, bottom] of the viewport and puts the far ones away.
   * @param {number} top @param {number} bottom @param {Node | null} keep  what has the focus
   */
  draw(top, bottom, keep) {
    if (!this.windowed) return;
    for (const block of this.near) block.near = false;
    this.near = [];
    // The first block below the upper edge, by bisection: asking two thousand blocks at every scroll would be felt.
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle].node.getBoundingClientRect().bottom > top - AHEAD_PX) high = middle;
      else low = middle + 1;
    }
    for (const block of this.blocks.slice(low)) {
      if (block.node.getBoundingClientRect().top >= bottom + AHEAD_PX) break;
      block.near = true;
      this.near.push(block);
      this.fill(block);
    }
    for (const block of this.blocks) {
      if (block.full && !block.near && !(keep && block.node.contains(keep))) this.putAway(block);
    }
  }

  /**
   * The row at an index, drawn if it was not; null while it is on its way.
   * @param {number} index
   * @returns {HTMLElement | null}
   */
  at(index) {
    const block = this.blocks[Math.floor(index / BLOCK)];
    this.fill(block);
    return /** @type {HTMLElement | undefined} */ (block.node.children[index - block.from]) || null;
  }
}

/**
 * Under what a row is known: the title of its group, and its id.
 * @param {string} title @param {string} id
 */
export function rowKey(title, id) {
  return `${title}\n${id}`;
}

/**
 * The id of a row, "" of anything else.
 * @param {Element | null | undefined} node
 */
export function idOf(node) {
  return (node instanceof HTMLElement && node.dataset.id) || "";
}
