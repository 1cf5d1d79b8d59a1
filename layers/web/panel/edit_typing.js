// What was typed in a table and is not saved yet: cells with the value that stood there, and each step back and forth.

import { keptTyping } from "./edit_basis.js";

/** @typedef {{key: string, field: string, value: string}} Typed  a cell as it becomes */
/**
 * A typed value, and the one that stood there when typing began; `told` is what somebody else saved meanwhile and who
 * types here has been shown.
 * @typedef {{value: string, seen: string, told?: string}} Pending
 */
/** @typedef {{key: string, field: string, before: string, after: string}} Stroke */

export class Typing {
  /** @param {string} name  under which the browser's tab keeps it */
  constructor(name) {
    this.name = name;
    /** @type {Map<string, Map<string, Pending>>} */
    this.cells = new Map();
    /** @type {Stroke[][]} */
    this.done = [];
    /** @type {Stroke[][]} */
    this.undone = [];
    for (const [key, field, value, seen] of keptTyping(name) || []) this.put(key, field, { value, seen });
  }

  /** @param {string} key @param {string} field @returns {Pending | undefined} */
  at(key, field) {
    const row = this.cells.get(key);
    return row && row.get(field);
  }

  /**
   * What somebody else saved in a cell since typing began there, which is now told; null where nobody did.
   * @param {string} key @param {string} field @param {string} stored
   */
  overtaken(key, field, stored) {
    const held = this.at(key, field);
    if (!held || held.seen === stored) return null;
    held.told = stored;
    return stored;
  }

  get count() {
    let count = 0;
    for (const row of this.cells.values()) count += row.size;
    return count;
  }

  /** @param {string} key @param {string} field @param {Pending | null} cell */
  put(key, field, cell) {
    const row = this.cells.get(key) || new Map();
    if (cell) this.cells.set(key, row.set(field, cell));
    else if (row.delete(field) && !row.size) this.cells.delete(key);
  }

  /**
   * Takes cells in as one step that can be undone; whether anything is different. Who types again where another value
   * was saved meanwhile, and has been told, replaces that one.
   * @param {Typed[]} cells
   * @param {(key: string, field: string) => string} stored  what the draft has there
   */
  take(cells, stored) {
    const strokes = [];
    for (const { key, field, value } of cells) {
      const held = this.at(key, field);
      const before = held ? held.value : stored(key, field);
      if (before !== value || (held && held.told !== undefined)) strokes.push({ key, field, before, after: value });
    }
    if (!strokes.length) return false;
    this.undone = [];
    this.done.push(strokes);
    this.apply(strokes, "after", stored);
    return true;
  }

  /**
   * @param {Stroke[]} strokes
   * @param {"before" | "after"} side
   * @param {(key: string, field: string) => string} stored
   */
  apply(strokes, side, stored) {
    for (const stroke of strokes) {
      const { key, field } = stroke;
      const [held, now] = [this.at(key, field), stored(key, field)];
      const seen = held && held.told !== now ? held.seen : now;
      const same = stroke[side] === seen && seen === now;
      this.put(key, field, same ? null : { value: stroke[side], seen });
    }
    this.keep();
  }

  /**
   * One step back, or forth again; the cells that it was about, or null where there is none.
   * @param {boolean} forth
   * @param {(key: string, field: string) => string} stored
   */
  step(forth, stored) {
    const [from, to] = forth ? [this.undone, this.done] : [this.done, this.undone];
    const strokes = from.pop();
    if (!strokes) return null;
    to.push(strokes);
    this.apply(strokes, forth ? "after" : "before", stored);
    return strokes;
  }

  /**
   * Forgets what the draft has by now, after it was saved.
   * @param {(key: string, field: string) => string | null} stored  null for a row that is gone
   */
  settle(stored) {
    const known = this.count;
    for (const [key, row] of Array.from(this.cells)) {
      for (const [field, { value }] of Array.from(row)) if (stored(key, field) === value) this.put(key, field, null);
    }
    if (this.count !== known) [this.done, this.undone] = [[], []];
    this.keep();
  }

  /** Lets go of everything that was typed. */
  drop() {
    this.cells.clear();
    [this.done, this.undone] = [[], []];
    this.keep();
  }

  keep() {
    const rows = [];
    for (const [key, row] of this.cells)
      for (const [field, { value, seen }] of row) rows.push([key, field, value, seen]);
    keptTyping(this.name, rows.length ? rows : null);
  }

  /** What is sent to be saved, and the values that stood there. */
  sent() {
    /** @type {Record<string, Record<string, string>>} */
    const cells = {};
    /** @type {Record<string, Record<string, string>>} */
    const expected = {};
    for (const [key, row] of this.cells) {
      cells[key] = {};
      expected[key] = {};
      for (const [field, { value, seen }] of row) {
        cells[key][field] = value;
        expected[key][field] = seen;
      }
    }
    return { cells, expected };
  }
}
