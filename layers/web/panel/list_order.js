// How the list is grouped and sorted: two quiet lists above it. The choice is part of the address.

import { el, fillOptions, named, phrase, say, set } from "../base/dom.js";

/** @typedef {{grouped: string, sorted: string}} Order  "" for the default */

export const GROUPS = ["kind", "unit", "industry", "evidence"];
export const SORTS = ["plan", "name"];

export class ListOrder {
  /** @param {(order: Order) => void} choose */
  constructor(choose) {
    const chosen = () => choose({ grouped: codeOf(this.grouped, GROUPS), sorted: codeOf(this.sorted, SORTS) });
    this.grouped = el("select", { onchange: chosen });
    this.sorted = el("select", { onchange: chosen });
    this.words = [named("span", "", ""), named("span", "", "")];
    this.node = el(
      "div",
      { class: "order" },
      el("label", {}, this.words[0], this.grouped),
      el("label", {}, this.words[1], this.sorted),
    );
  }

  /** @param {Order} order @param {import("./source.js").Texts} texts @param {boolean} any  whether there is a list */
  show(order, texts, any) {
    set(this.node, { hidden: !any });
    const words = (/** @type {string} */ code) => phrase(texts, `panel_${code}`);
    say(this.words[0], words("grouped"));
    say(this.words[1], words("sorted"));
    const options = (/** @type {string[]} */ codes, /** @type {string} */ of) =>
      codes.map((code) => /** @type {[string, string]} */ ([code, words(`${of}_${code}`)]));
    fillOptions(this.grouped, options(GROUPS, "grouped"), order.grouped || GROUPS[0]);
    fillOptions(this.sorted, options(SORTS, "sorted"), order.sorted || SORTS[0]);
  }
}

/** @param {HTMLSelectElement} select @param {string[]} codes */
function codeOf(select, codes) {
  return select.value === codes[0] ? "" : select.value;
}
