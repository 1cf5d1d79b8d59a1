// The chosen scene: its title and notes in both languages, what it shows, and what can be done with it.

import { el, fillOptions, focused, named, phrase, say, set } from "../base/dom.js";

/** @typedef {import("./scene_rows.js").Scene} Scene @typedef {import("../base/dom.js").Texts} Texts */
/**
 * @typedef {Object} FormActs
 * @property {(id: string, field: string, value: string) => void} edit
 * @property {(id: string) => void} replace
 * @property {(id: string) => void} duplicate
 * @property {(id: string) => void} remove
 * @property {(id: string) => string} opened  the address of the scene's map
 */

const LONGEST_FIELDS = { title_zh: 200, title_en: 200, notes_zh: 4000, notes_en: 4000 };
const FORM_ACTS = /** @type {const} */ (["replace", "duplicate", "remove"]);

export class SceneForm {
  /** @param {FormActs} acts */
  constructor(acts) {
    this.acts = acts;
    this.id = "";
    this.head = el("h3", {});
    this.shows = named("p", "shows", "");
    /** @type {Map<string, {input: HTMLInputElement | HTMLTextAreaElement, label: HTMLElement, node: HTMLElement}>} */
    this.fields = new Map();
    for (const [name, most] of Object.entries(LONGEST_FIELDS)) this.fields.set(name, this.field(name, most));
    const [titleZh, titleEn, notesZh, notesEn] = Array.from(this.fields.values(), (field) => field.node);
    this.face = el("select", {
      "data-field": "face",
      onchange: () => this.acts.edit(this.id, "face", this.face.value),
    });
    this.faceLabel = el("span", { class: "label" });
    this.open = el("a", { class: "act open", target: "_self" });
    this.buttons = FORM_ACTS.map((name) => {
      return el("button", { type: "button", class: "act", onclick: () => this.acts[name](this.id) });
    });
    this.node = el(
      "section",
      { class: "form" },
      this.head,
      this.shows,
      el("p", { class: "acts" }, this.open, ...this.buttons),
      el("div", { class: "pair titles" }, titleZh, titleEn),
      el("div", { class: "pair" }, notesZh, notesEn),
      el("label", { class: "field narrow" }, this.faceLabel, this.face),
    );
  }

  /** @param {string} name @param {number} most */
  field(name, most) {
    const edit = () => this.acts.edit(this.id, name, input.value);
    const attributes = { maxlength: most, "data-field": name, oninput: edit };
    const isNotes = name.startsWith("notes");
    const input = isNotes ? el("textarea", Object.assign({ rows: 7 }, attributes)) : el("input", attributes);
    set(input, { lang: name.endsWith("zh") ? "zh-CN" : "en" });
    const label = el("span", { class: "label" });
    return { input, label, node: el("label", { class: "field" }, label, input) };
  }

  /**
   * @param {Scene | undefined} scene
   * @param {number} number
   * @param {string} shows
   * @param {string[]} faces
   * @param {Texts} texts
   */
  show(scene, number, shows, faces, texts) {
    set(this.node, { hidden: !scene });
    if (!scene) return;
    const fresh = scene.id !== this.id;
    this.id = scene.id;
    say(this.head, phrase(texts, "meeting_scene", { number }));
    say(this.shows, shows);
    for (const [name, { input, label }] of this.fields) {
      say(label, phrase(texts, `meeting_${name}`));
      // While it is being written, the field is ahead of what is kept.
      const writing = !fresh && focused(input.getRootNode()) === input;
      if (input.value !== scene[name] && !writing) input.value = scene[name];
    }
    say(this.faceLabel, phrase(texts, "meeting_face"));
    fillOptions(
      this.face,
      faces.map((code) => [code, phrase(texts, `meeting_face_${code}`)]),
      scene.face,
    );
    say(this.open, phrase(texts, "meeting_open"));
    set(this.open, { href: this.acts.opened(scene.id) });
    for (const [at, name] of FORM_ACTS.entries()) say(this.buttons[at], phrase(texts, `meeting_${name}`));
  }
}
