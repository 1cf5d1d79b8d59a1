// One row of a draft as a form: its fields, a place to be picked, one basis for all that is saved at once.

import { button, countPhrase, el, empty, fillOptions, named, phrase, say, set } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";
import { BasisForm, keptTyping } from "./edit_basis.js";
import { EditField, offerList } from "./edit_field.js";
import { PlaceMap } from "./edit_place.js";

/** @typedef {import("./source.js").Source} Source */

const adding = { name: "" }; // the form of a new row that was sent last

export class EditForm {
  /** @param {Node} root */
  constructor(root) {
    /** @type {import("../base/dom.js").Texts} */
    this.texts = {};
    /** @type {any} */
    this.data = null;
    /** @type {EditField[]} */
    this.fields = [];
    this.turn = -1;
    this.name = ""; // under which the browser's tab keeps what is typed
    this.key = el("input", { type: "text", id: "field-key", autocomplete: "off" });
    this.keyLabel = named("span", "name", "");
    this.keyLine = el(
      "div",
      { class: "field" },
      el("label", { class: "head", for: "field-key" }, this.keyLabel),
      this.key,
    );
    this.list = el("div", { class: "fields" });
    this.map = new PlaceMap((lon, lat) => this.picked(lon, lat));
    this.move = button("act", "", { onclick: () => this.moveArea() });
    this.moveLine = el("p", { class: "buttons" }, this.move);
    this.like = el("select", { id: "field-like", name: "like" });
    this.likeWords = named("span", "name", "");
    this.likeLine = el(
      "div",
      { class: "field" },
      el("label", { class: "head", for: "field-like" }, this.likeWords),
      this.like,
    );
    this.place = el("div", { class: "place-box" }, this.map.node, this.likeLine, this.moveLine);
    this.offers = el("div", {});
    this.basis = new BasisForm();
    this.reason = el("input", { type: "text", name: "reason", autocomplete: "off" });
    this.reasonWords = named("span", "label", "");
    this.insist = button("act", "", { onclick: () => this.send(true) });
    this.question = el(
      "div",
      { class: "question" },
      el("label", { class: "basis" }, this.reasonWords, this.reason),
      this.insist,
    );
    this.save = button("save", "", { onclick: () => this.send(false) });
    this.back = button("act", "", { onclick: () => this.tell({ type: "undo" }) });
    this.forth = button("act", "", { onclick: () => this.tell({ type: "redo" }) });
    this.remove = button("act", "", { onclick: () => this.asked(true) });
    this.sure = button("act sure", "", { onclick: () => this.removed() });
    this.keep = button("act", "", { onclick: () => this.kept() });
    this.tally = el("p", { class: "tally", role: "status", "aria-live": "polite" });
    this.words = el("p", { class: "answer", role: "alert" });
    const removal = el("p", { class: "buttons removal" }, this.remove, this.sure, this.keep);
    this.saving = el(
      "div",
      { class: "saving" },
      this.tally,
      this.basis.node,
      this.question,
      el("p", { class: "buttons" }, this.save, this.back, this.forth),
      this.words,
    );
    const parts = [this.keyLine, this.place, this.list, this.offers, this.saving, removal];
    this.node = el("section", { class: "editor form" }, ...parts);
    this.node.addEventListener("keydown", (event) => this.hotkey(event));
    root.appendChild(this.node);
  }

  /** @param {any} data @param {Source} source */
  show(data, source) {
    const name = `g60-form-${data.draft}-${data.table}-${data.subject}-${data.mode === "new" ? data.key : ""}`;
    const isNew = this.name !== name;
    this.source = source;
    this.texts = source.texts;
    this.data = data;
    // In another language the fields are made anew; what is typed in them stays.
    const typed = isNew ? keptTyping(name) || [] : this.typed();
    const again = isNew ? [] : this.fields.filter((field) => field.again.checked).map((field) => field.column.name);
    if (isNew) this.key.value = data.key;
    if (isNew || this.fields.length !== data.columns.length || this.lang !== source.lang) this.make(data);
    const isMade = this.fields.every((field) => field.raw === undefined);
    this.lang = source.lang;
    this.name = name;
    for (const field of this.fields) {
      const { name: one } = field.column;
      field.show(data.cells[one] || "", data.citations[one], data.faults[one] || [], source);
    }
    if (isMade) this.restore(typed, again);
    this.settle(data);
    this.basis.show(data, source);
    this.label();
    this.say(data.answer);
    empty(this.offers).append(
      offerList(data.offers, source.texts, (term, like) => this.tell({ type: "term", term, like })),
    );
    this.showPlace();
    this.changed();
    const first = isNew && data.focus ? this.field(data.focus) : null;
    if (first) first.focus();
  }

  /** @param {any} data */
  make(data) {
    this.fields = data.columns.map((/** @type {any} */ column) => new EditField(column, () => this.changed()));
    empty(this.list).append(...this.fields.map((field) => field.node));
    this.asked(false);
  }

  /** @param {string} name */
  field(name) {
    return this.fields.find((field) => field.column.name === name);
  }

  label() {
    const { texts } = this;
    const isRow = this.data.mode === "form";
    const words = /** @type {[Element, string][]} */ ([
      [this.keyLabel, "edit_key"],
      [this.save, isRow ? "edit_save" : "edit_add"],
      [this.back, "edit_undo"],
      [this.forth, "edit_redo"],
      [this.remove, "edit_remove"],
      [this.sure, "edit_remove_sure"],
      [this.keep, "edit_remove_not"],
      [this.move, "edit_move"],
      [this.likeWords, "edit_like"],
      [this.reasonWords, "edit_insist_reason"],
      [this.insist, "edit_insist"],
    ]);
    for (const [node, code] of words) say(node, phrase(texts, code));
    set(this.keyLine, { hidden: isRow });
    for (const node of [this.back, this.forth]) set(node, { hidden: !isRow });
    if (!isRow) set(this.remove, { hidden: true });
  }

  /** @param {{turn: number, done: boolean, words: string, question: string} | null} answer */
  say(answer) {
    set(this.question, { hidden: !(answer && answer.question) });
    if (!answer || answer.turn === this.turn) return;
    this.turn = answer.turn;
    if (answer.done) this.reason.value = "";
    if (answer.done) for (const field of this.fields) field.again.checked = false;
    this.told(answer.words, !answer.done);
    if (answer.question) this.reason.focus();
  }

  /** @param {string} words @param {boolean} isBad */
  told(words, isBad) {
    say(this.words, words);
    this.words.classList.toggle("bad", isBad);
  }

  // The place -----------------------------------------------------------------------------------

  showPlace() {
    const { place } = this.data;
    set(this.place, { hidden: !place });
    const isNew = this.data.mode === "new";
    set(this.moveLine, { hidden: !place || place.kind !== "area" || isNew });
    set(this.likeLine, { hidden: !place || !isNew });
    if (!place || !this.source) return;
    if (isNew) {
      this.showNewPlace(place);
      return;
    }
    set(this.map.node, { hidden: false });
    this.map.show(place, this.source);
    if (place.kind === "area") {
      this.spot =
        this.spot && this.spot.of === JSON.stringify(place.at)
          ? this.spot
          : { lon: place.at[0], lat: place.at[1], of: JSON.stringify(place.at) };
      this.map.set(this.spot.lon, this.spot.lat, this.value("unit"), "");
      this.move.disabled = this.spot.lon === place.at[0] && this.spot.lat === place.at[1];
    }
  }

  /**
   * Of a new area: the point that is picked for its schematic shape, and the areas whose shape it may have.
   * @param {{at: null, picks: boolean, like: [string, string][], counties: any[]}} place
   */
  showNewPlace(place) {
    set(this.map.node, { hidden: !place.picks });
    const options = /** @type {[string, string][]} */ ([["", "–"], ...place.like]);
    fillOptions(this.like, options, this.like.value);
    if (!place.picks || !this.source) return;
    this.map.show(place, this.source);
    const spot = this.spot && this.spot.of === this.name ? this.spot : { lon: "", lat: "" };
    this.map.set(spot.lon, spot.lat, this.value("unit"), "");
  }

  /** @param {string} name */
  value(name) {
    const field = this.field(name);
    return field ? field.value : "";
  }

  /** @param {string} lon @param {string} lat */
  picked(lon, lat) {
    if (this.data.place.kind === "area") {
      const of = this.data.mode === "new" ? this.name : JSON.stringify(this.data.place.at);
      this.spot = { lon, lat, of };
      this.showPlace();
      return;
    }
    for (const [name, value] of [
      ["lon", lon],
      ["lat", lat],
    ]) {
      const field = this.field(name);
      if (field) field.write(value);
      if (field) field.typed();
    }
  }

  moveArea() {
    const lacks = this.basis.missing();
    if (lacks || !this.spot) this.told(phrase(this.texts, lacks), true);
    else
      this.tell({
        type: "move",
        subject: this.data.subject,
        lon: this.spot.lon,
        lat: this.spot.lat,
        given: this.basis.given(),
      });
  }

  // What is typed -------------------------------------------------------------------------------

  changed() {
    const texts = this.texts;
    const typed = this.fields.filter((field) => field.isChanged);
    const again = this.fields.filter((field) => !field.isChanged && field.again.checked);
    const bad = typed.filter((field) => field.fault).length;
    const words = [
      typed.length ? countPhrase(texts, "edit_typed", typed.length) : "",
      bad ? countPhrase(texts, "edit_typed_bad", bad) : "",
    ];
    say(this.tally, words.filter(Boolean).join(" "));
    this.save.disabled = this.data.mode === "form" && !typed.length && !again.length;
    if (this.data.place && this.data.place.kind === "carrier")
      this.map.set(this.value("lon"), this.value("lat"), this.value("unit"), this.value("uncertainty_m"));
    const kept = this.typed();
    if (this.name) keptTyping(this.name, kept.length ? kept : null);
  }

  /** @returns {[string, string, string][]} of each field that is changed: its name, its value, what stood there */
  typed() {
    return this.fields.filter((one) => one.isChanged).map((one) => [one.column.name, one.value, one.seen]);
  }

  /** @param {[string, string, string][]} typed @param {string[]} again */
  restore(typed, again) {
    for (const [name, value, seen] of typed) {
      const field = this.field(name);
      if (!field || field.column.locked) continue;
      field.write(value);
      field.seen = seen;
      field.tell();
    }
    for (const field of this.fields) field.again.checked = again.includes(field.column.name);
  }

  /**
   * The form of a new row lets go of what was typed in it once the row is there, whose form is another one.
   * @param {any} data
   */
  settle(data) {
    if (data.mode === "form" && data.answer && data.answer.done && adding.name) {
      keptTyping(adding.name, null);
      adding.name = "";
    }
  }

  /** @param {KeyboardEvent} event */
  hotkey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const at = event.target instanceof Element && event.target.matches("input:not([type=checkbox]), textarea");
    if (key === "s") this.send(false);
    else if ((key === "z" || key === "y") && !at) this.tell({ type: key === "y" || event.shiftKey ? "redo" : "undo" });
    else return;
    event.preventDefault();
  }

  /** @param {boolean} on */
  asked(on) {
    set(this.remove, { hidden: on });
    set(this.sure, { hidden: !on });
    set(this.keep, { hidden: !on });
    if (on) this.keep.focus();
    if (on) opened(this.keep, () => this.kept());
    else closed(this.keep);
  }

  /** The row is not removed. */
  kept() {
    this.asked(false);
    this.remove.focus();
  }

  removed() {
    keptTyping(this.name, null); // where it is refused, the form is shown anew and keeps it again
    this.tell({ type: "remove", subject: this.data.subject });
  }

  // Saving --------------------------------------------------------------------------------------

  /** @param {Record<string, unknown>} event */
  tell(event) {
    if (this.source) this.source.tell(/** @type {any} */ ({ ...event, at: Date.now() }));
  }

  /** @param {boolean} insisting */
  send(insisting) {
    const isRow = this.data.mode === "form";
    const typed = this.fields.filter((field) => (isRow ? field.isChanged : field.value !== ""));
    const cited = this.fields.filter((field) => field.again.checked).map((field) => field.column.name);
    if (this.save.disabled) return;
    const needsBasis = this.data.cited && (typed.some((field) => field.value) || cited.length > 0);
    const lacks = needsBasis ? this.basis.missing() : "";
    if (lacks) {
      this.told(phrase(this.texts, lacks), true);
      return;
    }
    const values = Object.fromEntries(typed.map((field) => [field.column.name, field.value]));
    const expected = Object.fromEntries(typed.map((field) => [field.column.name, field.seen]));
    const given = this.basis.given();
    this.told(phrase(this.texts, "edit_saving"), false);
    if (isRow) {
      const reason = insisting ? this.reason.value : "";
      this.tell({ type: "save", subject: this.data.subject, values, expected, cited, given, reason });
    } else {
      adding.name = this.name;
      const spot = this.data.place && this.spot && this.spot.of === this.name ? this.spot : { lon: "", lat: "" };
      const shape = { lon: spot.lon, lat: spot.lat, like: this.like.value };
      this.tell({ type: "add", table: this.data.table, key: this.key.value.trim(), values, given, ...shape });
    }
  }
}
