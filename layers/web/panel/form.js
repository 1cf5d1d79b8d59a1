// A form with words of ours only: Streamlit's own inputs and its uploader speak English.
//
// The data: {turn, title, note, fields, actions, said}. A field is {name, label, kind, value, hint, most, options,
// into} with the kinds line, area, select, checks, choice, known (a line with a list of what is known), note (words
// alone), file, whose text goes into the field named by `into`, and bytes, a file that is sent as it is once it is
// chosen or dropped (drop.js). An action is {name, label, lead, question}; one with a question asks it first.
// What is typed stays until `turn` is another one. Nothing is decided here: the server takes it or says why not.

import { button, el, empty, fillOptions, named, say, set } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";
import { DropPlace } from "./drop.js";

/** @typedef {Record<string, any>} Field @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Input */

const FILE_BYTES = 20e6;

/**
 * The text of a file: UTF-8, UTF-16 with its mark, or the encoding of Chinese Windows.
 * @param {File} file
 */
async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** @param {any} piece */
function pieceEvent(piece) {
  return { type: "form", action: "piece", values: { piece } };
}

export class Form {
  /** @param {Node} root */
  constructor(root) {
    this.title = named("h3", "", "");
    this.note = named("p", "words quiet", "");
    this.body = el("div", { class: "fields" });
    this.buttons = el("p", { class: "buttons" });
    this.answer = named("p", "answer", "", { role: "status" });
    const form = { class: "form", novalidate: true, onsubmit: (/** @type {Event} */ event) => event.preventDefault() };
    this.node = el("form", form, this.title, this.note, this.body, this.buttons, this.answer);
    root.appendChild(this.node);
    this.turn = -1;
    this.shape = "";
    /** @type {Field[]} */
    this.fields = [];
    /** @type {Record<string, DropPlace>} */
    this.drops = {};
  }

  /** @param {any} data @param {import("./source.js").Source} source */
  show(data, source) {
    this.source = source;
    this.waits = false;
    set(this.node, { lang: source.lang === "en" ? "en" : "zh-CN", "aria-label": data.title || null });
    set(say(this.title, data.title), { hidden: !data.title });
    set(say(this.note, data.note), { hidden: !data.note });
    const typed = data.turn === this.turn ? this.values() : {};
    this.turn = data.turn;
    this.fields = data.fields;
    const shape = JSON.stringify(data.fields.map((/** @type {Field} */ one) => [one.name, one.kind, one.label]));
    if (shape !== this.shape) {
      this.shape = shape;
      empty(this.body).append(...data.fields.map((/** @type {Field} */ one) => this.field(one)));
    }
    for (const field of data.fields) this.fill(field, field.name in typed ? typed[field.name] : field.value);
    empty(this.buttons).append(...data.actions.map((/** @type {any} */ action) => this.action(action)));
    const said = data.said || { words: "", ok: true };
    set(say(this.answer, said.words), { class: said.ok ? "answer" : "answer bad", hidden: !said.words });
  }

  /** @param {Field} field */
  field(field) {
    const id = `field-${field.name}`;
    if (field.kind === "note") return named("p", "hint", field.label);
    if (field.kind === "bytes") {
      const complain = (/** @type {string} */ words) => this.complain(words);
      const piece = (/** @type {any} */ sent) => this.source && this.source.tell(pieceEvent(sent));
      this.drops[field.name] = new DropPlace(id, field, complain, () => this.tell(field.name), piece);
      return this.drops[field.name].node;
    }
    if (field.kind === "checks" || field.kind === "choice") {
      const set_ = el("div", { class: "boxes", "data-name": field.name });
      return el("fieldset", { class: "field" }, named("legend", "label", field.label), set_, this.hint(field));
    }
    const label = named("label", "label", field.label, { for: id });
    return el("div", { class: "field" }, label, ...this.input(field, id), this.hint(field));
  }

  /** @param {Field} field */
  hint(field) {
    return named("p", "hint", field.hint, { id: `hint-${field.name}`, hidden: !field.hint });
  }

  /** @param {Field} field @param {string} id @returns {Node[]} */
  input(field, id) {
    const about = { id, name: field.name, "data-name": field.name, "aria-describedby": `hint-${field.name}` };
    const tells = field.tells ? { onchange: () => this.tell("changed") } : {};
    if (field.kind === "select") return [el("select", { ...about, ...tells })];
    if (field.kind === "area") return [el("textarea", { ...about, ...tells, rows: field.rows || 4, dir: "auto" })];
    if (field.kind === "file") {
      const read = (/** @type {Event} */ event) => this.read(field, /** @type {HTMLInputElement} */ (event.target));
      return [el("input", { id, type: "file", accept: ".txt,.md,text/plain", class: "file", onchange: read })];
    }
    const list = field.kind === "known" ? `known-${field.name}` : null;
    const line = el("input", { ...about, ...tells, type: "text", list, autocomplete: "off", dir: "auto" });
    return list ? [line, el("datalist", { id: list })] : [line];
  }

  /** @param {Field} field @param {any} value */
  fill(field, value) {
    if (this.drops[field.name]) this.drops[field.name].goOn(field);
    const hint = this.node.querySelector(`#hint-${CSS.escape(field.name)}`);
    if (hint) set(say(hint, field.hint), { hidden: !field.hint });
    const at = this.node.querySelector(`[data-name="${CSS.escape(field.name)}"]`);
    if (!at) return;
    if (at instanceof HTMLDivElement) this.boxes(field, at, Array.isArray(value) ? value : [value]);
    else if (at instanceof HTMLSelectElement) fillOptions(at, field.options, value || "");
    else if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) {
      if (at.value !== (value || "")) at.value = value || "";
      const list = at instanceof HTMLInputElement ? at.list : null;
      if (list && list.childElementCount !== field.options.length)
        empty(list).append(...field.options.map((/** @type {string} */ one) => el("option", { value: one })));
    }
  }

  /** @param {Field} field @param {Element} at @param {string[]} on */
  boxes(field, at, on) {
    const type = field.kind === "choice" ? "radio" : "checkbox";
    const made = field.options.map((/** @type {[string, string]} */ [code, words]) => {
      const box = el("input", { type, name: field.name, value: code });
      box.checked = on.includes(code);
      return el("label", { class: "box" }, box, named("span", "", words));
    });
    empty(at).append(...made);
  }

  /** What is typed and chosen, by the names of the fields. @returns {Record<string, string | string[]>} */
  values() {
    /** @type {Record<string, string | string[]>} */
    const found = {};
    for (const field of this.fields) {
      const at = this.node.querySelector(`[data-name="${CSS.escape(field.name)}"]`);
      if (field.kind === "bytes") continue;
      if (at instanceof HTMLDivElement) {
        const on = /** @type {HTMLInputElement[]} */ (Array.from(at.querySelectorAll("input:checked")));
        found[field.name] = field.kind === "choice" ? (on.length ? on[0].value : "") : on.map((one) => one.value);
      } else if (at) found[field.name] = /** @type {Input} */ (at).value;
    }
    return found;
  }

  /** @param {Field} field @param {HTMLInputElement} input */
  async read(field, input) {
    const file = input.files && input.files[0];
    const into = this.node.querySelector(`[data-name="${CSS.escape(field.into)}"]`);
    if (!file || !(into instanceof HTMLTextAreaElement)) return;
    if (file.size > FILE_BYTES) {
      this.complain(field.too_big);
      return;
    }
    into.value = await textOf(file);
    set(this.answer, { hidden: true });
  }

  /** @param {string} words */
  complain(words) {
    set(say(this.answer, words), { class: "answer bad", hidden: !words });
  }

  /** @param {any} action */
  action(action) {
    const made = button(action.lead ? "act lead" : "act", action.label, { "data-action": action.name });
    if (!action.question) {
      made.addEventListener("click", () => this.tell(action.name));
      return made;
    }
    const sure = button("act lead", action.label, { "data-sure": action.name });
    const no = button("act", action.no, { "data-no": action.name });
    const asked = el("span", { class: "asked", hidden: true }, named("span", "", action.question), sure, no);
    const open = (/** @type {boolean} */ on) => {
      set(asked, { hidden: !on });
      set(made, { hidden: on });
      (on ? no : made).focus();
      if (on) opened(no, () => open(false));
      else closed(no);
    };
    made.addEventListener("click", () => open(true));
    no.addEventListener("click", () => open(false));
    sure.addEventListener("click", () => this.tell(action.name));
    return el("span", { class: "careful" }, made, asked);
  }

  /** @param {string} action */
  tell(action) {
    if (!this.source || (this.waits && action !== "changed")) return; // one press is one act
    this.waits = action !== "changed";
    /** @type {Record<string, unknown>} */
    const values = this.values();
    // A file goes out once, when it is chosen, and not with what is done later.
    if (this.drops[action]) values[action] = this.drops[action].taken();
    this.source.tell({ type: "form", action, values });
  }
}
