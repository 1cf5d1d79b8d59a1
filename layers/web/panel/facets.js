// The filters: a search line and four checklists. The host owns what is on; the panel shows a click at once.

import { arrange, counted, el, focused, isWriting, named, phrase, say, set, targetOf } from "../base/dom.js";
import { watchFold } from "../base/opened.js";
import { Offer } from "./offer.js";
import { walkOptions } from "./option_keys.js";
import { PATIENCE_MS } from "./source.js";

/** @typedef {import("./source.js").Source} Source */
/** @typedef {{code: string, label: string, count: number, on: boolean}} Option */
/** @typedef {{field: string, title: string, options: Option[]}} Facet */
/**
 * @typedef {{query: string, clearable: boolean, offer: string, facets: Facet[]}} FacetsData  `offer`: the address that
 *   says what words may stand for
 */
/**
 * @typedef {Object} Checklist
 * @property {Map<string, {node: HTMLElement, box: HTMLInputElement, name: HTMLElement, count: HTMLElement}>} options
 * @property {HTMLElement} legend
 * @property {HTMLElement} items
 * @property {HTMLElement} more
 * @property {HTMLElement} box
 * @property {Facet} facet
 */

const TYPING_MS = 200;
const LONG_LIST = 18; // options beyond which a list folds
const WIDE = window.matchMedia("(min-width: 1000px)");

export class Facets {
  /** @param {Node} root  what it stands in: an element or a shadow root */
  constructor(root) {
    this.root = root;
    /** @type {Map<string, Checklist>} */
    this.lists = new Map();
    /** @type {Map<string, {on: boolean, until: number}>} */
    this.wanted = new Map(); // "field code" -> clicks the host has not confirmed
    /** @type {string | null} */
    this.sent = null; // query text sent and not yet echoed
    this.timer = 0;
    this.patience = 0;
    this.echo = 0;
    this.composing = false;
    this.unfolded = new Set();
    /** @type {FacetsData} */
    this.data = { query: "", clearable: false, offer: "", facets: [] };
    this.input = el("input", {
      type: "search",
      class: "query",
      dir: "auto",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      maxlength: 200,
      oninput: () => this.typed(),
      onkeydown: (event) => this.searchKey(event),
      onblur: () => {
        this.offer.close();
        this.adoptQuery();
      },
      oncompositionstart: () => (this.composing = true),
      oncompositionend: () => {
        this.composing = false;
        this.typed();
      },
    });
    this.offer = new Offer(this.input, (one) => this.chosen(one));
    this.hint = el("kbd", { "aria-hidden": "true" }, "/");
    this.wipe = el("button", { type: "button", class: "wipe", hidden: true, onclick: () => this.wiped() }, "×");
    this.title = el("span", { class: "title" });
    this.number = el("span", { class: "number" });
    this.clear = el("button", { type: "button", class: "clear", onclick: () => this.clearAll() });
    this.body = el("div", { class: "lists" });
    this.summary = el("summary", {}, this.title, this.number);
    this.fold = el("details", { class: "fold", open: WIDE.matches }, this.summary, this.body);
    this.panel = el(
      "section",
      { class: "facets" },
      el(
        "div",
        { class: "search", role: "search" },
        this.input,
        this.hint,
        this.wipe,
        this.offer.list,
        this.offer.told,
      ),
      el("div", { class: "head" }, this.fold, this.clear),
    );
    this.root.appendChild(this.panel);
    watchFold(this.fold, this.summary, () => !WIDE.matches); // else it is no sheet over others
    this.widthChanged = () => (this.fold.open = WIDE.matches);
    this.slash = (/** @type {KeyboardEvent} */ event) => this.slashKey(event);
  }

  listen() {
    WIDE.addListener(this.widthChanged);
    document.addEventListener("keydown", this.slash);
  }

  silence() {
    WIDE.removeListener(this.widthChanged);
    document.removeEventListener("keydown", this.slash);
  }

  /** @param {FacetsData} data @param {Source} source */
  show(data, source) {
    this.put(data, source);
  }

  /**
   * Draws the filters; a host whose data has another form overrides `show` and comes here with the panel's own.
   * @param {FacetsData} data @param {Source} source
   */
  put(data, source) {
    this.data = data;
    this.source = source;
    const words = (/** @type {string} */ code) => phrase(source.texts, `panel_${code}`);
    set(this.panel, { lang: source.lang === "en" ? "en" : "zh-CN", "aria-label": words("filters_title") });
    set(this.input, { placeholder: words("search_placeholder"), "aria-label": words("search_placeholder") });
    say(this.title, words("filters_title"));
    say(this.clear, words("clear"));
    set(this.wipe, { "aria-label": words("clear_query") });
    this.offer.hear(source, data.offer);
    if (data.query === this.sent) this.sent = null;
    this.adoptQuery();
    this.settle();
    arrange(
      this.body,
      data.facets.map((facet) => this.showList(facet)),
    );
    this.showNumber();
  }

  /** @param {Facet} facet @returns {Checklist} */
  makeList(facet) {
    const [legend, items] = [el("legend"), el("div", { class: "items" })];
    const more = el("button", { type: "button", class: "more" });
    const box = el("fieldset", { class: "list" }, legend, items);
    const list = { options: new Map(), legend, items, more, box, facet };
    box.addEventListener("keydown", (event) => walkOptions(event, items));
    more.addEventListener("click", () => {
      if (!this.unfolded.delete(facet.field)) this.unfolded.add(facet.field);
      this.showList(list.facet);
    });
    this.lists.set(facet.field, list);
    return list;
  }

  /** @param {Facet} facet */
  showList(facet) {
    const list = this.lists.get(facet.field) || this.makeList(facet);
    list.facet = facet;
    say(list.legend, facet.title);
    const isLong = facet.options.length > LONG_LIST;
    const folded = isLong && !this.unfolded.has(facet.field);
    const shown = facet.options.filter((one, at) => !folded || at < LONG_LIST - 4 || this.isOn(facet.field, one));
    const parts = shown.map((option) => this.showOption(list, facet.field, option));
    arrange(
      list.items,
      parts.map((part) => part.node),
    );
    // One stop of the Tab key per list; the arrows move inside it. Nine and fifteen stops would be a corridor of their
    // own.
    const here = focused(this.root);
    const stop = parts.find(({ box }) => box === here) || parts.find(({ box }) => box.checked) || parts[0];
    for (const part of parts) set(part.box, { tabindex: part === stop ? 0 : -1 });
    if (isLong) {
      const count = facet.options.length - shown.length;
      if (this.source) say(list.more, phrase(this.source.texts, folded ? "panel_more" : "panel_less", { count }));
      if (list.more.parentNode !== list.box) list.box.append(list.more);
    } else list.more.remove();
    return list.box;
  }

  /** @param {Checklist} list @param {string} field @param {Option} option */
  makeOption(list, field, option) {
    const box = el("input", { type: "checkbox", "data-option": `${field} ${option.code}` });
    const [name, count] = [named("span", "name", ""), el("span", { class: "count" })];
    const part = { node: el("label", { class: "option" }, box, name, count), box, name, count };
    box.addEventListener("click", (event) => {
      // Not `disabled`: that would throw the focus away when a count falls to 0.
      if (box.checked && box.hasAttribute("aria-disabled")) event.preventDefault();
    });
    box.addEventListener("change", () => this.toggle(field, option.code, box.checked));
    list.options.set(option.code, part);
    return part;
  }

  /** @param {Checklist} list @param {string} field @param {Option} option */
  showOption(list, field, option) {
    const part = list.options.get(option.code) || this.makeOption(list, field, option);
    const on = this.isOn(field, option);
    const isEmpty = !option.count;
    say(part.name, option.label);
    say(part.count, counted(option.count));
    if (part.box.checked !== on) part.box.checked = on;
    set(part.box, { "aria-disabled": isEmpty && !on });
    part.node.classList.toggle("empty", isEmpty);
    part.node.classList.toggle("on", on);
    return part;
  }

  /**
   * What the reader last asked of this option, as long as the host may not have answered; then what the host says.
   * @param {string} field @param {Option} option
   */
  isOn(field, option) {
    const wish = this.wanted.get(`${field} ${option.code}`);
    return wish ? wish.on : option.on;
  }

  /** Forgets the wishes that the new data grants, and those it has left unanswered for too long. */
  settle() {
    for (const { field, options } of this.data.facets) {
      for (const option of options) {
        const wish = this.wanted.get(`${field} ${option.code}`);
        if (wish && (wish.on === option.on || Date.now() > wish.until)) this.wanted.delete(`${field} ${option.code}`);
      }
    }
  }

  /** @param {string} field @param {string} code @param {boolean} on */
  wish(field, code, on) {
    this.wanted.set(`${field} ${code}`, { on, until: Date.now() + PATIENCE_MS });
    this.waitFor(true);
  }

  /**
   * Waits for what the host confirms. Without an answer it asks once more, since the process that was asked may be
   * gone and another has taken over; then it shows what the host says: a refused click changes no data.
   * @param {boolean} again
   */
  waitFor(again) {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (!again || !this.wanted.size) {
        if (this.source) this.put(this.data, this.source);
        return;
      }
      for (const wish of this.wanted.values()) wish.until = Date.now() + PATIENCE_MS;
      this.tell({ type: "query" });
      this.waitFor(false);
    }, PATIENCE_MS + 50);
  }

  /** @param {string} field @param {string} code @param {boolean} on */
  toggle(field, code, on) {
    this.wish(field, code, on);
    const list = this.lists.get(field);
    const part = list && list.options.get(code);
    if (part) part.node.classList.toggle("on", on);
    this.showNumber();
    this.tell({ type: "toggle", field, code, on });
  }

  /**
   * Sends an event together with all that is on: Streamlit drops a trigger when a newer one comes before its run
   * starts.
   * @param {import("./source.js").PanelEvent} event
   */
  tell(event) {
    /** @type {Record<string, string[]>} */
    const selected = {};
    for (const { field, options } of this.data.facets) {
      selected[field] = options.filter((option) => this.isOn(field, option)).map((option) => option.code);
    }
    clearTimeout(this.timer);
    this.timer = 0;
    const q = this.input.value.trim();
    const asks = q !== this.data.query;
    if (asks) this.expect(q);
    if (this.source) this.source.tell(Object.assign({}, event, { selected, q }));
  }

  clearAll() {
    for (const facet of this.data.facets) {
      for (const option of facet.options)
        if (this.isOn(facet.field, option)) this.wish(facet.field, option.code, false);
      this.showList(facet);
    }
    this.input.value = "";
    this.tell({ type: "clear" });
    this.showNumber();
    // The button goes, so the focus moves on; not into the input on a phone, where a keyboard would jump up.
    (WIDE.matches ? this.input : this.summary).focus({ preventScroll: true });
  }

  showNumber() {
    let number = this.input.value.trim() ? 1 : 0;
    for (const { field, options } of this.data.facets) number += options.filter((one) => this.isOn(field, one)).length;
    say(this.number, number || "");
    const label = number && this.source && phrase(this.source.texts, "panel_filters_on", { count: number });
    set(this.number, { "aria-label": label || null });
    set(this.clear, { hidden: !number && !this.data.clearable });
    this.showHint();
  }

  showHint() {
    set(this.hint, { hidden: this.input.value !== "" });
    set(this.wipe, { hidden: this.input.value === "" });
  }

  typed() {
    this.showNumber();
    if (this.composing) return; // letters of an unfinished pinyin are not a question
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), TYPING_MS);
    this.offer.ask(this.input.value.trim());
  }

  /**
   * Takes what the search line offered: a filter is set, an area or a carrier is opened, and the words go; null asks
   * for the words.
   * @param {import("./suggesting.js").Suggested | null} one
   */
  chosen(one) {
    if (!one) {
      this.ask();
      return;
    }
    const { field, code } = one;
    this.input.value = "";
    if (field) this.wish(field, code, true);
    this.tell(field ? { type: "suggested", field, code } : { type: "suggested", id: code });
    this.showNumber();
    for (const facet of this.data.facets) this.showList(facet);
    if (!WIDE.matches) this.input.blur(); // the keyboard of a phone would cover what was found
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = 0;
    const words = this.input.value.trim();
    if (words === (this.sent === null ? this.data.query : this.sent)) return;
    this.expect(words);
    this.tell({ type: "query" });
  }

  /**
   * Waits for the host to echo a query, but not for ever: it may have its own spelling of it.
   * @param {string} words
   */
  expect(words) {
    this.sent = words;
    clearTimeout(this.echo);
    this.echo = setTimeout(() => (this.sent = null), PATIENCE_MS);
  }

  /** Takes the host's query into the input, unless the reader is writing there or has asked something newer. */
  adoptQuery() {
    const writing = focused(this.root) === this.input && this.input.value !== "";
    if (writing || this.timer || this.composing || this.sent !== null) return;
    if (this.input.value !== this.data.query) this.input.value = this.data.query;
    this.showHint();
  }

  wiped() {
    this.empty();
    this.input.focus({ preventScroll: true });
  }

  empty() {
    this.input.value = "";
    this.offer.ask("");
    this.showNumber();
    this.ask();
  }

  /** Puts the reader into the search line. */
  seek() {
    this.input.focus();
    this.input.select();
  }

  /** @param {KeyboardEvent} event */
  searchKey(event) {
    if (event.isComposing) return;
    if (event.key === "/" && this.input.value === "") {
      event.preventDefault(); // who is there already, after "clear" or a choice, asks for the line again by its key
    } else if (this.offer.key(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.offer.enter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.input.value === "") this.input.blur();
      else this.empty();
    } else if (event.key === "ArrowDown" && this.fold.open) {
      const first = this.body.querySelector('input[tabindex="0"]');
      if (!(first instanceof HTMLElement)) return;
      event.preventDefault();
      first.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  slashKey(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isWriting(targetOf(event))) return;
    event.preventDefault();
    this.seek();
  }
}
