// On what a change rests: the kind of evidence, the document, the place in it, the reason. One for all that is saved at
// once.

import { el, empty, fillOptions, named, phrase, say, set } from "../base/dom.js";

/** @typedef {import("./source.js").Source} Source */
/**
 * @typedef {Object} Basis
 * @property {string} evidence
 * @property {string} source
 * @property {string} locator
 * @property {string} line
 * @property {string} note
 */

const BASIS_PARTS = /** @type {const} */ (["source", "locator", "line", "note"]);
const REASONED = ["derived", "inferred"];

export class BasisForm {
  constructor() {
    this.evidence = el("select", { name: "evidence" });
    this.documents = el("datalist", { id: "edit-documents" });
    /** @type {Record<string, HTMLInputElement>} */
    this.inputs = {};
    for (const part of BASIS_PARTS) this.inputs[part] = el("input", { type: "text", name: part, autocomplete: "off" });
    set(this.inputs.source, { list: "edit-documents" });
    this.labels = [this.evidence, ...BASIS_PARTS.map((part) => this.inputs[part])].map((input) => {
      const words = named("span", "label", "");
      return { words, node: el("label", { class: `basis ${input.name}` }, words, input), name: input.name };
    });
    this.title = named("legend", "", "");
    this.node = el(
      "fieldset",
      { class: "basis-form" },
      this.title,
      ...this.labels.map((one) => one.node),
      this.documents,
    );
    /** @type {[string, string][]} */
    this.known = [];
    this.evidence.addEventListener("change", () => this.mark());
  }

  /**
   * @param {{evidence: [string, string][], documents: [string, string][], cited: boolean}} data
   * @param {Source} source
   */
  show(data, source) {
    this.known = data.documents;
    this.texts = source.texts;
    set(this.node, { hidden: !data.cited });
    say(this.title, phrase(source.texts, "edit_basis"));
    fillOptions(this.evidence, data.evidence, this.evidence.value || "reported");
    const titles = data.documents.map(([, title]) => el("option", { value: title }));
    empty(this.documents).append(...titles);
    for (const { words, name } of this.labels) say(words, phrase(source.texts, `edit_basis_${name}`));
    set(this.inputs.source, { placeholder: phrase(source.texts, "edit_basis_source_hint") });
    set(this.inputs.locator, { placeholder: phrase(source.texts, "edit_basis_locator_hint") });
    this.mark();
  }

  /** Which parts are needed follows from the kind of evidence. */
  mark() {
    const reasoned = REASONED.includes(this.evidence.value);
    this.node.classList.toggle("reasoned", reasoned);
    set(this.inputs.source, { "aria-required": String(!reasoned) });
    set(this.inputs.note, { "aria-required": String(reasoned) });
  }

  /** @returns {Basis} */
  given() {
    const typed = (/** @type {string} */ part) => this.inputs[part].value.trim();
    const document = this.known.find(([id, title]) => id === typed("source") || title === typed("source"));
    return {
      evidence: this.evidence.value,
      source: document ? document[0] : typed("source"),
      locator: typed("locator"),
      line: typed("line").normalize("NFKC"),
      note: typed("note"),
    };
  }

  /**
   * The first part that is missing, which gets the focus: its code of a text; "" where all is there.
   * @returns {string}
   */
  missing() {
    const { evidence, source, locator, line, note } = this.given();
    const lack = (/** @type {string} */ part, /** @type {string} */ code) => {
      this.inputs[part].focus();
      return code;
    };
    if (REASONED.includes(evidence)) return note ? "" : lack("note", "edit_lacks_note");
    if (!source) return lack("source", "edit_lacks_source");
    if (evidence === "stated" && !line) return lack("line", "edit_lacks_line");
    return line || locator ? "" : lack("locator", "edit_lacks_place");
  }
}

/**
 * What was typed and is not saved yet, kept by the browser's tab so that a lost connection or a reload loses nothing.
 * @param {string} name
 * @param {unknown} [content]  left out: what is kept
 */
export function keptTyping(name, content) {
  try {
    if (content === undefined) return JSON.parse(sessionStorage.getItem(name) || "null");
    if (content === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(content));
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error; // storage is off or full
  }
  return null;
}
