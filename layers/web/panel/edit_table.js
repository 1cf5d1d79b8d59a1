// Many rows of a dataset: the table, what of it is shown, and one basis for all that is saved.

import { button, countPhrase, el, fillOptions, phrase, say, set } from "../base/dom.js";
import { readCell } from "./cell_check.js";
import { BasisForm } from "./edit_basis.js";
import { faultWords } from "./edit_fault.js";
import { Grid } from "./edit_grid.js";
import { Typing } from "./edit_typing.js";

/** @typedef {import("./source.js").Source} Source @typedef {import("./cell_check.js").Column} Column */

const CHOICES = ["all", "changed", "faulty", "without"];

export class EditTable {
  /** @param {Node} root */
  constructor(root) {
    /** @type {import("../base/dom.js").Texts} */
    this.texts = {};
    /** @type {any} */
    this.data = null;
    /** @type {Typing | null} */
    this.typing = null;
    /** @type {Map<string, string[]>} */
    this.rows = new Map();
    /** @type {string[]} */
    this.keys = []; // of the rows that are shown
    this.turn = -1;
    this.search = el("input", { type: "search", class: "search", oninput: () => this.filter() });
    this.choice = el("select", { onchange: () => this.filter() });
    this.tally = el("p", { class: "tally", role: "status", "aria-live": "polite" });
    this.back = button("act", "", { onclick: () => this.step(false) });
    this.forth = button("act", "", { onclick: () => this.step(true) });
    this.bar = el("div", { class: "bar" }, this.search, this.choice, this.back, this.forth);
    this.grid = new Grid(this);
    this.hint = el("p", { class: "hint" });
    this.about = el("p", { class: "about", role: "status", "aria-live": "polite" });
    this.basis = new BasisForm();
    this.save = button("save", "", { onclick: () => this.send() });
    this.drop = button("act", "", { onclick: () => this.forget() });
    this.words = el("p", { class: "answer", role: "alert" });
    const below = el(
      "div",
      { class: "saving" },
      this.tally,
      this.basis.node,
      el("p", { class: "buttons" }, this.save, this.drop),
      this.words,
    );
    this.node = el("section", { class: "editor table" }, this.bar, this.grid.node, this.about, this.hint, below);
    root.appendChild(this.node);
  }

  /** @param {any} data @param {Source} source */
  show(data, source) {
    const name = `g60-typing-${data.draft}-${data.table}`;
    if (!this.typing || this.typing.name !== name) this.typing = new Typing(name);
    const isNew = !this.data || this.data.table !== data.table;
    this.data = data;
    this.source = source;
    this.texts = source.texts;
    this.columns = JSON.stringify(this.columns) === JSON.stringify(data.columns) ? this.columns : data.columns;
    this.rows = new Map(data.rows.map((/** @type {string[]} */ row) => [row[0], row]));
    this.typing.settle((key, field) => (this.rows.has(key) ? this.stored(key, field) : null));
    this.basis.show(data, source);
    this.label();
    if (isNew) this.choice.value = CHOICES.includes(data.show) ? data.show : "all";
    this.filter();
    this.say(data.answer);
  }

  label() {
    const say_ = (/** @type {Element} */ node, /** @type {string} */ code) => say(node, phrase(this.texts, code));
    const choices = CHOICES.filter((code) => code !== "without" || this.data.without);
    const named_ = (/** @type {string} */ code) => phrase(this.texts, `edit_show_${code}`);
    fillOptions(
      this.choice,
      choices.map((code) => [code, named_(code)]),
      this.choice.value || "all",
    );
    set(this.choice, { "aria-label": phrase(this.texts, "edit_show") });
    set(this.search, {
      placeholder: phrase(this.texts, "edit_search"),
      "aria-label": phrase(this.texts, "edit_search"),
    });
    say_(this.back, "edit_undo");
    say_(this.forth, "edit_redo");
    say_(this.save, "edit_save");
    say_(this.drop, "edit_drop");
    say_(this.hint, "edit_keys");
  }

  /** @param {{turn: number, done: boolean, words: string} | null} answer */
  say(answer) {
    if (!answer || answer.turn === this.turn) return;
    this.turn = answer.turn;
    this.told(answer.words, !answer.done);
  }

  /** @param {string} words @param {boolean} isBad */
  told(words, isBad) {
    say(this.words, words);
    this.words.classList.toggle("bad", isBad);
  }

  /** @param {string} key @param {string} field */
  stored(key, field) {
    const row = this.rows.get(key);
    const at = this.columns.findIndex((/** @type {Column} */ column) => column.name === field);
    return row ? row[at] : "";
  }

  /** Which rows are shown; the one that is being edited keeps its place on the screen only if it is one of them. */
  filter() {
    const wanted = this.search.value.trim().toLowerCase();
    const keep = /** @type {Record<string, (key: string) => boolean>} */ ({
      all: () => true,
      changed: (key) => Boolean(this.typing && this.typing.cells.has(key)),
      faulty: (key) => this.columns.some((/** @type {Column} */ _, /** @type {number} */ at) => this.faultOf(key, at)),
      without: (key) => !this.valueOf(key, this.data.without),
    })[this.choice.value];
    this.keys = Array.from(this.rows.keys()).filter((key) => {
      const row = /** @type {string[]} */ (this.rows.get(key));
      return keep(key) && (!wanted || row.some((cell) => cell.toLowerCase().includes(wanted)));
    });
    this.draw();
  }

  draw() {
    this.grid.show(this.columns, this.keys.length, phrase(this.texts, "edit_table_label"), this.data.frozen || 1);
    this.count();
    this.moved();
  }

  count() {
    const typing = /** @type {Typing} */ (this.typing);
    let bad = 0;
    for (const [key, row] of typing.cells) {
      for (const [field, { value }] of row) if (this.rows.has(key) && this.fault_(field, value)) bad += 1;
    }
    const shown = phrase(this.texts, "edit_rows_shown", { shown: this.keys.length, count: this.rows.size });
    const typed = typing.count ? countPhrase(this.texts, "edit_typed", typing.count) : "";
    say(
      this.tally,
      [shown, typed, bad ? countPhrase(this.texts, "edit_typed_bad", bad) : ""].filter(Boolean).join(" "),
    );
    this.save.disabled = !typing.count;
    set(this.drop, { hidden: !typing.count });
    this.back.disabled = false;
  }

  /** @param {string} field @param {string} value */
  fault_(field, value) {
    const column = this.columns.find((/** @type {Column} */ one) => one.name === field);
    return column && !column.locked ? faultWords(column, value, this.texts) : "";
  }

  /** @param {string} key @param {string} field */
  valueOf(key, field) {
    const held = this.typing && this.typing.at(key, field);
    return held ? held.value : this.stored(key, field);
  }

  /** @param {string} key @param {number} at */
  faultOf(key, at) {
    const column = this.columns[at];
    const held = this.typing && this.typing.at(key, column.name);
    if (held) return this.fault_(column.name, held.value);
    const found = this.data.faults[this.data.prefix + key];
    return (found && found[column.name] ? found[column.name].join("\n") : "") || "";
  }

  // What the table asks (GridHost) --------------------------------------------------------------

  /** @param {number} row @param {number} column */
  value(row, column) {
    return column ? this.valueOf(this.keys[row], this.columns[column].name) : this.keys[row];
  }

  /** @param {number} row @param {number} column */
  fault(row, column) {
    if (!column) return "";
    const [key, field] = [this.keys[row], this.columns[column].name];
    const saved = /** @type {Typing} */ (this.typing).overtaken(key, field, this.stored(key, field));
    return saved === null
      ? this.faultOf(key, column)
      : phrase(this.texts, "edit_overtaken_cell", { value: saved || "–" });
  }

  /** @param {number} row @param {number} column */
  changed(row, column) {
    return Boolean(this.typing && this.typing.at(this.keys[row], this.columns[column].name));
  }

  /** @param {{row: number, column: number, typed: string}[]} cells */
  typed(cells) {
    const read = cells.map(({ row, column, typed }) => ({
      key: this.keys[row],
      field: this.columns[column].name,
      value: readCell(this.columns[column], typed),
    }));
    const isNew = Boolean(this.typing && this.typing.take(read, (key, field) => this.stored(key, field)));
    this.draw();
    return isNew;
  }

  /** @param {boolean} forth */
  step(forth) {
    const typing = /** @type {Typing} */ (this.typing);
    const strokes = typing.step(forth, (key, field) => this.stored(key, field));
    if (!strokes) {
      if (this.source && !typing.count) this.source.tell({ type: forth ? "redo" : "undo", at: Date.now() });
      return;
    }
    const row = this.keys.indexOf(strokes[0].key);
    const column = this.columns.findIndex((/** @type {Column} */ one) => one.name === strokes[0].field);
    if (row >= 0) this.grid.move(row, column);
    this.draw();
  }

  moved() {
    if (!this.keys.length) {
      say(this.about, phrase(this.texts, "edit_no_rows"));
      return;
    }
    const { row, column } = this.grid;
    const one = this.columns[column];
    const fault = this.fault(row, column);
    const locked = one.locked && column ? phrase(this.texts, "edit_locked") : "";
    const open = column ? "" : phrase(this.texts, "edit_enter_opens");
    const name = this.data.frozen > 1 ? this.value(row, 1) : "";
    const about = [this.keys[row], name, one.label].filter(Boolean).join(" · ");
    say(this.about, [about, fault || locked || open].filter(Boolean).join("  "));
    this.about.classList.toggle("bad", Boolean(fault));
  }

  /** @param {string} code */
  refused(code) {
    this.told(phrase(this.texts, code), true);
  }

  leave() {
    this.save.disabled ? this.search.focus() : this.save.focus();
  }

  /** @param {number} row */
  open(row) {
    if (this.source) this.source.tell({ type: "go", subject: this.data.prefix + this.keys[row] });
  }

  // Saving --------------------------------------------------------------------------------------

  send() {
    this.grid.commit();
    const { cells, expected } = /** @type {Typing} */ (this.typing).sent();
    const filled = Object.values(cells).some((row) => Object.values(row).some(Boolean));
    const lacks = this.data.cited && filled ? this.basis.missing() : "";
    if (lacks) this.told(phrase(this.texts, lacks), true);
    else if (this.source) {
      this.told(phrase(this.texts, "edit_saving"), false);
      const given = this.basis.given();
      this.source.tell({ type: "save_rows", table: this.data.table, cells, expected, given, at: Date.now() });
    }
  }

  forget() {
    if (this.typing) this.typing.drop();
    this.filter();
  }
}
