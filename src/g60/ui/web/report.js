// A page of words and figures: headings, facts, and tables in which every value opens its source.
//
// The data is a list of blocks, each with a `type`:
//   heading {text, level}   words {text, quiet, lead}   facts {facts}   fold {label, blocks, key}
//   actions {label, actions: [{label, event, on} or {label, page}]}
//   table {caption, head: [label], rows: [{label, cells, differs, note, event}], numbers: [column]}
// A cell is an entry with evidence, {text, quiet, code}, {label, href}, {count, event} for a number that filters, or null for
// none. Cells of the columns in `numbers` are set to the right; a table with a `look` is set in its own way. Cells with
// `opens` and `input` are in opening.js.

class Report {
  constructor(root) {
    this.body = el("article", { class: "report", onclick: (event) => this.clicked(event) });
    root.append(this.body);
    this.opened = new Set();
    this.unfolded = new Set();
  }

  show(data, send) {
    this.send = send;
    const text = JSON.stringify(data);
    if (text === this.text) return; // a rerun that says the same leaves what is open open
    this.text = text;
    this.texts = data.texts;
    this.events = [];
    this.number = 0;
    set(this.body, { lang: data.lang === "en" ? "en" : "zh-CN" });
    this.open = null;
    const input = focusedInput(this.body);
    this.body.textContent = "";
    for (const block of data.blocks) this.body.append(this[block.type](block));
    const same = input && this.body.querySelector(`[data-input="${CSS.escape(input)}"]`);
    if (same) same.focus();
  }

  heading(block) {
    return named("h" + (block.level || 2), "", block.text);
  }

  words(block) {
    return el("p", { class: block.quiet ? "words quiet" : "words", dir: "auto" }, block.lead && named("strong", "", block.lead + " "), block.text);
  }

  /** Blocks that are there on demand; what the reader has opened stays open. */
  fold(block) {
    const key = block.key || block.label;
    const node = el("details", { class: "fold", open: this.unfolded.has(key) }, named("summary", "", block.label));
    node.addEventListener("toggle", () => (node.open ? this.unfolded.add(key) : this.unfolded.delete(key)));
    node.append(...block.blocks.map((inner) => this[inner.type](inner)));
    return node;
  }

  facts(block) {
    return el("dl", { class: "facts" }, ...block.facts.map((entry) => fact(entry, this.texts, "f" + this.number++, this.opened)));
  }

  actions(block) {
    return el("p", { class: "actions" }, block.label && named("span", "label", block.label), ...block.actions.map((action) =>
      action.page ? pageLink(action.page, action.label) : set(this.button(action.label, action.event, "action"), { "aria-pressed": action.on === undefined ? null : String(action.on) })));
  }

  button(label, event, className) {
    this.events.push(event);
    return named("button", className, label, { type: "button", "data-event": this.events.length - 1 });
  }

  clicked(event) {
    const button = event.target.closest("[data-event]");
    if (!button || (button.href && (event.ctrlKey || event.metaKey || event.shiftKey))) return; // a link in a new tab
    event.preventDefault();
    this.send(this.events[Number(button.dataset.event)]);
  }

  table(block) {
    this.numbers = block.numbers || [];
    const head = el("tr", {}, ...block.head.map((label, at) => named("th", this.numbers.includes(at) ? "number" : "", label, { scope: "col" })));
    const table = el("table", { class: block.look, style: block.look === "even" && "min-width: " + block.head.length * 6.6 + "em" }, block.caption && named("caption", "", block.caption), el("thead", {}, head));
    const body = el("tbody");
    for (const row of block.rows) this.row(row, body, block.head.length);
    table.append(body);
    return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": block.caption || block.head.join(", ") }, table);
  }

  row(row, body, width) {
    const below = el("tr", { class: "below", hidden: true });
    const place = el("td", { colspan: width });
    below.append(place);
    const label = row.event ? this.button(row.label, row.event, "name") : named("span", "name", row.label);
    const first = el("th", { scope: "row" }, label, row.note && named("span", "sub", row.note));
    const cells = row.cells.map((cell, at) => this.cell(cell, place, below, this.numbers.includes(at + 1) ? " number" : ""));
    body.append(el("tr", { class: row.differs ? "differs" : "" }, first, ...cells), below);
  }

  cell(cell, place, below, aligned) {
    if (!cell) return el("td", { class: "none" + aligned });
    if (cell.opens) return openingCell(this, cell, place, below, aligned);
    if (cell.input) return settingCell(this, cell, aligned);
    if (cell.event) return el("td", { class: "number" }, this.button(cell.count, cell.event, "count"));
    if (cell.page || cell.href) return el("td", {}, link(cell));
    if (cell.evidence === undefined) return named("td", (cell.quiet ? "quiet" : "") + (cell.code ? " code" : "") + aligned, cell.text, cell.span && { colspan: cell.span });
    const id = "citation-c" + this.number++;
    const mark = evidenceMark(cell, this.texts, id, () => place, () => set(below, { hidden: place.childNodes.length === 0 }));
    const shown = value(cell);
    return el("td", { class: "entry" + aligned, colspan: cell.span }, el("div", { class: shown.className }, ...Array.from(shown.childNodes)), mark);
  }
}

const reports = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  let report = reports.get(root);
  if (!report) reports.set(root, (report = new Report(root)));
  report.show(component.data, (event) => component.setTriggerValue("event", event));
}
