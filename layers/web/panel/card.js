// The card of one thing: a title block, its entries with the evidence of each, its neighbours. What it says is composed
// by g60.evidence.card; what the reader can do with it follows from the selection.

import { button, counted, el, empty, named, phrase, say } from "../base/dom.js";
import { entryLine, pageLink } from "./evidence.js";
import { rowNode, symbolMark } from "./rows.js";

/** @typedef {import("./source.js").Card} CardData @typedef {import("./source.js").Section} Section */
/** @typedef {import("./source.js").Source} Source */
/**
 * @typedef {Object} Around  what of the selection a card's links need
 * @property {string[]} units  the units that are filtered
 * @property {string[]} compared
 * @property {{id: string, name: string} | null} unit  where the subject lies, or the subject itself
 * @property {boolean} [edit]  whether the reader may edit the subject
 */

export const COMPARED_AT_MOST = 10;

/**
 * Its county or zone alone, or all again; into the comparison or out of it, and to the page where it stands.
 * @param {string} id
 * @param {Around} around
 * @returns {{code: string, values: Record<string, unknown>, event?: import("./source.js").PanelEvent, on?: boolean,
 * page?: string, about?: Record<string, string>}[]}
 */
export function cardLinks(id, around) {
  const { unit, units, compared } = around;
  const links = [];
  if (unit) {
    const on = units.length === 1 && units[0] === unit.id;
    links.push({
      code: on ? "only_off" : "only_unit",
      values: { unit: unit.name },
      event: { type: "only", id: unit.id },
      on,
    });
  }
  const on = compared.includes(id);
  if (on || compared.length < COMPARED_AT_MOST) {
    links.push({ code: on ? "compare_remove" : "compare_add", values: {}, event: { type: "compare", id }, on });
  }
  if (compared.length) links.push({ code: "compare_open", values: { count: compared.length }, page: "compare" });
  if (around.edit) links.push({ code: "panel_edit", values: {}, page: "edit", about: { subject: id } });
  return links;
}

export class Card {
  /** @param {() => void} back */
  constructor(back) {
    this.back = el("button", { type: "button", class: "back", onclick: back });
    this.body = el("div", { class: "body" });
    this.node = el("article", { class: "card" }, this.back, this.body);
    /** @type {Set<string>} */
    this.opened = new Set(); // lines whose citation is open
    this.id = "";
    this.text = "";
    this.number = 0;
  }

  /** @param {CardData} card @param {Around} around @param {Source} source */
  show(card, around, source) {
    say(this.back, phrase(source.texts, "panel_back"));
    const text = JSON.stringify([card, around, source.lang]);
    if (text === this.text) return;
    if (card.id !== this.id) this.opened.clear();
    this.text = text;
    this.id = card.id;
    this.number = 0;
    const header = el(
      "header",
      {},
      el("p", { class: "kind" }, symbolMark(card.mark), named("span", "", card.kind_name)),
      named("h2", "", card.title, { tabindex: -1 }),
      card.also && named("p", "also", card.also),
      card.also_note && named("p", "also note", card.also_note),
    );
    const sections = card.sections.map((section) => this.section(section, source));
    empty(this.body).append(header, this.links(card.id, around, source), ...sections);
  }

  /** Forgets what it showed: it is not there any more. */
  forget() {
    this.id = "";
    this.text = "";
  }

  /** @param {string} id @param {Around} around @param {Source} source */
  links(id, around, source) {
    const nodes = cardLinks(id, around).map(({ code, values, event, on, page, about }) => {
      const words = phrase(source.texts, code, values);
      if (page) return pageLink(source, page, words, about);
      return button("act", words, { "aria-pressed": String(on), onclick: () => event && source.tell(event) });
    });
    return el("p", { class: "links" }, ...nodes);
  }

  /** @param {Section} section @param {Source} source */
  section(section, source) {
    const entries = (section.entries || []).map((entry) => entryLine(entry, source, this.number++, this.opened));
    const rows = (section.rows || []).map((item) => rowNode(item, true));
    const facts = entries.length > 0 && el("dl", { class: "facts" }, ...entries);
    if (!section.title) return el("div", {}, facts);
    const count = rows.length > 0 && el("span", { class: "count" }, counted(section.count || rows.length));
    return el(
      "section",
      { class: "group" },
      el("h3", {}, named("span", "", section.title), count),
      section.note && named("p", "note", section.note),
      facts,
      rows.length > 0 && el("div", { class: "rows" }, ...rows),
    );
  }
}
