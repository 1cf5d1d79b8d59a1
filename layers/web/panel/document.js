// The text of a document with its line numbers. A sentence is chosen with the mouse (a selection, or a click on its
// line) or with the keyboard (arrows and Enter).
//
// The data: {title, lines: [[number, text]], count, from, chosen, words}. `words` are labels in the reader's language.

import { button, el, empty, named, set } from "../base/dom.js";

export class DocumentText {
  /** @param {Node} root */
  constructor(root) {
    this.find = el("input", { type: "search", class: "find", autocomplete: "off", dir: "auto" });
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.tell({ type: "find", text: this.find.value });
    });
    this.turns = el("span", { class: "turns" });
    this.head = el("p", { class: "head" }, this.find, this.turns);
    this.list = el("ol", { class: "lines", role: "listbox", tabindex: 0 });
    this.list.addEventListener("mouseup", (event) => this.chosen(event));
    this.list.addEventListener("keydown", (event) => this.keyed(event));
    this.node = el("section", { class: "document" }, this.head, this.list);
    root.appendChild(this.node);
    this.at = 0;
    this.shown = "";
  }

  /** @param {any} data @param {import("./source.js").Source} source */
  show(data, source) {
    this.source = source;
    set(this.node, { lang: source.lang === "en" ? "en" : "zh-CN" });
    set(this.find, { "aria-label": data.words.find, placeholder: data.words.find });
    set(this.list, { "aria-label": data.title });
    const last = data.from + data.lines.length - 1;
    const turns = [];
    if (data.from > 1) turns.push(this.turn(data.words.before, data.from - data.step));
    turns.push(named("span", "place", `${data.from}–${last} / ${data.count}`));
    if (last < data.count) turns.push(this.turn(data.words.after, last + 1));
    empty(this.turns).append(...turns);
    const shown = JSON.stringify(data.lines);
    if (shown !== this.shown) {
      this.shown = shown;
      empty(this.list).append(...data.lines.map((/** @type {[number, string]} */ line) => this.line(line)));
    }
    for (const row of this.rows()) set(row, { "aria-selected": String(Number(row.dataset.line) === data.chosen) });
    if (data.chosen && data.chosen !== this.at) {
      this.at = data.chosen;
      const row = this.row(this.at);
      if (row) row.scrollIntoView({ block: "nearest" });
    }
    this.mark();
  }

  /** @param {string} label @param {number} from */
  turn(label, from) {
    return button("turn", label, { onclick: () => this.tell({ type: "page", from: Math.max(1, from) }) });
  }

  /** @param {[number, string]} line */
  line([number, text]) {
    const words = named("span", "text", text);
    const name = text.trim() ? null : String(number); // an empty line has no words to be called by
    const about = { role: "option", id: `line-${number}`, "data-line": number, value: number, "aria-label": name };
    return el("li", about, words);
  }

  /** @returns {HTMLElement[]} */
  rows() {
    return /** @type {HTMLElement[]} */ (Array.from(this.list.children));
  }

  /** @param {number} number */
  row(number) {
    return this.rows().find((row) => Number(row.dataset.line) === number) || null;
  }

  /** Where the keyboard is. */
  mark() {
    for (const row of this.rows()) row.classList.toggle("at", Number(row.dataset.line) === this.at);
    set(this.list, { "aria-activedescendant": this.row(this.at) ? `line-${this.at}` : null });
  }

  /** @param {MouseEvent} event */
  chosen(event) {
    const target = event.target instanceof Element ? event.target.closest("li") : null;
    const root = /** @type {any} */ (this.node.getRootNode());
    const selection = root.getSelection ? root.getSelection() : document.getSelection();
    const words = selection ? String(selection) : "";
    const node = selection && words && selection.anchorNode ? selection.anchorNode.parentElement : null;
    const row = (node && this.list.contains(node) && node.closest("li")) || target;
    if (row) this.choose(Number(row.getAttribute("data-line")), words);
  }

  /** @param {number} line @param {string} words */
  choose(line, words) {
    this.at = line;
    this.mark();
    this.tell({ type: "line", line, words: words.split("\n")[0].slice(0, 500) });
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && this.row(this.at)) this.choose(this.at, "");
    else if (step) {
      const numbers = this.rows().map((row) => Number(row.dataset.line));
      const now = numbers.indexOf(this.at);
      this.at = numbers[now < 0 ? 0 : Math.min(numbers.length - 1, Math.max(0, now + step))];
      this.mark();
      const row = this.row(this.at);
      if (row) row.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  }

  /** @param {import("./source.js").PanelEvent} event */
  tell(event) {
    if (this.source) this.source.tell(event);
  }
}
