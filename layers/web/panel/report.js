// A page of words and figures: headings, facts, and tables in which every value opens its source.
//
// The data is a list of blocks, each with a `type`:
//   heading {text, level}   words {text, quiet, lead}   facts {facts}   fold {label, blocks, key}
//   actions {label, actions: [{label, event, on} or {label, page} or {label, href}]}
//   table {caption, label, head: [label], rows: [{label, cells, differs, note, event}], numbers: [column]}
// A cell is an entry with evidence, {text, quiet, code}, {label, href}, {count, event} for a number that filters, or
// null for none; {actions} are those of an actions block. An entry that is `short` stays on one line, one with a `lamp`
// has the colour of that lamp beside its sign. Cells of the columns in `numbers` are set to the right; a table with a
// `look` is set in its own way. Cells with `opens` and `input` are in opening.js, those with `spark` in spark.js.

import { button, el, empty, focused, named, set } from "../base/dom.js";
import { keptNumber } from "../base/kept_number.js";
import { watchFold } from "../base/opened.js";
import { entryLine, evidenceMark, opensByFigure, pageLink, valueNode } from "./evidence.js";
import { openingCell, ownLink, settingCell } from "./opening.js";
import { watchSideways } from "./sideways.js";
import { sparkNode } from "./spark.js";

/** @typedef {import("./source.js").Source} Source @typedef {Record<string, any>} Block */

export class Report {
  /** @param {Node} root @param {string} [about] */
  constructor(root, about) {
    this.body = el("article", { class: about || "report", onclick: (event) => this.clicked(event) });
    root.appendChild(this.body);
    /** @type {Set<string>} */
    this.opened = new Set();
    /** @type {Set<string>} */
    this.unfolded = new Set();
    /** @type {import("./source.js").PanelEvent[]} */
    this.events = [];
    /** @type {((on: boolean) => void) | null} */
    this.open = null; // closes the cell that is open
    /** @type {number[]} */
    this.numbers = [];
    this.number = 0;
    this.text = "";
  }

  /** @param {Block[]} blocks @param {Source} source */
  show(blocks, source) {
    this.source = source;
    const text = JSON.stringify([blocks, source.lang]);
    if (text === this.text) return; // a rerun that says the same leaves what is open open
    this.text = text;
    this.events = [];
    this.number = 0;
    this.open = null;
    set(this.body, { lang: source.lang === "en" ? "en" : "zh-CN" });
    const here = focused(this.body.getRootNode());
    const input = here && this.body.contains(here) && here.dataset.input;
    empty(this.body).append(...blocks.map((block) => this.block(block)));
    const same = input && this.body.querySelector(`[data-input="${CSS.escape(input)}"]`);
    if (same instanceof HTMLElement) same.focus();
  }

  /** @param {Block} block @returns {HTMLElement} */
  block(block) {
    if (block.type === "heading") return named(block.level === 3 ? "h3" : "h2", "", block.text);
    if (block.type === "fold") return this.fold(block);
    if (block.type === "facts") return this.facts(block);
    if (block.type === "actions") return this.actions(block);
    if (block.type === "table") return this.table(block);
    const lead = block.lead && named("strong", "", `${block.lead} `);
    const words = named("p", block.quiet ? "words quiet" : "words", block.text);
    if (lead) words.prepend(lead);
    return words;
  }

  /** @returns {Source} */
  get from() {
    return /** @type {Source} */ (this.source);
  }

  /**
   * Blocks that are there on demand; what the reader has opened stays open.
   * @param {Block} block
   */
  fold(block) {
    const key = block.key || block.label;
    const summary = named("summary", "", block.label);
    const node = el("details", { class: "fold", open: this.unfolded.has(key) }, summary);
    watchFold(node, summary);
    node.addEventListener("toggle", () => (node.open ? this.unfolded.add(key) : this.unfolded.delete(key)));
    node.append(...block.blocks.map((/** @type {Block} */ inner) => this.block(inner)));
    return node;
  }

  /** @param {Block} block */
  facts(block) {
    const lines = block.facts.map((/** @type {any} */ one) =>
      entryLine(one, this.from, `f${this.number++}`, this.opened),
    );
    return el("dl", { class: "facts" }, ...lines);
  }

  /** @param {Block} block */
  actions(block) {
    const nodes = this.acts(block.actions);
    const about = block.look ? `actions ${block.look}` : "actions";
    return el("p", { class: about }, block.label && named("span", "label", block.label), ...nodes);
  }

  /** @param {Block[]} actions */
  acts(actions) {
    return actions.map((action) => {
      if (action.kept) return this.remembered(action);
      if (action.page) return pageLink(this.from, action.page, action.label);
      if (action.href) return ownLink(action.href, action.label);
      const pressed = action.on === undefined ? null : String(action.on);
      return set(this.act(action.label, action.event, "action"), { "aria-pressed": pressed });
    });
  }

  /**
   * What leads back to the version that this browser keeps under a key; nothing where it keeps none below the newest.
   * @param {Block} action
   */
  remembered(action) {
    const version = keptNumber(action.kept);
    if (version < 1 || version >= action.below) return null;
    return this.act(action.label, Object.assign({}, action.event, { since: String(version) }), "action");
  }

  /** @param {string} label @param {import("./source.js").PanelEvent} event @param {string} className */
  act(label, event, className) {
    this.events.push(event);
    return button(className, label, { "data-event": this.events.length - 1 });
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const node = event.target instanceof Element ? event.target.closest("[data-event]") : null;
    if (!node || (node.hasAttribute("href") && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    this.from.tell(this.events[Number(node.getAttribute("data-event"))]);
  }

  /** @param {Block} block */
  table(block) {
    this.numbers = block.numbers || [];
    const aligned = (/** @type {number} */ at) => (this.numbers.includes(at) ? "number" : "");
    const labels = block.head.map((/** @type {string} */ label, /** @type {number} */ at) =>
      named("th", aligned(at), label, { scope: "col" }),
    );
    const body = el("tbody");
    for (const row of block.rows) this.row(row, body, block.head.length);
    const caption = block.caption && named("caption", "", block.caption);
    const table = el("table", { class: block.look }, caption, el("thead", {}, el("tr", {}, ...labels)), body);
    // The longest word of a column is shorter in Chinese.
    if (block.look === "even") table.style.minWidth = `${block.head.length * (this.from.lang === "en" ? 8.4 : 6.6)}em`;
    const label = block.label || block.caption || block.head.join(", ");
    const scroll = el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
    return watchSideways(scroll, this.from.texts);
  }

  /** @param {Block} row @param {HTMLElement} body @param {number} width */
  row(row, body, width) {
    const place = el("td", { colspan: width });
    const below = el("tr", { class: "below", hidden: true }, place);
    const label = row.event ? this.act(row.label, row.event, "name") : named("span", "name", row.label);
    const first = el("th", { scope: "row" }, label, row.note && named("span", "sub", row.note));
    const cells = row.cells.map((/** @type {Block | null} */ cell, /** @type {number} */ at) =>
      this.cell(cell, place, below, this.numbers.includes(at + 1) ? " number" : ""),
    );
    body.append(el("tr", { class: row.differs ? "differs" : "" }, first, ...cells), below);
  }

  /** @param {any} cell @param {HTMLElement} place @param {HTMLElement} below @param {string} aligned */
  cell(cell, place, below, aligned) {
    if (!cell) return el("td", { class: `none${aligned}` });
    if (cell.opens) return openingCell(this, cell, place, below, aligned);
    if (cell.input) return settingCell(this, cell, aligned);
    if (cell.spark) return el("td", { class: "sparked" }, sparkNode(cell.spark));
    if (cell.actions) return el("td", { class: "acts" }, ...this.acts(cell.actions));
    if (cell.event) return el("td", { class: "number" }, this.act(cell.count, cell.event, "count"));
    if (cell.page) return el("td", {}, pageLink(this.from, cell.page, cell.label));
    if (cell.href) return el("td", {}, ownLink(cell.href, cell.label));
    if (cell.evidence === undefined) {
      const className = (cell.quiet ? "quiet" : "") + (cell.code ? " code" : "") + aligned;
      return named("td", className, cell.text, { colspan: cell.span });
    }
    const id = `citation-c${this.number++}`;
    const toggled = () => set(below, { hidden: place.childNodes.length === 0 });
    const mark = evidenceMark(cell, this.from, id, () => place, toggled);
    const own = (cell.short ? " short" : "") + (cell.lamp ? ` lamp ${cell.lamp}` : "");
    const value = valueNode(cell, "div");
    if (cell.tone) value.className += ` tone ${cell.tone}`;
    opensByFigure(value, mark);
    return el("td", { class: `entry${aligned}${own}`, colspan: cell.span }, value, mark);
  }
}
