// What the search line offers below it: filters, areas, carriers, and the words themselves. The line keeps the focus.

import { countPhrase, el, empty, named, phrase, say, set } from "../base/dom.js";
import { symbolMark } from "./rows.js";

/** @typedef {import("./source.js").Source} Source @typedef {import("./suggesting.js").Suggested} Suggested */

export class Offer {
  /**
   * @param {HTMLInputElement} input
   * @param {(one: Suggested | null) => void} choose  null: the words as they stand
   */
  constructor(input, choose) {
    this.input = input;
    this.choose = choose;
    /** @type {(Suggested | null)[]} */
    this.options = [];
    this.at = -1;
    this.byHand = false; // whether the reader has pointed at it with the keys
    this.words = "";
    /** @type {Promise<Suggested[] | null> | null} */
    this.coming = null;
    this.list = el("div", { class: "offered", role: "listbox", id: "offered", hidden: true });
    this.told = el("span", { class: "told", role: "status" });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the line
    this.list.addEventListener("click", (event) => this.clicked(event));
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "offered" });
  }

  /** @param {Source} source @param {string} address */
  hear(source, address) {
    this.source = source;
    this.address = address;
    set(this.list, { "aria-label": phrase(source.texts, "panel_suggest_title") });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /**
   * Asks what the words may stand for, and shows it while they stand in the line.
   * @param {string} words
   */
  async ask(words) {
    if (words === this.words && (this.coming || this.isOpen)) return;
    this.words = words;
    this.coming = null;
    if (!words || !this.source || !this.source.suggest) {
      this.close();
      return;
    }
    const coming = this.source.suggest(this.address || "", words);
    this.coming = coming;
    const found = await coming;
    if (this.coming !== coming) return; // newer words have overtaken these
    this.coming = null;
    if (found) this.open(found);
    else this.close();
  }

  /** @param {Suggested[]} found */
  open(found) {
    const root = /** @type {Document | ShadowRoot} */ (this.input.getRootNode());
    if (!this.source || this.words === "" || root.activeElement !== this.input) return; // the reader has gone on
    const { texts } = this.source;
    const wanted = this.isOpen && this.byHand ? this.options[this.at] : undefined;
    this.options = [...found, null];
    const asWords = phrase(texts, "panel_suggest_text", { words: this.words });
    const nodes = this.options.map((one, i) => {
      const parts = one
        ? [one.mark ? symbolMark(one.mark) : el("span", { class: "tick" }), named("span", "name", one.name)]
        : [el("span", { class: "lens" }), named("span", "name", asWords)];
      const sub = one && named("span", "sub", one.sub);
      return el("div", { class: "offer", role: "option", id: `offer-${i}`, "data-at": i }, ...parts, sub);
    });
    empty(this.list).append(...nodes);
    set(this.list, { hidden: false });
    set(this.input, { "aria-expanded": "true" });
    say(this.told, countPhrase(texts, "panel_suggest_count", found.length));
    // On a phone the line stands low, and the keyboard takes half of the screen.
    if (window.innerWidth < 700) this.input.scrollIntoView({ block: "start" });
    // What the reader has pointed at meanwhile stays so; else what bears the very words is taken by Enter.
    const still = wanted === undefined ? -1 : this.options.findIndex((one) => isSame(one, wanted));
    this.byHand = still >= 0;
    this.point(this.byHand ? still : found.length && found[0].same ? 0 : -1);
  }

  close() {
    this.coming = null;
    if (!this.isOpen) return;
    set(empty(this.list), { hidden: true });
    set(this.input, { "aria-expanded": "false", "aria-activedescendant": null });
    say(this.told, "");
    this.options = [];
    this.at = -1;
    this.byHand = false;
  }

  /** @param {number} at  -1 for none */
  point(at) {
    this.at = at;
    Array.from(this.list.children).forEach((node, i) => set(node, { "aria-selected": String(i === at) }));
    set(this.input, { "aria-activedescendant": at < 0 ? null : `offer-${at}` });
    const node = this.list.children[at];
    if (node) node.scrollIntoView({ block: "nearest" });
  }

  /** @param {Event} event */
  clicked(event) {
    const node = event.target instanceof Element ? event.target.closest(".offer") : null;
    if (node instanceof HTMLElement) this.take(Number(node.dataset.at));
  }

  /** @param {number} at */
  take(at) {
    const one = this.options[at] || null;
    this.close();
    this.choose(one);
  }

  /** Enter: what is pointed at, or what bears the very words as soon as it is known, or the words themselves. */
  async enter() {
    const coming = this.coming;
    if (coming) {
      await coming;
      await Promise.resolve(); // `ask` has shown it
    }
    this.take(this.isOpen ? this.at : -1);
  }

  /**
   * Takes a key of the line; false where it is not one of the list's.
   * @param {KeyboardEvent} event
   */
  key(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!this.isOpen || (!step && event.key !== "Escape")) return false;
    const count = this.options.length;
    if (step) {
      this.byHand = true;
      this.point(this.at < 0 && step < 0 ? count - 1 : (this.at + step + count) % count);
    } else {
      this.close();
    }
    return true;
  }
}

/** @param {Suggested | null} one @param {Suggested | null} other  null: the words as they stand */
function isSame(one, other) {
  if (!one || !other) return one === other;
  return one.field === other.field && one.code === other.code;
}
