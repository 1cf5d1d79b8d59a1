// The filters: a search line and four checklists. The server owns what is on; the panel shows a click at once.

const PATIENCE_MS = 2500; // how long a click may stand against data that does not know it yet
const TYPING_MS = 200;
const LONG_LIST = 18; // options beyond which a list folds

const panels = new WeakMap(); // one panel per shadow root: Streamlit calls the default export for every new data

class Facets {
  constructor(root) {
    this.root = root;
    this.lists = new Map(); // field -> { box, legend, items, options: Map(code -> option) }
    this.wanted = new Map(); // "field code" -> { on, until }: clicks the server has not confirmed
    this.sent = null; // query text sent and not yet echoed
    this.timer = 0;
    this.composing = false;
    this.unfolded = new Set();
    this.build();
  }

  build() {
    this.input = el("input", {
      type: "search", class: "query", dir: "auto", autocomplete: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 200,
      oninput: () => this.typed(),
      onkeydown: (event) => this.searchKey(event),
      onblur: () => this.adoptQuery(),
      oncompositionstart: () => { this.composing = true; },
      oncompositionend: () => { this.composing = false; this.typed(); },
    });
    this.hint = el("kbd", { "aria-hidden": "true" }, "/");
    this.wipe = el("button", { type: "button", class: "wipe", hidden: true, onclick: () => { this.empty(); this.input.focus({ preventScroll: true }); } }, "×");
    this.title = el("span", { class: "title" });
    this.number = el("span", { class: "number" });
    this.clear = el("button", { type: "button", class: "clear", onclick: () => this.clearAll() });
    this.body = el("div", { class: "lists" });
    this.fold = el("details", { class: "fold", open: wide.matches },
      el("summary", {}, this.title, this.number),
      this.body);
    this.panel = el("section", { class: "facets" },
      el("div", { class: "search", role: "search" }, this.input, this.hint, this.wipe),
      el("div", { class: "head" }, this.fold, this.clear));
    this.root.append(this.panel);
    this.widthChanged = () => { this.fold.open = wide.matches; };
    this.slash = (event) => this.slashKey(event);
  }

  listen() {
    wide.addEventListener("change", this.widthChanged);
    document.addEventListener("keydown", this.slash);
  }

  silence() {
    wide.removeEventListener("change", this.widthChanged);
    document.removeEventListener("keydown", this.slash);
  }

  show(given, send) {
    const named = (options) => options.map((option) => Array.isArray(option) ? { code: option[0], label: option[1], count: option[2], on: Boolean(option[3]) } : option);
    const data = { ...given, facets: given.facets.map((facet) => ({ ...facet, options: named(facet.options) })) };
    this.data = data;
    this.send = send;
    const texts = data.texts;
    set(this.panel, { lang: data.lang === "en" ? "en" : "zh-CN", "aria-label": phrase(texts, "filters_title") });
    set(this.input, { placeholder: phrase(texts, "search_placeholder"), "aria-label": phrase(texts, "search_placeholder") });
    say(this.title, phrase(texts, "filters_title"));
    say(this.clear, phrase(texts, "clear"));
    set(this.wipe, { "aria-label": phrase(texts, "clear_query") });
    if (data.query === this.sent) this.sent = null;
    this.adoptQuery();
    this.settle();
    arrange(this.body, data.facets.map((facet) => this.showList(facet)));
    this.showNumber();
  }

  showList(facet) {
    let list = this.lists.get(facet.field);
    if (!list) {
      list = { options: new Map(), legend: el("legend"), items: el("div", { class: "items" }), more: el("button", { type: "button", class: "more" }) };
      list.box = el("fieldset", { class: "list", onkeydown: (event) => this.listKey(event, list) }, list.legend, list.items);
      list.more.addEventListener("click", () => {
        if (!this.unfolded.delete(facet.field)) this.unfolded.add(facet.field);
        this.showList(list.facet);
      });
      this.lists.set(facet.field, list);
    }
    list.facet = facet;
    say(list.legend, facet.title);
    const folded = facet.options.length > LONG_LIST && !this.unfolded.has(facet.field);
    const shown = facet.options.filter((option, at) => !folded || at < LONG_LIST - 4 || this.isOn(facet.field, option));
    const nodes = shown.map((option) => this.showOption(list, facet.field, option));
    arrange(list.items, nodes);
    // One stop of the Tab key per list; the arrows move inside it. Nine and fifteen stops would be a corridor of their own.
    const stop = nodes.find((node) => node.firstChild === focused(this.root)) || nodes.find((node) => node.firstChild.checked) || nodes[0];
    for (const node of nodes) set(node.firstChild, { tabindex: node === stop ? 0 : -1 });
    if (facet.options.length > LONG_LIST) {
      say(list.more, phrase(this.data.texts, folded ? "more" : "less", { count: facet.options.length - shown.length }));
      if (list.more.parentNode !== list.box) list.box.append(list.more);
    } else list.more.remove();
    return list.box;
  }

  showOption(list, field, option) {
    let node = list.options.get(option.code);
    if (!node) {
      const box = el("input", { type: "checkbox" });
      node = el("label", { class: "option" }, box, named("span", "name", ""), el("span", { class: "count" }));
      box.addEventListener("click", (event) => {
        if (!box.checked || !box.hasAttribute("aria-disabled")) return;
        event.preventDefault(); // not `disabled`: that would throw the focus away when a count falls to 0
      });
      box.addEventListener("change", () => this.toggle(field, option.code, box.checked));
      list.options.set(option.code, node);
    }
    const [box, name, count] = node.children;
    const on = this.isOn(field, option);
    const empty = !option.count;
    say(name, option.label);
    say(count, counted(option.count));
    if (box.checked !== on) box.checked = on;
    set(box, { "aria-disabled": empty && !on });
    node.classList.toggle("empty", empty);
    node.classList.toggle("on", on);
    return node;
  }

  /** What the reader last asked of this option, as long as the server may not have answered; then what the server says. */
  isOn(field, option) {
    const wish = this.wanted.get(field + " " + option.code);
    return wish ? wish.on : option.on;
  }

  /** Forgets the wishes that the new data grants, and those it has left unanswered for too long. */
  settle() {
    for (const facet of this.data.facets) {
      for (const option of facet.options) {
        const wish = this.wanted.get(facet.field + " " + option.code);
        if (wish && (wish.on === option.on || Date.now() > wish.until)) this.wanted.delete(facet.field + " " + option.code);
      }
    }
  }

  wish(field, code, on) {
    this.wanted.set(field + " " + code, { on, until: Date.now() + PATIENCE_MS });
    clearTimeout(this.patience); // a refused click changes no data, so nobody would call
    this.patience = setTimeout(() => this.show(this.data, this.send), PATIENCE_MS + 50);
  }

  toggle(field, code, on) {
    this.wish(field, code, on);
    const list = this.lists.get(field);
    list.options.get(code).classList.toggle("on", on);
    this.showNumber();
    this.tell({ type: "toggle", field, code, on });
  }

  /** Sends an event together with all that is on: Streamlit drops a trigger when a newer one comes before its run starts. */
  tell(event) {
    const selected = {};
    for (const facet of this.data.facets) {
      selected[facet.field] = facet.options.filter((option) => this.isOn(facet.field, option)).map((option) => option.code);
    }
    clearTimeout(this.timer);
    this.timer = 0;
    const q = this.input.value.trim();
    if (q !== this.data.query) this.expect(q);
    else if (event.type !== "query") sayAsked({ ...selected, list: [...selected.list].sort() }, event.type === "clear");
    this.send({ ...event, selected, q });
  }

  clearAll() {
    for (const facet of this.data.facets) {
      for (const option of facet.options) {
        if (this.isOn(facet.field, option)) this.wish(facet.field, option.code, false);
      }
      this.showList(facet);
    }
    this.input.value = "";
    this.tell({ type: "clear" });
    this.showNumber();
    // The button goes, so the focus moves on; not into the input on a phone, where a keyboard would jump up.
    (wide.matches ? this.input : this.fold.firstChild).focus({ preventScroll: true });
  }

  showNumber() {
    let number = this.input.value.trim() ? 1 : 0;
    for (const facet of this.data.facets) number += facet.options.filter((option) => this.isOn(facet.field, option)).length;
    say(this.number, number || "");
    set(this.number, { "aria-label": number ? phrase(this.data.texts, "filters_on", { count: number }) : null });
    const something = number > 0 || this.data.clearable;
    set(this.clear, { hidden: !something });
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
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = 0;
    const words = this.input.value.trim();
    if (words === (this.sent === null ? this.data.query : this.sent)) return;
    this.expect(words);
    this.tell({ type: "query" });
  }

  /** Waits for the server to echo a query, but not for ever: it may have its own spelling of it. */
  expect(words) {
    this.sent = words;
    clearTimeout(this.echo);
    this.echo = setTimeout(() => { this.sent = null; }, PATIENCE_MS);
  }

  /** Takes the server's query into the input, unless the reader is writing there or has asked something newer. */
  adoptQuery() {
    const writing = focused(this.root) === this.input && this.input.value !== "";
    if (!this.data || writing || this.timer || this.composing || this.sent !== null) return;
    if (this.input.value !== this.data.query) this.input.value = this.data.query;
    this.showHint();
  }

  empty() {
    this.input.value = "";
    this.showNumber();
    this.ask();
  }

  searchKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.ask();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.input.value === "") this.input.blur();
      else this.empty();
    } else if (event.key === "ArrowDown") {
      const first = this.body.querySelector('input[tabindex="0"]');
      if (first && this.fold.open) { event.preventDefault(); first.focus(); }
    }
  }

  slashKey(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && target.type !== "checkbox") return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  listKey(event, list) {
    const boxes = Array.from(list.items.querySelectorAll("input"));
    const at = boxes.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = boxes[Math.max(0, Math.min(boxes.length - 1, to))];
    for (const box of boxes) set(box, { tabindex: box === next ? 0 : -1 });
    next.focus();
  }
}

export default function (component) {
  const root = component.parentElement;
  let panel = panels.get(root);
  if (!panel) panels.set(root, (panel = new Facets(root)));
  const turn = (panel.turn = (panel.turn || 0) + 1);
  panel.listen();
  panel.show(component.data, (event) => component.setTriggerValue("event", event));
  // Streamlit may run the clean-up of an overtaken call after the next call: only the latest one ends the panel.
  return () => { if (panel.turn === turn) panel.silence(); };
}
