// What the selection gives: the counts, the list, or the card of the chosen one; in step with the map.

const PATIENCE_MS = 2500;

const FACETS = ["unit", "industry", "kind", "list"];

/** The address of the list under other facets, written as the server writes it. */
function addressOf(address, selected) {
  const [path, query] = address.split("?");
  const asked = FACETS.flatMap((field) => selected[field].map((code) => [field, code]));
  const rest = Array.from(new URLSearchParams(query)).filter(([key]) => !FACETS.includes(key));
  return path + "?" + new URLSearchParams([...asked, ...rest]);
}

const panels = new WeakMap();

class Results {
  constructor(root) {
    this.root = root;
    this.shut = { id: "", until: 0 }; // a card the reader has closed and the server may not know of yet
    this.hot = ""; // the thing under the pointer, here or on the map
    this.ahead = ""; // the address of the list that a click asked for, until the server has told it
    this.scrolled = 0; // where the list was when a card covered it
    this.build();
  }

  build() {
    this.counts = el("div", { class: "counts", role: "group" });
    this.list = new List();
    this.empty = el("div", { class: "empty" });
    this.front = el("div", { class: "front" }, this.counts, this.empty, this.list.node);
    this.card = new Card(() => this.close());
    this.panel = el("section", {
      class: "results",
      onclick: (event) => this.clicked(event),
      onkeydown: (event) => this.key(event),
      onpointerover: (event) => this.point(event, "mouse"),
      onpointerleave: () => this.warm("", true),
      onfocusin: (event) => this.point(event, "focus"),
    }, this.front, this.card.node);
    this.root.append(this.panel);
    this.hear = (event) => this.heard(event);
    this.hearAsked = (event) => this.goAhead(event.detail);
    this.scrolling = () => {
      if (this.frame) return;
      this.frame = requestAnimationFrame(() => { this.frame = 0; this.draw(); });
    };
  }

  listen() {
    window.addEventListener("message", this.hear);
    window.addEventListener("atlas-asked", this.hearAsked);
    window.addEventListener("scroll", this.scrolling, { capture: true, passive: true }); // scrolls do not bubble
    window.addEventListener("resize", this.scrolling);
  }

  silence() {
    window.removeEventListener("message", this.hear);
    window.removeEventListener("atlas-asked", this.hearAsked);
    window.removeEventListener("scroll", this.scrolling, { capture: true });
    window.removeEventListener("resize", this.scrolling);
  }

  show(data, send) {
    const before = this.data;
    this.data = data;
    this.send = send;
    const held = focused(this.root);
    const heldId = held && held.dataset ? held.dataset.id : undefined;
    set(this.panel, { lang: data.lang === "en" ? "en" : "zh-CN", "aria-label": phrase(data.texts, "results_title") });
    set(this.counts, { "aria-label": phrase(data.texts, "tallies") });
    this.showCounts();
    this.showEmpty();
    if (this.ahead === data.rows) this.catchUp();
    this.showList();
    const covered = this.panel.classList.contains("covered");
    this.showCard();
    this.draw();
    this.markChosen();
    // A rerun replaces rows; who was at a row stays at it.
    if (held && !held.isConnected) this.refocus(heldId, before);
    else if (held && this.covered() !== covered) this.refocus(heldId, before);
  }

  showCounts() {
    const nodes = this.data.counts.map((count) => {
      const old = Array.from(this.counts.children).find((child) => child.dataset.code === count.code);
      const node = old || el("button", { type: "button", class: "tally", "data-code": count.code },
        el("span", { class: "digits" }), el("span", { class: "label" }, mark(count.mark || count.code), named("span", "", "")));
      say(node.firstChild, counted(count.count));
      say(node.lastChild.lastChild, phrase(this.data.texts, "tally_" + count.code));
      node.classList.toggle("none", !count.count);
      set(node, { "aria-pressed": count.on === undefined ? null : String(Boolean(count.on)) });
      return node;
    });
    arrange(this.counts, nodes);
  }

  showEmpty() {
    const empty = this.data.empty;
    const text = JSON.stringify(empty);
    set(this.empty, { hidden: !empty });
    if (!empty || text === this.emptyText) return;
    this.emptyText = text;
    this.empty.textContent = "";
    this.empty.append(named("p", "title", empty.title), named("p", "", empty.text));
    if (empty.action) this.empty.append(el("button", { type: "button", class: "action", "data-event": "clear" }, empty.action));
  }

  /** Whether a card covers the list now. */
  covered() {
    const card = this.data.card;
    if (!card) return false;
    return !(this.shut.id === card.id && Date.now() < this.shut.until);
  }

  showCard() {
    const on = this.covered();
    const was = this.panel.classList.contains("covered");
    const panel = was === on ? null : scroller(this.panel);
    if (on && !was) this.scrolled = panel ? panel.scrollTop : 0;
    const changed = on && this.data.card.id !== this.card.id;
    if (on) this.card.show(this.data.card, this.data.texts);
    this.panel.classList.toggle("covered", on);
    set(this.front, { hidden: on });
    set(this.card.node, { hidden: !on });
    set(this.root.host, { "data-card": on }); // the page's sheet puts a card before the filters on a phone
    if (!on && was) {
      this.card.id = undefined;
      this.card.text = undefined;
      if (panel) panel.scrollTop = this.scrolled;
    } else if (on && (!was || changed)) this.toTop();
  }

  /** Brings a new card's beginning into view, within the panel; the page itself stays where it is. */
  toTop() {
    const panel = scroller(this.panel);
    if (!panel || !panel.closest(".st-key-atlas_results")) return;
    const place = this.panel.getBoundingClientRect();
    const above = place.top - panel.getBoundingClientRect().top;
    if (above < 0) panel.scrollTop += above;
  }

  refocus(id, before) {
    if (this.covered()) {
      const again = id && Array.from(this.card.node.querySelectorAll(".row")).find((node) => node.dataset.id === id);
      (again || this.card.back).focus({ preventScroll: true });
      return;
    }
    const last = before && before.card ? before.card.id : id;
    const node = (last && this.list.find(last)) || this.list.first();
    if (node) node.focus({ preventScroll: true });
  }

  /** The list of the server's address, or of the one that a click has gone ahead to. */
  showList() {
    this.list.show(this.ahead || this.data.rows, this.data.texts, (put) => this.swap(put), () => this.settle());
  }

  /** A facet was clicked: its list is fetched while the server works; what it does not confirm in time is taken back. */
  goAhead(asked) {
    if (!this.data || (asked.clear && /[?&](q|near|within)=/.test(this.ahead || this.data.rows))) return;
    this.catchUp();
    this.ahead = addressOf(this.data.rows, asked.selected);
    this.patience = setTimeout(() => { this.ahead = ""; this.showList(); }, PATIENCE_MS);
    this.showList();
  }

  catchUp() {
    clearTimeout(this.patience);
    this.ahead = "";
  }

  /** Puts new rows into the list; who was at a row stays at it. */
  swap(put) {
    const held = focused(this.root);
    const id = held && held.dataset ? held.dataset.id : undefined;
    put();
    this.draw();
    this.settle();
    this.panel.dataset.listed = String(Number(this.panel.dataset.listed || 0) + 1); // for those who wait from outside
    if (held && !held.isConnected) this.refocus(id, this.data);
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
    const row = (here && here.closest(".list .row")) || (this.data.focus && this.list.drawn(this.data.focus)) || this.list.node.querySelector(".row");
    if (this.stopRow && this.stopRow !== row) set(this.stopRow, { tabindex: -1 });
    if (row) set(row, { tabindex: 0 });
    this.stopRow = row;
  }

  markChosen() {
    for (const node of this.panel.querySelectorAll(".row[aria-current]")) if (node.dataset.id !== this.data.focus) set(node, { "aria-current": null });
    const node = this.data.focus && this.list.drawn(this.data.focus);
    if (node) set(node, { "aria-current": "true" });
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("row")) this.choose(button.dataset.id);
    else if (button.classList.contains("tally")) this.send({ type: "only", code: button.dataset.code });
    else if (button.dataset.event) this.send({ type: button.dataset.event, ...(button.dataset.id ? { id: button.dataset.id } : {}) });
  }

  choose(id) {
    this.shut.id = "";
    for (const node of this.panel.querySelectorAll(".row")) set(node, { "aria-current": node.dataset.id === id ? "true" : null });
    this.send({ type: "choose", id });
  }

  /** Back to the list; the focus stays on the map where the map asked for it. */
  close(fromMap) {
    if (!this.covered()) return;
    const id = this.data.card.id;
    this.shut = { id, until: Date.now() + PATIENCE_MS };
    this.showCard();
    this.draw();
    const node = this.list.find(id) || this.list.first();
    if (node) {
      if (!fromMap) node.focus({ preventScroll: true });
      this.reveal(node);
    }
    this.send({ type: "close" });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && this.covered()) {
      event.preventDefault();
      this.close();
      return;
    }
    const here = event.target.closest(".row");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !here) return;
    event.preventDefault();
    let next;
    if (this.covered()) {
      const rows = Array.from(this.card.node.querySelectorAll(".row"));
      next = rows[rows.indexOf(here) + step];
    } else next = this.list.next(here.dataset.id, step);
    if (!next) return;
    next.focus({ preventScroll: true });
    this.reveal(next);
    this.stop();
  }

  point(event, how) {
    if (how === "mouse" && event.pointerType === "touch") return;
    const node = event.target.closest(".row");
    this.warm(node ? node.dataset.id : "", true);
  }

  /** Lights the row of an id; tells the map when the news is ours. */
  warm(id, ours) {
    if (id === this.hot) return;
    this.hot = id;
    for (const node of this.panel.querySelectorAll(".row.hot")) node.classList.remove("hot");
    if (id) for (const node of this.panel.querySelectorAll(".row")) if (node.dataset.id === id) node.classList.add("hot");
    if (ours && (id === "" || isCode(id))) tellMap({ type: "hover", id });
  }

  heard(event) {
    const message = heard(event, ["hover", "choose", "layers", "base", "only", ...TOOL_MESSAGES]);
    if (!message) return;
    if (TOOL_MESSAGES.includes(message.type)) {
      useTool(message, this.send);
      return;
    }
    if (message.type === "only") {
      if (this.data.counts.some((count) => count.code === message.code)) this.send({ type: "only", code: message.code });
      return;
    }
    if (message.type === "layers" || message.type === "base") {
      const value = message[message.type];
      if (isCode(value)) this.send({ type: message.type, [message.type]: value });
      return;
    }
    if (!isCode(message.id)) return;
    if (message.type === "choose" && message.id === "") {
      this.close(true);
      return;
    }
    if (message.type === "choose") {
      this.shut.id = "";
      this.send({ type: "choose", id: message.id });
      return;
    }
    const node = message.id && !this.covered() ? this.list.find(message.id) : null;
    this.warm(message.id, false);
    if (node) this.reveal(node);
  }

  /** Scrolls a row into view within the panel only; on a phone the page is not moved by the map. */
  reveal(node) {
    const panel = scroller(this.panel);
    if (!panel || !panel.closest(".st-key-atlas_results")) {
      if (focused(this.root) === node) node.scrollIntoView({ block: "nearest" });
      return;
    }
    const place = node.getBoundingClientRect();
    const frame = panel.getBoundingClientRect();
    if (place.top < frame.top + 8) panel.scrollTop += place.top - frame.top - 8;
    else if (place.bottom > frame.bottom - 8) panel.scrollTop += place.bottom - frame.bottom + 8;
  }
}

export default function (component) {
  const root = component.parentElement;
  let panel = panels.get(root);
  if (!panel) panels.set(root, (panel = new Results(root)));
  const turn = (panel.turn = (panel.turn || 0) + 1);
  panel.listen();
  panel.show(component.data, (event) => component.setTriggerValue("event", event));
  // Streamlit may run the clean-up of an overtaken call after the next call: only the latest one ends the panel.
  return () => { if (panel.turn === turn) panel.silence(); };
}
