// What the selection gives: the counts, the list, or the card of the chosen one; in step with the map.

import {
  arrange,
  button,
  counted,
  el,
  empty,
  focused,
  isWriting,
  named,
  phrase,
  say,
  set,
  targetOf,
} from "../base/dom.js";
import { Card } from "./card.js";
import { addressOf, List, scroller } from "./list.js";
import { ListOrder } from "./list_order.js";
import { Picks } from "./picks.js";
import { idOf, symbolMark } from "./rows.js";
import { PATIENCE_MS } from "./source.js";

/** @typedef {import("./source.js").Source} Source */
/**
 * @typedef {Object} ResultsData
 * @property {string} focus
 * @property {string[]} units
 * @property {string[]} compared
 * @property {{id: string, name: string} | null} unit  where the chosen one lies
 * @property {{code: string, count: number}[]} counts
 * @property {string} rows  the address of the list
 * @property {import("./list_order.js").Order} order
 * @property {{title: string, text: string, action: string} | null} empty
 * @property {import("./source.js").Card | null} card
 * @property {boolean} [edit]  whether the reader may edit the chosen one
 */

export class Results {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.root = root;
    this.shut = { id: "", until: 0 }; // a card the reader has closed and the host may not know of yet
    this.hot = ""; // the thing under the pointer, here or on the map
    this.ahead = ""; // the address of the list that a click asked for, until the host has told it
    this.scrolled = 0; // where the list was when a card covered it
    this.emptyText = "";
    this.patience = 0;
    this.frame = 0;
    /** @type {ResultsData} */
    this.data = {
      ...{ focus: "", units: [], compared: [], unit: null, counts: [], rows: "" },
      ...{ order: { grouped: "", sorted: "" }, empty: null, card: null },
    };
    /** @type {Element | null} */
    this.stopRow = null;
    this.counts = el("div", { class: "counts", role: "group" });
    this.list = new List();
    this.empty = el("div", { class: "empty" });
    this.order = new ListOrder((order) => this.tell(Object.assign({ type: "listing" }, order)));
    this.picks = new Picks(this.list.node);
    const parts = [this.counts, this.empty, this.order.node, this.list.node, this.picks.node];
    this.front = el("div", { class: "front" }, ...parts);
    this.card = new Card(() => this.close());
    this.panel = el(
      "section",
      {
        class: "results",
        onclick: (event) => this.clicked(event),
        onkeydown: (event) => this.key(event),
        onpointerover: (event) => event.pointerType !== "touch" && this.point(event),
        onpointerleave: () => this.warm("", true),
        onfocusin: (event) => this.point(event),
      },
      this.front,
      this.card.node,
    );
    this.root.append(this.panel);
    // Esc leads back one step wherever the focus is; what is open inside takes it first.
    this.stepBack = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape" || event.defaultPrevented || isWriting(targetOf(event))) return;
      if (!this.covered() || document.querySelector(".stDialog")) return;
      event.preventDefault();
      this.close();
    };
    this.scrolling = () => {
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
      });
    };
  }

  listen() {
    window.addEventListener("scroll", this.scrolling, { capture: true, passive: true }); // scrolls do not bubble
    window.addEventListener("resize", this.scrolling);
    document.addEventListener("keydown", this.stepBack);
  }

  silence() {
    document.removeEventListener("keydown", this.stepBack);
    window.removeEventListener("scroll", this.scrolling, { capture: true });
    window.removeEventListener("resize", this.scrolling);
  }

  /** @param {import("./source.js").PanelEvent} event */
  tell(event) {
    if (this.source) this.source.tell(event);
  }

  /** @param {ResultsData} data @param {Source} source */
  show(data, source) {
    const before = this.data.card;
    this.data = data;
    this.source = source;
    const held = focused(this.root);
    const heldId = idOf(held);
    const { texts, lang } = source;
    set(this.panel, { lang: lang === "en" ? "en" : "zh-CN", "aria-label": phrase(texts, "panel_results_title") });
    set(this.counts, { "aria-label": phrase(texts, "panel_tallies"), hidden: !data.counts.length });
    this.showCounts(texts);
    this.order.show(data.order, texts, !data.empty);
    this.picks.show(data.compared, source);
    this.showEmpty();
    if (this.ahead === data.rows) this.catchUp();
    this.showList();
    const covered = this.panel.classList.contains("covered");
    this.showCard();
    this.draw();
    this.markChosen();
    // A rerun replaces rows; who was at a row stays at it.
    if (held && (!held.isConnected || this.covered() !== covered))
      this.refocus((before && before.id) || heldId, heldId);
  }

  /** @param {import("./source.js").Texts} texts */
  showCounts(texts) {
    const known = Array.from(this.counts.children);
    const nodes = this.data.counts.map(({ code, count }) => {
      const old = known.find((child) => child.getAttribute("data-code") === code);
      const node = old || this.tally(code);
      say(node.querySelector(".digits") || node, counted(count));
      say(node.querySelector(".label > span") || node, phrase(texts, `tally_${code}`));
      node.classList.toggle("none", !count);
      return node;
    });
    arrange(this.counts, nodes);
  }

  /** @param {string} code */
  tally(code) {
    const label = el("span", { class: "label" }, symbolMark(code), named("span", "", ""));
    const send = () => this.tell({ type: "only", code });
    const attributes = { type: "button", class: "tally", "data-code": code, onclick: send };
    return el("button", attributes, el("span", { class: "digits" }), label);
  }

  showEmpty() {
    const said = this.data.empty;
    const text = JSON.stringify(said);
    set(this.empty, { hidden: !said });
    if (!said || text === this.emptyText) return;
    this.emptyText = text;
    const action = button("action", said.action, { onclick: () => this.tell({ type: "clear" }) });
    empty(this.empty).append(named("p", "title", said.title), named("p", "", said.text), action);
  }

  /** Whether a card covers the list now. */
  covered() {
    const card = this.data.card;
    return Boolean(card) && !(card && this.shut.id === card.id && Date.now() < this.shut.until);
  }

  showCard() {
    const card = this.covered() ? this.data.card : null;
    const was = this.panel.classList.contains("covered");
    const panel = was === Boolean(card) ? null : scroller(this.panel);
    if (card && !was) this.scrolled = panel ? panel.scrollTop : 0;
    const changed = card && card.id !== this.card.id;
    if (card && this.source) this.card.show(card, this.data, this.source);
    this.panel.classList.toggle("covered", Boolean(card));
    set(this.front, { hidden: Boolean(card) });
    set(this.card.node, { hidden: !card });
    set(this.root.host, { "data-card": Boolean(card) }); // the page's sheet puts a card before the filters on a phone
    if (!card && was) {
      this.card.forget();
      const line = focused(document);
      // On a phone the words that closed the card stand in a line that has come up with the list, above the keyboard.
      if (line && isWriting(line) && !this.ownScroller()) line.scrollIntoView({ block: "start" });
      else if (panel) panel.scrollTop = this.scrolled;
    } else if (card && (!was || changed)) this.toTop();
  }

  /** The element that scrolls the results alone; null where the whole page scrolls, which no panel moves. */
  ownScroller() {
    const panel = scroller(this.panel);
    return panel && panel.closest("[data-scrolls-results], .st-key-atlas_results") ? panel : null;
  }

  /** Brings a new card's beginning into view, within the panel; the page itself stays where it is. */
  toTop() {
    const panel = this.ownScroller();
    if (!panel) return;
    const above = this.panel.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    if (above < 0) panel.scrollTop += above;
  }

  /** @param {string} last  the card that was open, or the row @param {string} id  the row that had the focus */
  refocus(last, id) {
    if (this.covered()) {
      const again = id && Array.from(this.card.node.querySelectorAll(".row")).find((node) => idOf(node) === id);
      (again instanceof HTMLElement ? again : this.card.back).focus({ preventScroll: true });
      return;
    }
    const node = (last && this.list.find(last)) || this.list.first();
    if (node) node.focus({ preventScroll: true });
  }

  /** The list of the host's address, or of the one that a click has gone ahead to. */
  showList() {
    if (!this.source) return;
    const settle = () => this.settle();
    this.list.show(this.ahead || this.data.rows, this.source, (put) => this.swap(put), settle);
  }

  /**
   * A facet was clicked: its list is fetched while the server works; what it does not confirm in time is taken back.
   * @param {Record<string, string[]>} selected @param {boolean} clear
   */
  goAhead(selected, clear) {
    if (!this.data.rows || (clear && /[?&](q|near|within)=/.test(this.ahead || this.data.rows))) return;
    this.catchUp();
    this.ahead = addressOf(this.data.rows, selected);
    this.patience = setTimeout(() => {
      this.ahead = "";
      this.showList();
    }, PATIENCE_MS);
    this.showList();
  }

  catchUp() {
    clearTimeout(this.patience);
    this.ahead = "";
  }

  /**
   * Puts new rows into the list; who was at a row stays at it.
   * @param {() => void} put
   */
  swap(put) {
    const held = focused(this.root);
    put();
    this.draw();
    this.settle();
    this.panel.dataset.listed = String(Number(this.panel.dataset.listed || 0) + 1); // for those who wait from outside
    const card = this.data.card;
    if (held && !held.isConnected) this.refocus(card ? card.id : idOf(held), idOf(held));
  }

  /** What has to be said again of rows that have come. */
  settle() {
    this.markChosen();
    this.stop();
  }

  draw() {
    if (!this.covered()) this.list.draw(focused(this.root));
    this.stop();
  }

  /** Leaves one stop of the Tab key in the list: the row with the focus, the chosen one, or the first. */
  stop() {
    const here = focused(this.root);
    const chosen = this.data.focus && this.list.drawn(this.data.focus);
    const row = (here && here.closest(".list .row")) || chosen || this.list.node.querySelector(".row");
    if (this.stopRow && this.stopRow !== row) set(this.stopRow, { tabindex: -1 });
    if (row) set(row, { tabindex: 0 });
    this.stopRow = row || null;
  }

  markChosen() {
    this.picks.mark();
    for (const node of this.panel.querySelectorAll(".row[aria-current]")) {
      if (idOf(node) !== this.data.focus) set(node, { "aria-current": null });
    }
    const node = this.data.focus && this.list.drawn(this.data.focus);
    if (node) set(node, { "aria-current": "true" });
  }

  /** @param {Event} event */
  clicked(event) {
    const at = event.target instanceof Element ? event.target : null;
    const row = at && at.closest("button.row");
    if (row && at.closest(".pick")) this.picks.toggle(idOf(row));
    else if (row) this.choose(idOf(row));
  }

  /** @param {string} id */
  choose(id) {
    this.shut.id = "";
    for (const node of this.panel.querySelectorAll(".row"))
      set(node, { "aria-current": idOf(node) === id ? "true" : null });
    this.tell({ type: "choose", id });
  }

  /**
   * Back to the list; the focus stays on the map where the map asked for it.
   * @param {boolean} [fromMap]
   */
  close(fromMap) {
    const card = this.data.card;
    if (!card || !this.covered()) return;
    this.shut = { id: card.id, until: Date.now() + PATIENCE_MS };
    this.showCard();
    this.draw();
    const node = this.list.find(card.id) || this.list.first();
    if (node) {
      if (!fromMap) node.focus({ preventScroll: true });
      this.reveal(node);
    }
    this.tell({ type: "close" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target instanceof Element ? event.target.closest(".row") : null;
    if (here && event.key.toLowerCase() === "x") this.picks.toggle(idOf(here));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!step || !here) return;
    event.preventDefault();
    const rows = Array.from(this.card.node.querySelectorAll(".row"));
    const next = this.covered() ? rows[rows.indexOf(here) + step] : this.list.next(idOf(here), step);
    if (!(next instanceof HTMLElement)) return;
    next.focus({ preventScroll: true });
    this.reveal(next);
    this.stop();
  }

  /** @param {Event} event */
  point(event) {
    this.warm(idOf(event.target instanceof Element ? event.target.closest(".row") : null), true);
  }

  /**
   * Lights the row of an id; tells the map when the news is ours.
   * @param {string} id @param {boolean} ours
   */
  warm(id, ours) {
    if (id === this.hot) return;
    this.hot = id;
    for (const node of this.panel.querySelectorAll(".row"))
      node.classList.toggle("hot", id !== "" && idOf(node) === id);
    if (ours && this.source) this.source.hover(id);
  }

  /**
   * The map's pointer is at something.
   * @param {string} id
   */
  hoveredOnMap(id) {
    const node = id && !this.covered() ? this.list.find(id) : null;
    this.warm(id, false);
    if (node) this.reveal(node);
  }

  /**
   * Something was chosen on the map; "" closes the card.
   * @param {string} id
   */
  chosenOnMap(id) {
    if (id === "") this.close(true);
    else {
      this.shut.id = "";
      this.tell({ type: "choose", id });
    }
  }

  /**
   * Scrolls a row into view within the panel only; on a phone the page is not moved by the map.
   * @param {HTMLElement} node
   */
  reveal(node) {
    const panel = this.ownScroller();
    if (!panel) {
      if (focused(this.root) === node) node.scrollIntoView({ block: "nearest" });
      return;
    }
    const place = node.getBoundingClientRect();
    const frame = panel.getBoundingClientRect();
    if (place.top < frame.top + 8) panel.scrollTop += place.top - frame.top - 8;
    else if (place.bottom > frame.bottom - 8) panel.scrollTop += place.bottom - frame.bottom + 8;
  }
}
