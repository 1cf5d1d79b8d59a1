// The groups of the list as one sequence of rows: found by id, walked by the keys, drawn where somebody looks.

import { counted, el, empty, named, phrase } from "../base/dom.js";
import { AGAIN_MS, Blocks, Rows, rowKey } from "./rows.js";
import { FIELDS } from "./source.js";

/** @typedef {import("./source.js").Item} Item @typedef {import("./source.js").Group} Group */
/** @typedef {import("./source.js").Source} Source @typedef {import("./rows.js").KnownRows} KnownRows */

const LISTED = 100000; // rows that can be scrolled to: with many more a page is higher than browsers can draw

/**
 * The element that scrolls `node`: the panel on a desk, the whole page on a phone.
 * @param {HTMLElement} node
 * @returns {HTMLElement | null}
 */
export function scroller(node) {
  /** @type {Node | null} */
  let at = node;
  while (at) {
    const scrolls = at instanceof HTMLElement && at.scrollHeight > at.clientHeight + 1;
    if (scrolls && /auto|scroll/.test(getComputedStyle(/** @type {HTMLElement} */ (at)).overflowY)) {
      return /** @type {HTMLElement} */ (at);
    }
    at = at.parentNode || (at instanceof ShadowRoot ? at.host : null);
  }
  return null;
}

/**
 * The address of the list under other facets, written as the server writes it.
 * @param {string} address
 * @param {Record<string, string[]>} selected
 */
export function addressOf(address, selected) {
  const [path, query] = address.split("?");
  const [asked, told] = [new URLSearchParams(), new URLSearchParams(query)];
  // A checklist that the page does not show stays as it is.
  for (const field of FIELDS) for (const code of selected[field] || told.getAll(field)) asked.append(field, code);
  for (const [key, value] of told) if (!FIELDS.includes(key)) asked.append(key, value);
  return `${path}?${asked}`;
}

export class List {
  constructor() {
    this.node = el("div", { class: "list" });
    /** @type {KnownRows} */
    this.known = new Map();
    /** @type {{listed: number, blocks: Blocks}[]} */
    this.groups = [];
    /** @type {Map<string, [number, number]>} */
    this.where = new Map(); // id -> [group, index]
    /** @type {string | undefined} */
    this.address = undefined;
  }

  /**
   * Shows the list at an address: its groups, each with its title, its count and its first rows. The old rows stay
   * until the new ones have come.
   * @param {string} address
   * @param {Source} source
   * @param {(put: () => void) => void} swap  called with what puts the new rows there
   * @param {() => void} came  called when more have come
   */
  async show(address, source, swap, came) {
    if (address === this.address) return;
    this.address = address;
    const groups = await source.groups(address);
    if (address !== this.address) return; // a newer selection has overtaken this one
    if (groups) {
      swap(() => this.put(groups, address, source, came));
      return;
    }
    swap(() => this.fail(source));
    setTimeout(() => {
      if (address !== this.address) return;
      this.address = undefined;
      this.show(address, source, swap, came);
    }, AGAIN_MS);
  }

  /** @param {Group[]} groups @param {string} address @param {Source} source @param {() => void} came */
  put(groups, address, source, came) {
    const rows = new Rows(
      address,
      source,
      groups.map(([, , items]) => items),
      (group, start, items) => {
        this.learn(group, start, items);
        this.groups[group].blocks.came(start);
        came();
      },
    );
    this.where.clear();
    for (const [g, [, , items]] of groups.entries()) this.learn(g, 0, items);
    const listedNow = new Set(groups.map(([title]) => title));
    for (const key of Array.from(this.known.keys())) {
      const [title, id] = key.split("\n");
      if (!this.where.has(id) || !listedNow.has(title)) this.known.delete(key);
    }
    let left = LISTED;
    this.groups = groups.map(([title, count], g) => {
      const listed = Math.min(count, left);
      left -= listed;
      return { listed, blocks: new Blocks(rows, g, listed, this.known, title) };
    });
    empty(this.node).append(...groups.map(([title, count], g) => this.section(title, count, this.groups[g], source)));
  }

  /**
   * @param {string} title
   * @param {number} count
   * @param {{listed: number, blocks: Blocks}} group
   * @param {Source} source
   */
  section(title, count, group, source) {
    const head = el("h3", {}, named("span", "", title), el("span", { class: "count" }, counted(count)));
    const more = { count: counted(count - group.listed) };
    const rest = count > group.listed && el("p", { class: "rest" }, phrase(source.texts, "panel_more_rows", more));
    return el("section", { class: "group" }, head, group.blocks.node, rest);
  }

  /**
   * Says that the rows do not come; those of before stay, to be read.
   * @param {Source} source
   */
  fail(source) {
    if (this.node.querySelector(".failed")) return;
    const words = phrase(source.texts, "panel_rows_failed");
    this.node.prepend(el("p", { class: "rest failed", role: "status" }, words));
  }

  /**
   * Remembers where the items of a window are.
   * @param {number} group @param {number} start @param {Item[]} items
   */
  learn(group, start, items) {
    items.forEach((item, i) => {
      if (!this.where.has(item.id)) this.where.set(item.id, [group, start + i]);
    });
  }

  /** @param {Node | null} keep */
  draw(keep) {
    const panel = scroller(this.node);
    const place = panel ? panel.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    for (const { blocks } of this.groups)
      blocks.draw(Math.max(0, place.top), Math.min(innerHeight, place.bottom), keep);
  }

  /** Draws every row, for paper. */
  drawAll() {
    for (const { blocks } of this.groups) blocks.fillAll();
  }

  /** @param {string} id */
  find(id) {
    const at = this.where.get(id);
    return at ? this.groups[at[0]].blocks.at(at[1]) : null;
  }

  /**
   * The row that is already drawn for an id, or null.
   * @param {string} id
   */
  drawn(id) {
    const at = this.where.get(id);
    const entry = at && this.known.get(rowKey(this.groups[at[0]].blocks.title, id));
    return entry && entry[1].isConnected ? entry[1] : null;
  }

  first() {
    const group = this.groups.find(({ listed }) => listed > 0);
    return group ? group.blocks.at(0) : null;
  }

  /**
   * The row `step` rows after that of `id`, across groups; null at the ends.
   * @param {string} id @param {number} step
   */
  next(id, step) {
    const at = this.where.get(id);
    if (!at) return this.first();
    let [g, i] = at;
    i += step;
    while (g >= 0 && g < this.groups.length) {
      const length = this.groups[g].listed;
      if (i >= 0 && i < length) return this.groups[g].blocks.at(i);
      if (i < 0) {
        g -= 1;
        if (g >= 0) i = this.groups[g].listed - 1;
      } else {
        i -= length;
        g += 1;
      }
    }
    return null;
  }
}
