// A page of words and figures: headings, facts, and tables in which every value opens its source.
//
// The data is a list of blocks, each with a `type`:
//   heading {text, level}   words {text, quiet}   facts {facts}   actions {actions: [{label, event}]}
//   table {caption, head: [label], rows: [{label, cells, differs, note, event}], rowhead}
// A cell is an entry with evidence, {text, quiet}, {count, event} for a number that filters, or null for none.

class Report {
  constructor(root) {
    this.body = el("article", { class: "report", onclick: (event) => this.clicked(event) });
    root.append(this.body);
    this.opened = new Set();
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
    this.body.textContent = "";
    for (const block of data.blocks) this.body.append(this[block.type](block));
  }

  heading(block) {
    return named("h" + (block.level || 2), "", block.text);
  }

  words(block) {
    return named("p", block.quiet ? "words quiet" : "words", block.text);
  }

  facts(block) {
    return el("dl", { class: "facts" }, ...block.facts.map((entry) => fact(entry, this.texts, "f" + this.number++, this.opened)));
  }

  actions(block) {
    return el("p", { class: "actions" }, ...block.actions.map((action) => this.button(action.label, action.event, "action")));
  }

  button(label, event, className) {
    this.events.push(event);
    return named("button", className, label, { type: "button", "data-event": this.events.length - 1 });
  }

  clicked(event) {
    const button = event.target.closest("button[data-event]");
    if (button) this.send(this.events[Number(button.dataset.event)]);
  }

  table(block) {
    const head = el("tr", {}, ...block.head.map((label) => named("th", "", label, { scope: "col" })));
    const table = el("table", {}, block.caption && named("caption", "", block.caption), el("thead", {}, head));
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
    const cells = row.cells.map((cell) => this.cell(cell, place, below));
    body.append(el("tr", { class: row.differs ? "differs" : "" }, first, ...cells), below);
  }

  cell(cell, place, below) {
    if (!cell) return el("td", { class: "none" });
    if (cell.event) return el("td", { class: "number" }, this.button(cell.count, cell.event, "count"));
    if (cell.evidence === undefined) return named("td", cell.quiet ? "quiet" : "", cell.text, cell.span && { colspan: cell.span });
    const id = "citation-c" + this.number++;
    const mark = evidenceMark(cell, this.texts, id, () => place, () => set(below, { hidden: place.childNodes.length === 0 }));
    const shown = value(cell);
    return el("td", { class: "entry", colspan: cell.span }, el("div", { class: shown.className }, ...Array.from(shown.childNodes)), mark);
  }
}

const reports = new WeakMap();

export default function (component) {
  const root = component.parentElement;
  let report = reports.get(root);
  if (!report) reports.set(root, (report = new Report(root)));
  report.show(component.data, (event) => component.setTriggerValue("event", event));
}
