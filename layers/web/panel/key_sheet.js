// The keys, on a sheet over the page: `?` opens and closes it, Esc closes it. Page and pack have their own keys in it.

import { button, el, empty, focused, named, phrase, set } from "../base/dom.js";

/** @typedef {import("../base/dom.js").Texts} Texts */
/** @typedef {{title: string, keys: [string, string][]}} KeyGroup  codes of texts; each key with what it does */

/** What every host with a map, a search line and a list has. @type {KeyGroup[]} */
export const COMMON_KEYS = [
  {
    title: "panel_keys_list",
    keys: [
      ["/", "panel_key_search"],
      ["↑ ↓", "panel_key_rows"],
      ["Enter", "panel_key_open"],
      ["X", "panel_key_pick"],
      ["Esc", "panel_key_back"],
      ["?", "panel_key_help"],
    ],
  },
  {
    title: "panel_keys_map",
    keys: [
      ["Tab", "panel_key_walk"],
      ["← ↑ → ↓", "panel_key_pan"],
      ["+ −", "panel_key_zoom"],
    ],
  },
];

export class KeySheet {
  /** @param {Node} root */
  constructor(root) {
    this.root = root;
    this.title = el("h2", { id: "keys-title" });
    this.shut = button("act", "", { onclick: () => this.close() });
    this.body = el("div", { class: "groups" });
    const head = el("header", {}, this.title, this.shut);
    const sheet = el("div", { class: "sheet", role: "dialog", "aria-modal": "true" }, head, this.body);
    set(sheet, { "aria-labelledby": "keys-title" });
    this.sheet = sheet;
    this.node = el("div", { class: "keys-over", hidden: true }, sheet);
    this.node.addEventListener("click", (event) => event.target === this.node && this.close());
    this.node.addEventListener("keydown", (event) => this.key(event));
    root.appendChild(this.node);
    /** @type {HTMLElement | null} */
    this.held = null;
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** @param {Texts} texts @param {KeyGroup[]} groups @param {string} lang */
  open(texts, groups, lang) {
    if (this.isOpen) return;
    set(this.node, { lang: lang === "en" ? "en" : "zh-CN" });
    this.title.textContent = phrase(texts, "panel_keys");
    this.shut.textContent = phrase(texts, "panel_keys_close");
    const parts = groups.map(({ title, keys }) => {
      const lines = keys.map(([key, code]) => [el("dt", {}, ...caps(key)), named("dd", "", phrase(texts, code))]);
      return el("section", {}, el("h3", {}, phrase(texts, title)), el("dl", {}, ...lines.flat()));
    });
    empty(this.body).append(...parts);
    this.held = focused(document);
    set(this.node, { hidden: false });
    this.shut.focus({ preventScroll: true });
  }

  /** Whether it was open. */
  close() {
    const was = this.isOpen;
    set(this.node, { hidden: true });
    if (was && this.held && this.held.isConnected) this.held.focus({ preventScroll: true });
    this.held = null;
    return was;
  }

  /** Nothing behind the sheet hears a key, and Tab stays at its one button. @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.key === "Tab" || event.key === "Escape" || event.key === "?") event.preventDefault();
    if (event.key === "Escape" || event.key === "?") this.close();
  }
}

/** @param {string} keys  separated by spaces */
function caps(keys) {
  return keys.split(" ").map((key) => el("kbd", {}, key));
}
