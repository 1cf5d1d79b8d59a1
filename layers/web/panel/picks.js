// Rows taken into the comparison: a box at the end of each row, the key X at a row, and a line that says how many there
// are and leads to them. What is clicked shows at once; the host owns it.

import { button, el, empty, named, phrase, set } from "../base/dom.js";
import { COMPARED_AT_MOST } from "./card.js";
import { pageLink } from "./evidence.js";
import { idOf } from "./rows.js";
import { PATIENCE_MS } from "./source.js";

/** @typedef {import("./source.js").Source} Source */

export class Picks {
  /** @param {HTMLElement} list  what holds the rows */
  constructor(list) {
    this.list = list;
    /** @type {string[]} */
    this.ids = [];
    this.until = 0; // how long a click stands against a host that does not know it yet
    this.shown = "";
    this.node = el("div", { class: "picks", role: "status", hidden: true });
  }

  /** @param {string[]} compared @param {Source} source */
  show(compared, source) {
    this.source = source;
    if (Date.now() > this.until || compared.join() === this.ids.join()) {
      this.ids = compared;
      this.until = 0;
    }
    this.draw("");
  }

  /** @param {string} id */
  toggle(id) {
    if (!id || !this.source) return;
    const is = this.ids.includes(id);
    if (!is && this.ids.length >= COMPARED_AT_MOST) {
      this.draw(phrase(this.source.texts, "panel_pick_full", { count: COMPARED_AT_MOST }));
      return;
    }
    this.tell(is ? this.ids.filter((other) => other !== id) : [...this.ids, id]);
  }

  /** @param {string[]} ids */
  tell(ids) {
    this.ids = ids;
    this.until = Date.now() + PATIENCE_MS;
    this.draw("");
    if (this.source) this.source.tell({ type: "compare", ids });
  }

  /** Marks the rows that have come. */
  mark() {
    for (const row of this.list.querySelectorAll(".row")) {
      const on = this.ids.includes(idOf(row));
      row.classList.toggle("picked", on);
      set(row, { "aria-description": on && this.source ? phrase(this.source.texts, "compare_remove") : null });
    }
  }

  /** @param {string} refused */
  draw(refused) {
    this.mark();
    if (!this.source) return;
    const { texts, lang } = this.source;
    const shown = JSON.stringify([this.ids, lang, refused]);
    if (shown === this.shown) return;
    this.shown = shown;
    set(this.node, { hidden: !this.ids.length });
    empty(this.node);
    if (!this.ids.length) return;
    const count = this.ids.length;
    const clear = button("act", phrase(texts, "compare_clear"), { onclick: () => this.tell([]) });
    const open = pageLink(this.source, "compare", phrase(texts, "compare_open", { count }));
    this.node.append(...(refused ? [named("span", "", refused)] : []), ...(open ? [open] : []), clear);
  }
}
