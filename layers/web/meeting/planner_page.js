// The page of the meeting as nodes: made once, and filled anew whenever something changes.

import { button, el, empty, focused, named, say, set } from "../base/dom.js";

/** @typedef {import("./scene_rows.js").Scene} Scene @typedef {import("./planner.js").Planner} Planner */

const SAID_MS = 12000;
const PLANNER_ACTS = ["pack", "slides", "save", "load", "undo", "restore", "empty"];

export class PlannerPage {
  /** @param {Planner} planner */
  constructor(planner) {
    this.planner = planner;
    this.saying = 0;
    this.checked = "";
    /** @type {(() => void) | undefined} */
    this.takeBack = undefined;
    this.parts = this.build();
  }

  /** Makes the page; what changes of it later is returned by name. */
  build() {
    const head = el("h2", {});
    const lead = el("p", { class: "quiet lead" });
    const startWords = el("span", {});
    const start = { type: "button", class: "start", "aria-keyshortcuts": "F5", onclick: () => this.planner.start() };
    const startButton = el("button", start, startWords, " ", el("kbd", {}, "F5"));
    const checkButton = button("act checked", "", { onclick: () => this.lookAtCheck() });
    const titles = ["zh", "en"].map((lang) => this.titleField(lang));
    const statusWords = el("p", { role: "status" });
    const statusUndo = button("act", "", { onclick: () => this.takeBack && this.takeBack() });
    const status = el("div", { class: "status" }, statusWords, statusUndo);
    const addWords = el("span", { class: "what" });
    const nowWords = named("span", "sub", "");
    const addButton = el(
      "button",
      { type: "button", class: "add", onclick: () => this.planner.add() },
      addWords,
      nowWords,
    );
    const file = { type: "file", accept: ".json,application/json", hidden: true, "data-file": "presentation" };
    const input = el("input", Object.assign({ onchange: () => this.planner.files.openFile() }, file));
    const buttons = PLANNER_ACTS.map((name) =>
      button("act", "", { "data-act": name, onclick: () => this.planner.act(name) }),
    );
    const [listHead, checkHead, takeHead] = [el("h3", {}), el("h3", {}), el("h3", {})];
    const none = el("p", { class: "quiet" });
    const keys = el("p", { class: "quiet keys" });
    const checkLead = el("p", { class: "quiet" });
    const checkList = el("ul", { class: "remarks" });
    const takeLead = el("p", { class: "quiet" });
    const pair = el("div", { class: "pair" }, ...titles.map(({ node }) => node));
    const acts = el("p", { class: "acts" }, ...buttons, input);
    const take = el("section", { class: "part" }, takeHead, takeLead, pair, acts);
    const check = el("section", { class: "part check" }, checkHead, checkLead, checkList);
    const left = el("section", { class: "left" }, listHead, none, this.planner.rows.node, addButton, keys);
    const wait = el("p", { class: "quiet wait", role: "status" });
    const page = el(
      "article",
      { class: "meeting", "data-waiting": true },
      el("header", { class: "top" }, el("div", { class: "about" }, head, lead), checkButton, startButton),
      wait,
      status,
      el("div", { class: "desk" }, left, this.planner.form.node),
      el("div", { class: "parts" }, check, el("div", { class: "column" }, take, this.planner.decisions.node)),
    );
    this.planner.root.append(page);
    const words = { head, lead, startWords, statusWords, statusUndo, addWords, nowWords, none, keys };
    const lists = { listHead, check, checkButton, checkHead, checkLead, checkList, takeHead, takeLead };
    return Object.assign({ page, wait, startButton, status, titles, input, buttons }, words, lists);
  }

  /** @param {string} lang */
  titleField(lang) {
    const rename = () => this.planner.rename(lang, input.value);
    const tongue = lang === "zh" ? "zh-CN" : "en";
    const input = el("input", { maxlength: 200, "data-field": `presentation_${lang}`, lang: tongue, oninput: rename });
    const label = el("span", { class: "label" });
    return { lang, input, label, node: el("label", { class: "field" }, label, input) };
  }

  /**
   * Says something, and offers to take it back; `label` is what that is called where it is no undoing.
   * @param {string} words @param {boolean} grave @param {() => void} [undo] @param {string} [label]
   */
  say(words, grave, undo, label) {
    say(this.parts.statusWords, words);
    set(this.parts.status, { class: grave ? "status grave" : "status", hidden: !words });
    set(say(this.parts.statusUndo, label || this.planner.t("undo")), { hidden: !undo });
    this.takeBack = undo;
    clearTimeout(this.saying);
    if (words && !grave) this.saying = setTimeout(() => set(this.parts.status, { hidden: true }), SAID_MS);
  }

  /** @param {string} words  what the page waits for; "" where it no longer does */
  wait(words) {
    say(this.parts.wait, words);
    set(this.parts.page, { "aria-busy": words ? "true" : null });
  }

  draw() {
    set(this.parts.page, { "data-waiting": null });
    this.wait("");
    const scenes = this.planner.file.scenes;
    this.drawWords(scenes.length);
    for (const { lang, input, label } of this.parts.titles) {
      const title = this.planner.file[`title_${lang}`];
      say(label, this.planner.t(`presentation_${lang}`));
      if (input.value !== title && focused(this.planner.root) !== input) input.value = title;
    }
    for (const [at, name] of PLANNER_ACTS.entries()) {
      const disabled =
        name === "undo" ? !this.planner.past.length : ["save", "pack", "slides"].includes(name) && !scenes.length;
      set(say(this.parts.buttons[at], this.planner.t(name)), {
        disabled,
        hidden: name === "slides" && !this.planner.data.slides,
      });
    }
    const texts = this.planner.source ? this.planner.source.texts : {};
    const grave = new Set(this.planner.answer.remarks.filter((remark) => remark.grave).map((remark) => remark.scene));
    const face = (/** @type {Scene} */ scene) => (scene.face === "map" ? "" : this.planner.t(`face_${scene.face}`));
    const words = {
      title: (/** @type {Scene} */ scene) => this.planner.titleOf(scene),
      sub: (/** @type {Scene} */ scene, /** @type {number} */ at) =>
        [face(scene), this.planner.answer.shows[at]].filter(Boolean).join(" · "),
      grave: (/** @type {number} */ at) => grave.has(at + 1),
    };
    this.planner.rows.show(scenes, this.planner.chosen, words, texts);
    const at = this.planner.place(this.planner.chosen);
    const shows = this.planner.answer.shows[at] || (scenes[at] && face(scenes[at])) || "";
    this.planner.form.show(scenes[at], at + 1, shows, this.planner.data.faces, texts);
    this.drawCheck();
  }

  /** @param {number} count */
  drawWords(count) {
    say(this.parts.head, this.planner.t("title"));
    say(this.parts.lead, this.planner.t("lead"));
    say(this.parts.startWords, this.planner.t("start"));
    set(this.parts.startButton, { disabled: !count });
    say(this.parts.listHead, this.planner.t("scenes", { count }));
    set(say(this.parts.none, this.planner.t("none")), { hidden: count > 0 });
    say(this.parts.keys, this.planner.t("keys"));
    say(this.parts.addWords, this.planner.t("add"));
    say(this.parts.nowWords, this.planner.data.now);
    say(this.parts.takeHead, this.planner.t("take"));
    say(this.parts.takeLead, this.planner.t("take_lead"));
  }

  /** The check is made at every change, below the scenes: who asks for it is taken there. */
  lookAtCheck() {
    this.parts.check.scrollIntoView({ block: "start" });
  }

  drawCheck() {
    const remarks = this.planner.answer.remarks;
    const bad = remarks.filter((remark) => remark.grave).length;
    say(this.parts.checkHead, this.planner.t("check"));
    say(this.parts.checkButton, this.planner.t(bad ? "checked_bad" : "checked_good", { count: bad }));
    say(this.parts.checkLead, bad ? this.planner.t("check_bad", { count: bad }) : this.planner.t("check_good"));
    const text = JSON.stringify([
      remarks,
      this.planner.lang,
      this.planner.file.scenes.map((scene) => this.planner.titleOf(scene)),
    ]);
    if (text === this.checked) return;
    this.checked = text;
    // What is to be mended comes first: it was asked for, and the rest is long.
    const spoiled = new Set(remarks.filter((remark) => remark.grave).map((remark) => remark.scene));
    const every = [null, ...this.planner.file.scenes.map((_, at) => at + 1)];
    const places = every.filter((place) => spoiled.has(place)).concat(every.filter((place) => !spoiled.has(place)));
    empty(this.parts.checkList).append(...places.map((place) => this.remarksOf(place)).filter((node) => node !== null));
  }

  /** @param {number | null} place  of a scene, or null for the whole */
  remarksOf(place) {
    const there = this.planner.answer.remarks.filter((remark) => remark.scene === place);
    const about = there.filter((remark) => remark.grave).concat(there.filter((remark) => !remark.grave));
    if (!about.length) return null;
    const scene = place && this.planner.file.scenes[place - 1];
    const number = el("span", { class: "number" }, place);
    const reveal = { type: "button", class: "name", onclick: () => scene && this.planner.reveal(scene.id) };
    const head = scene && el("button", reveal, number, named("span", "title", this.planner.titleOf(scene)));
    const lines = about.map(({ grave, words }) => {
      const mark = grave && el("strong", {}, `${this.planner.t("grave")} `);
      return el("li", { class: grave && "grave" }, mark, named("span", "", words));
    });
    return el("li", {}, head || el("p", { class: "name" }, this.planner.t("whole")), el("ul", {}, ...lines));
  }
}
