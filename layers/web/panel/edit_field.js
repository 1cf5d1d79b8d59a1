// One field of a form: what it is called, its value to be changed, what is wrong with it, and on what it rests now.

import { button, el, empty, fillOptions, named, phrase, say, set } from "../base/dom.js";
import { cellParts, readCell } from "./cell_check.js";
import { faultWords } from "./edit_fault.js";

/** @typedef {import("./cell_check.js").Column} Column */

export class EditField {
  /** @param {Column} column @param {() => void} changed */
  constructor(column, changed) {
    /** @type {import("../base/dom.js").Texts} */
    this.texts = {};
    this.column = column;
    this.changed = changed;
    this.stored = "";
    this.seen = "";
    this.label = named("span", "name", "");
    this.input = this.control();
    this.mark = el("p", { class: "fault", role: "alert" });
    // Both values, where somebody else has saved another one since typing began: saving waits for a choice.
    this.overtakenWords = named("span", "", "");
    this.takeTheirs = button("act", "", { onclick: () => this.choose(this.stored) });
    this.keepMine = button("act", "", { onclick: () => this.choose(this.value) });
    const choice = [this.overtakenWords, this.takeTheirs, this.keepMine];
    this.overtaken = el("p", { class: "overtaken", role: "alert", hidden: true }, ...choice);
    this.rests = named("p", "rests", "");
    this.again = el("input", { type: "checkbox", onchange: () => this.changed() });
    this.againWords = named("span", "", "");
    this.restsLine = el(
      "div",
      { class: "rests-line" },
      this.rests,
      el("label", { class: "again" }, this.again, this.againWords),
    );
    const isGroup = column.form === "codes";
    const outer = el(isGroup ? "fieldset" : "div", { class: "field" });
    this.known = el("datalist", { id: `known-${column.name}` });
    const head = isGroup
      ? el("legend", {}, this.label)
      : el("label", { class: "head", for: `field-${column.name}` }, this.label);
    outer.append(head, this.input, this.known, this.mark, this.overtaken, this.restsLine);
    set(outer, { "data-field": column.name });
    this.node = outer;
  }

  /** @param {string} value */
  choose(value) {
    this.seen = this.stored;
    this.write(value);
    this.tell();
    this.changed();
    this.focus();
  }

  control() {
    const { column } = this;
    const id = `field-${column.name}`;
    if (column.form === "codes") {
      const boxes = column.codes.map(([code, label]) =>
        el("label", { class: "box" }, el("input", { type: "checkbox", value: code, disabled: column.locked }), label),
      );
      return el("div", { class: "boxes", onchange: () => this.typed() }, ...boxes);
    }
    if (column.codes.length) return el("select", { id, disabled: column.locked, onchange: () => this.typed() });
    const isKnown = Boolean(column.known && column.known.length);
    const isShort = isKnown || ["number", "integer", "date", "period", "slug"].includes(column.form);
    const given = { id, disabled: column.locked, oninput: () => this.typed() };
    if (isKnown) Object.assign(given, { list: `known-${column.name}` });
    return isShort
      ? el("input", { type: "text", autocomplete: "off", ...given })
      : el("textarea", { rows: 1, ...given });
  }

  /**
   * @param {string} value  what the draft has
   * @param {{words: string} | undefined} citation
   * @param {string[]} faults  what the server found
   * @param {import("./source.js").Source} source
   */
  show(value, citation, faults, source) {
    const wasChanged = this.isChanged;
    this.texts = source.texts;
    this.faults = faults;
    const { column } = this;
    say(this.label, column.label + (column.required ? " *" : "") + (column.unit ? ` (${column.unit})` : ""));
    const known = (column.known || []).map(([id, name]) => el("option", { value: id, label: name }));
    if (this.known.childNodes.length !== known.length) empty(this.known).append(...known);
    say(this.rests, citation ? citation.words : "");
    say(this.againWords, phrase(source.texts, "edit_again"));
    set(this.restsLine, { hidden: !citation });
    set(this.again, { disabled: column.locked || !value });
    if (!wasChanged || this.value === value) {
      this.write(value);
      this.seen = value;
    }
    this.stored = value;
    this.tell();
  }

  /** @param {string} value */
  write(value) {
    this.raw = value;
    const { input, column } = this;
    if (column.form === "codes") {
      const parts = cellParts(value);
      for (const box of input.querySelectorAll("input")) box.checked = parts.includes(box.value);
    } else if (input instanceof HTMLSelectElement) {
      const known = column.codes.some(([code]) => code === value);
      const more = known || !value ? [] : [/** @type {[string, string]} */ ([value, value])];
      fillOptions(input, [["", "–"], ...more, ...column.codes], value);
    } else if (input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) {
      if (input.value !== value) input.value = value;
    }
  }

  typed() {
    this.raw = this.read();
    this.tell();
    this.changed();
  }

  read() {
    const { input, column } = this;
    if (column.form === "codes") {
      const boxes = Array.from(input.querySelectorAll("input")).filter((box) => box.checked);
      return boxes.map((box) => box.value).join(";");
    }
    const text = /** @type {HTMLInputElement} */ (input).value;
    return column.codes.length ? text : readCell(column, text);
  }

  get value() {
    return this.raw === undefined ? "" : this.raw;
  }

  get isChanged() {
    return this.raw !== undefined && this.value !== this.stored;
  }

  /** Whether somebody else saved another value since typing began. */
  get isOvertaken() {
    return this.isChanged && this.seen !== this.stored;
  }

  get fault() {
    return this.column.locked ? "" : faultWords(this.column, this.value, this.texts);
  }

  /** Marks what is changed and what is wrong. */
  tell() {
    const found = this.isChanged ? [this.fault] : this.faults && this.faults.length ? this.faults : [this.fault];
    say(this.mark, found.filter(Boolean).join("\n"));
    set(this.mark, { hidden: !found.some(Boolean) });
    set(this.overtaken, { hidden: !this.isOvertaken });
    if (this.isOvertaken) {
      say(this.overtakenWords, phrase(this.texts, "edit_overtaken", { value: this.stored || "–" }));
      say(this.takeTheirs, phrase(this.texts, "edit_overtaken_theirs", { value: this.stored || "–" }));
      say(this.keepMine, phrase(this.texts, "edit_overtaken_mine", { value: this.value || "–" }));
    }
    this.node.classList.toggle("changed", this.isChanged || this.again.checked);
    this.node.classList.toggle("bad", found.some(Boolean));
    set(this.input, { "aria-invalid": found.some(Boolean) ? "true" : null });
    if (this.input instanceof HTMLTextAreaElement && this.input.isConnected) grow(this.input);
  }

  focus() {
    const first = this.input.matches("input, select, textarea") ? this.input : this.input.querySelector("input");
    if (first instanceof HTMLElement) first.focus();
    this.node.scrollIntoView({ block: "center" });
  }
}

/** @param {HTMLTextAreaElement} area */
function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(240, area.scrollHeight + 2)}px`;
}

/**
 * Words that give no industry, each with the terms that it may be another spelling of.
 * @param {Record<string, string[]>} offers
 * @param {import("../base/dom.js").Texts} texts
 * @param {(term: string, like: string) => void} take
 */
export function offerList(offers, texts, take) {
  const lines = Object.entries(offers).map(([term, likes]) => {
    const buttons = likes.map((like) =>
      button("act", phrase(texts, "edit_offer_take", { term, like }), { onclick: () => take(term, like) }),
    );
    return el("li", {}, named("span", "", phrase(texts, "edit_offer", { term })), ...buttons);
  });
  return lines.length ? el("ul", { class: "offers" }, ...lines) : el("ul", { hidden: true });
}
