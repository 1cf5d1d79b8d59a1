// A table of thousands of rows whose cells are edited in place: only what is seen is drawn. Keys are those of a
// spreadsheet; an invalid text stays where it was typed, and is marked.

import { el, empty, named, say, set } from "../base/dom.js";
import { cellWords, copiedBlock, pastedBlock } from "./cell_check.js";

/** @typedef {import("./cell_check.js").Column} Column */
/**
 * @typedef {Object} GridHost  who holds the cells
 * @property {(row: number, column: number) => string} value
 * @property {(row: number, column: number) => string} fault  words; "" for a good cell
 * @property {(row: number, column: number) => boolean} changed
 * @property {(cells: {row: number, column: number, typed: string}[]) => boolean} typed  whether any is different
 * @property {(forth: boolean) => void} step
 * @property {() => void} moved
 * @property {(code: string) => void} refused
 * @property {() => void} leave
 * @property {(row: number) => void} open
 */

const SPARE_ROWS = 5;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  /** @param {GridHost} host */
  constructor(host) {
    this.host = host;
    /** @type {Column[]} */
    this.columns = [];
    this.count = 0;
    this.frozen = 1; // so many first columns stay where they are while the others are scrolled
    this.row = 0;
    this.column = 0;
    this.from = { row: 0, column: 0 }; // the other corner of what is selected
    this.editing = false;
    this.height = 32;
    this.frame = 0;
    this.head = el("div", { class: "grid-head", role: "row" });
    this.input = el("input", { class: "grid-input", type: "text", autocomplete: "off", spellcheck: "false" });
    this.options = el("datalist", { id: "grid-options" });
    this.rows = el("div", { class: "grid-rows", role: "rowgroup" });
    this.table = el("div", { class: "grid-table", role: "grid" }, this.head, this.rows);
    this.node = el("div", { class: "grid" }, this.table, this.input, this.options);
    this.listen();
  }

  listen() {
    this.node.addEventListener("scroll", () => this.drawSoon());
    this.rows.addEventListener("pointerdown", (event) => this.pressed(event));
    this.rows.addEventListener("pointermove", (event) => event.buttons === 1 && this.dragged(event));
    this.rows.addEventListener("dblclick", () => this.edit(this.current()));
    set(this.input, {
      onkeydown: (event) => this.key(event),
      oninput: () => this.editing || this.begin(),
      oncompositionstart: () => this.editing || this.begin(),
      onblur: () => this.commit(),
      onfocus: () => this.draw(),
      onpaste: (event) => this.paste(event),
      oncopy: (event) => this.copy(event),
      oncut: (event) => this.copy(event) && this.clear(),
    });
  }

  /** @param {Column[]} columns @param {number} count @param {string} label @param {number} [frozen] */
  show(columns, count, label, frozen) {
    if (columns !== this.columns) {
      this.columns = columns;
      this.frozen = frozen || 1;
      const style = columns.map((column, at) => (at ? widthOf(column) : "var(--grid-key)")).join(" ");
      this.node.style.setProperty("--grid-columns", style);
      const cells = columns.map((column, at) =>
        named("div", this.stays(at), column.label + (column.required ? " *" : ""), {
          role: "columnheader",
          "aria-colindex": at + 1,
        }),
      );
      empty(this.head).append(...cells);
    }
    this.count = count;
    set(this.table, { "aria-rowcount": count + 1, "aria-colcount": columns.length, "aria-label": label });
    this.row = Math.max(0, Math.min(this.row, count - 1));
    if (!this.column && columns.length > 1) this.column = 1;
    if (!this.editing) this.from = { row: this.row, column: this.column };
    this.draw();
  }

  /** @param {number} at */
  stays(at) {
    if (!at) return "grid-key";
    return at < this.frozen ? "grid-name" : "";
  }

  drawSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  draw() {
    const sample = parseFloat(getComputedStyle(this.node).getPropertyValue("--grid-row"));
    this.height = (sample || 2) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.rows.style.height = `${this.count * this.height}px`;
    const first = Math.max(0, Math.floor(this.node.scrollTop / this.height) - SPARE_ROWS);
    const seen = Math.ceil(this.node.clientHeight / this.height) + 2 * SPARE_ROWS;
    const last = Math.min(this.count, first + seen);
    while (this.rows.children.length > last - first) this.rows.removeChild(/** @type {Node} */ (this.rows.lastChild));
    for (let row = first; row < last; row++) this.drawRow(/** @type {HTMLElement} */ (this.rowNode(row - first)), row);
    this.place();
  }

  /** @param {number} slot */
  rowNode(slot) {
    const known = this.rows.children[slot];
    if (known && known.children.length === this.columns.length) return known;
    const cells = this.columns.map((_, at) => el("div", { role: "gridcell", "aria-colindex": at + 1, dir: "auto" }));
    const node = el("div", { class: "grid-row", role: "row" }, ...cells);
    if (known) known.replaceWith(node);
    else this.rows.append(node);
    return node;
  }

  /** @param {HTMLElement} node @param {number} row */
  drawRow(node, row) {
    node.style.transform = `translateY(${row * this.height}px)`;
    set(node, { "aria-rowindex": row + 2 });
    this.columns.forEach((column, at) => {
      const cell = /** @type {HTMLElement} */ (node.children[at]);
      const fault = this.host.fault(row, at);
      const classes = [this.stays(at), column.locked && at ? "locked" : "", fault && "bad"];
      if (this.host.changed(row, at)) classes.push("changed");
      if (this.isSelected(row, at)) classes.push("selected");
      if (row === this.row && at === this.column) classes.push("here");
      const className = classes.filter(Boolean).join(" ");
      if (cell.className !== className) cell.className = className;
      say(cell, cellWords(column, this.host.value(row, at)));
      set(cell, { title: fault || null, "aria-invalid": fault ? "true" : null });
    });
  }

  /** @param {number} row @param {number} column */
  isSelected(row, column) {
    const [top, bottom, left, right] = this.range();
    return (top !== bottom || left !== right) && row >= top && row <= bottom && column >= left && column <= right;
  }

  /** @returns {[number, number, number, number]} */
  range() {
    const { row, column } = this.from;
    const rows = [row, this.row].sort((a, b) => a - b);
    const columns = [column, this.column].sort((a, b) => a - b);
    return [rows[0], rows[1], columns[0], columns[1]];
  }

  /** Puts the input over the chosen cell: it holds the focus also where nothing is being typed. */
  place() {
    const cell = this.cellNode();
    const rows = this.rows.getBoundingClientRect();
    this.input.style.top = `${this.head.offsetHeight + this.row * this.height}px`;
    this.input.style.height = `${this.height}px`;
    if (!cell) return;
    const box = cell.getBoundingClientRect();
    this.input.style.left = `${box.left - rows.left}px`;
    this.input.style.width = `${box.width}px`;
    const column = this.columns[this.column];
    const label = `${this.host.value(this.row, 0)} ${column.label}: ${cellWords(column, this.current())}`;
    set(this.input, { "aria-label": label, "aria-invalid": this.host.fault(this.row, this.column) ? "true" : null });
  }

  cellNode() {
    const slot = Array.from(this.rows.children).find(
      (node) => node.getAttribute("aria-rowindex") === `${this.row + 2}`,
    );
    return slot ? /** @type {HTMLElement} */ (slot.children[this.column]) : null;
  }

  current() {
    return this.count ? this.host.value(this.row, this.column) : "";
  }

  /** @param {number} row @param {number} column @param {boolean} [wider]  what is selected grows to there */
  move(row, column, wider) {
    this.commit();
    this.row = Math.max(0, Math.min(this.count - 1, row));
    this.column = Math.max(0, Math.min(this.columns.length - 1, column));
    if (!wider) this.from = { row: this.row, column: this.column };
    this.reveal();
    this.draw();
    this.host.moved();
  }

  reveal() {
    const top = this.row * this.height;
    const room = this.node.clientHeight - this.head.offsetHeight;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top + this.height > this.node.scrollTop + room) this.node.scrollTop = top + this.height - room;
    const head = /** @type {HTMLElement} */ (this.head.children[this.column]);
    const staying = /** @type {HTMLElement[]} */ (Array.from(this.head.children).slice(0, this.frozen)).filter(
      (cell) => getComputedStyle(cell).position === "sticky",
    );
    if (staying.includes(head)) return;
    const sticky = staying.reduce((width, cell) => width + cell.offsetWidth, 0);
    if (head.offsetLeft - sticky < this.node.scrollLeft) this.node.scrollLeft = head.offsetLeft - sticky;
    const right = head.offsetLeft + head.offsetWidth;
    if (right > this.node.scrollLeft + this.node.clientWidth) this.node.scrollLeft = right - this.node.clientWidth;
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  at(event) {
    const cell = event.target instanceof Element ? event.target.closest("[role=gridcell]") : null;
    const row = cell && cell.parentElement;
    if (!cell || !row) return null;
    return {
      row: Number(row.getAttribute("aria-rowindex")) - 2,
      column: Number(cell.getAttribute("aria-colindex")) - 1,
    };
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    const at = this.at(event);
    if (!at) return;
    event.preventDefault();
    this.move(at.row, at.column, event.shiftKey);
    this.focus();
  }

  /** @param {PointerEvent} event */
  dragged(event) {
    const at = this.at(event);
    if (at && (at.row !== this.row || at.column !== this.column)) this.move(at.row, at.column, true);
  }

  // Typing --------------------------------------------------------------------------------------

  /** What the browser has put into the input is the beginning of a new value. */
  begin() {
    if (this.columns[this.column].locked) {
      this.input.value = "";
      this.host.refused("edit_locked");
      return;
    }
    this.editing = true;
    this.input.classList.add("on");
    const { codes } = this.columns[this.column];
    set(this.input, { list: codes.length ? "grid-options" : null });
    empty(this.options).append(...codes.map(([, label]) => el("option", { value: label })));
  }

  /** @param {string} text */
  edit(text) {
    if (!this.count) return;
    this.begin();
    if (!this.editing) return;
    this.input.value = cellWords(this.columns[this.column], text);
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  /** Takes what is typed in the cell; whether it is different. */
  commit() {
    if (!this.editing) return false;
    const typed = this.input.value;
    this.end();
    return this.host.typed([{ row: this.row, column: this.column, typed }]);
  }

  end() {
    this.editing = false;
    this.input.value = "";
    this.input.classList.remove("on");
    set(this.input, { list: null });
  }

  clear() {
    const cells = [];
    const [top, bottom, left, right] = this.range();
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        if (!this.columns[column].locked) cells.push({ row, column, typed: "" });
      }
    }
    this.host.typed(cells);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing || !this.count) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) this.withControl(event);
    else if (this.editing) this.keyInCell(event);
    else this.keyOnCell(event);
  }

  /** @param {KeyboardEvent} event */
  withControl(event) {
    const key = event.key.toLowerCase();
    if (this.editing) return;
    if (key === "z" || key === "y") this.host.step(key === "y" || event.shiftKey);
    else if (key === "home") this.move(0, 1);
    else if (key === "end") this.move(this.count - 1, this.columns.length - 1);
    else if (key === "a") {
      this.from = { row: 0, column: 0 };
      [this.row, this.column] = [this.count - 1, this.columns.length - 1];
      this.draw();
    } else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  keyInCell(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.commit()) this.host.step(false); // Ctrl-Y brings it back
      this.draw();
    } else if (event.key === "Enter") this.move(this.row + (event.shiftKey ? -1 : 1), this.column);
    else if (event.key === "Tab") this.next(event.shiftKey);
    else return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
  keyOnCell(event) {
    const arrow = ARROWS[event.key];
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.height) - 2);
    if (arrow) this.move(this.row + arrow[0], this.column + arrow[1], event.shiftKey);
    else if (event.key === "PageDown" || event.key === "PageUp")
      this.move(this.row + (event.key === "PageUp" ? -page : page), this.column, event.shiftKey);
    else if (event.key === "Home" || event.key === "End")
      this.move(this.row, event.key === "Home" ? 0 : this.columns.length - 1, event.shiftKey);
    else if (event.key === "Enter" && !this.column) this.host.open(this.row);
    else if (event.key === "Enter") this.move(this.row + (event.shiftKey ? -1 : 1), this.column);
    else if (event.key === "Tab") {
      if (!this.next(event.shiftKey)) return; // out of the table at its end
    } else if (event.key === "F2") this.edit(this.current());
    else if (event.key === "Delete" || event.key === "Backspace") this.clear();
    else if (event.key === "Escape") this.host.leave();
    else return;
    event.preventDefault();
  }

  /** @param {boolean} back  whether there is a cell to go to */
  next(back) {
    const width = this.columns.length;
    const to = this.row * width + this.column + (back ? -1 : 1);
    if (to < 0 || to >= this.count * width) {
      this.commit();
      return false;
    }
    this.move(Math.floor(to / width), to % width);
    return true;
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (this.editing && !/[\t\n]/.test(text)) return;
    event.preventDefault();
    if (this.editing) this.end();
    /** @type {{row: number, column: number, typed: string}[]} */
    const cells = [];
    let cut = false;
    pastedBlock(text).forEach((line, down) =>
      line.forEach((typed, right) => {
        const [row, column] = [this.row + down, this.column + right];
        if (row >= this.count || column >= this.columns.length || this.columns[column].locked) cut = true;
        else cells.push({ row, column, typed });
      }),
    );
    this.host.typed(cells);
    if (cut) this.host.refused("edit_paste_cut");
  }

  /** @param {ClipboardEvent} event */
  copy(event) {
    if (this.editing || !event.clipboardData) return false;
    const [top, bottom, left, right] = this.range();
    const rows = [];
    for (let row = top; row <= bottom; row++) {
      const cells = [];
      for (let at = left; at <= right; at++) cells.push(cellWords(this.columns[at], this.host.value(row, at)));
      rows.push(cells);
    }
    event.clipboardData.setData("text/plain", copiedBlock(rows));
    event.preventDefault();
    return true;
  }
}

/** @param {Column} column */
function widthOf(column) {
  if (["number", "integer", "date", "period"].includes(column.form)) return "8rem";
  if (column.form === "code" || column.form === "slug") return "9rem";
  return "15rem";
}
