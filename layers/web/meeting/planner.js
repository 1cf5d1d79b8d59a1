// The page where a meeting is prepared: the scenes and the chosen one, the check, what is taken along, and what was decided.
// Everything is kept by this browser; the server reads it and says what it finds.

import {
  button,
  el,
  empty,
  focused,
  handOver,
  isWriting,
  named,
  phrase,
  say,
  set,
  targetOf,
  today,
} from "../base/dom.js";
import { appAddress, ask, asked, fileName, post } from "./ask.js";
import { Decisions } from "./decisions.js";
import { DECISIONS, keep, PRESENTATION, SCENE_KEPT, stored } from "./kept.js";
import { SceneForm } from "./scene_form.js";
import { SceneRows } from "./scene_rows.js";

/** @typedef {import("./scene_rows.js").Scene} Scene @typedef {import("../panel/source.js").Source} Source */
/** @typedef {{title_zh: string, title_en: string, scenes: Scene[]} & Record<string, any>} Presentation */
/** @typedef {{scene: number | null, grave: boolean, words: string}} Remark */
/** @typedef {{scene: number, query: string, now: string, faces: string[], slides: boolean, present: Record<string, string>}} MeetingData */

const ASIDE = ".broken"; // where a text goes that cannot be read, before another takes its place
const LARGEST_PRESENTATION = 16000000; // bytes; nothing of ours is that long
const SCENES_MOST = 200;
const SETTLED_EDIT_MS = 400;
const UNDONE_MOST = 50;
const SAID_MS = 12000;
const ACTS = ["pack", "slides", "save", "load", "undo", "restore", "empty"];

export class Planner {
  /** @param {ShadowRoot} root @param {(number: number) => boolean} placed  writes the scene's number into the address */
  constructor(root, placed) {
    this.root = root;
    this.placed = placed;
    /** @type {Presentation} */
    this.file = { title_zh: "", title_en: "", scenes: [] };
    this.loaded = false;
    this.broken = false;
    this.chosen = "";
    /** @type {{shows: string[], remarks: Remark[]}} */
    this.answer = { shows: [], remarks: [] };
    /** @type {{words: string, file: string, chosen: string}[]} */
    this.past = [];
    this.timer = 0;
    this.saying = 0;
    this.lang = "";
    this.checked = "";
    /** @type {MeetingData} */
    this.data = { scene: 0, query: "", now: "", faces: [], slides: false, present: {} };
    const acts = {
      choose: (/** @type {string} */ id) => this.choose(id),
      move: (/** @type {string} */ id, /** @type {number} */ to) => this.move(id, to),
      remove: (/** @type {string} */ id) => this.remove(id),
      edit: (/** @type {string} */ id, /** @type {string} */ field, /** @type {string} */ value) =>
        this.edit(id, field, value),
      duplicate: (/** @type {string} */ id) => this.duplicate(id),
      replace: (/** @type {string} */ id) => this.replace(id),
      opened: (/** @type {string} */ id) => this.mapOf(id),
    };
    this.rows = new SceneRows(acts);
    this.form = new SceneForm(acts);
    this.decisions = new Decisions(this.desk());
    this.parts = this.build();
    /** @type {(() => void) | undefined} */
    this.takeBack = undefined;
    this.hearKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.hearStorage = (/** @type {StorageEvent} */ event) => this.changedElsewhere(event);
  }

  /** @returns {import("./decisions.js").DecisionDesk} */
  desk() {
    /** @type {Record<string, string>} */
    let names = {};
    return {
      forms: ["json", "docx", "xlsx"],
      read: async (mine, theirs) => {
        const answer = await ask("decisions", JSON.stringify({ mine, theirs }), this.lang);
        if (answer && answer.file) names = answer.names;
        return answer;
      },
      nameOf: (area) => names[area] || area,
      linkTo: (area) => appAddress(`?${new URLSearchParams({ focus: area, lang: this.lang })}`),
      fileName: (form) => fileName(this.t("decisions_file"), today(), form),
      save: async (form, file) => {
        const body = JSON.stringify({ mine: JSON.stringify(file), title: this.titleOf(this.file) });
        const answer = await asked(`minutes.${form}`, body, this.lang);
        const name = fileName(this.t("decisions_file"), today(), form);
        if (answer && answer.ok) handOver(name, await answer.blob());
        else if (answer && answer.status === 422) this.say((await answer.json()).messages.join("\n"), true);
        else this.say(this.t("no_server"), true);
      },
      told: (words, grave, undo) => this.say(words, grave, undo),
    };
  }

  /** Makes the page; what changes of it later is returned by name. */
  build() {
    const head = el("h2", {});
    const lead = el("p", { class: "quiet lead" });
    const startWords = el("span", {});
    const start = { type: "button", class: "start", "aria-keyshortcuts": "F5", onclick: () => this.start() };
    const startButton = el("button", start, startWords, " ", el("kbd", {}, "F5"));
    const titles = ["zh", "en"].map((lang) => this.titleField(lang));
    const statusWords = el("p", { role: "status" });
    const statusUndo = button("act", "", { onclick: () => this.takeBack && this.takeBack() });
    const status = el("div", { class: "status" }, statusWords, statusUndo);
    const addWords = el("span", { class: "what" });
    const nowWords = named("span", "sub", "");
    const addButton = el("button", { type: "button", class: "add", onclick: () => this.add() }, addWords, nowWords);
    const file = { type: "file", accept: ".json,application/json", hidden: true, "data-file": "presentation" };
    const input = el("input", Object.assign({ onchange: () => this.openFile() }, file));
    const buttons = ACTS.map((name) => button("act", "", { "data-act": name, onclick: () => this.act(name) }));
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
    const left = el("section", { class: "left" }, listHead, none, this.rows.node, addButton, keys);
    const page = el(
      "article",
      { class: "meeting" },
      el("header", { class: "top" }, el("div", { class: "about" }, head, lead), startButton),
      status,
      el("div", { class: "desk" }, left, this.form.node),
      el("div", { class: "parts" }, check, el("div", { class: "column" }, take, this.decisions.node)),
    );
    this.root.append(page);
    const words = { head, lead, startWords, statusWords, statusUndo, addWords, nowWords, none, keys };
    const lists = { listHead, checkHead, checkLead, checkList, takeHead, takeLead };
    return Object.assign({ page, startButton, status, titles, input, buttons }, words, lists);
  }

  /** @param {string} lang */
  titleField(lang) {
    const rename = () => this.rename(lang, input.value);
    const tongue = lang === "zh" ? "zh-CN" : "en";
    const input = el("input", { maxlength: 200, "data-field": `presentation_${lang}`, lang: tongue, oninput: rename });
    const label = el("span", { class: "label" });
    return { lang, input, label, node: el("label", { class: "field" }, label, input) };
  }

  /** @param {string} name */
  act(name) {
    if (name === "load") this.parts.input.click();
    else if (name === "save") this.save();
    else if (name === "restore") this.restore();
    else if (name === "empty") this.clear();
    else if (name === "undo") this.undo();
    else if (name === "pack") this.pack();
    else this.slides();
  }

  listen() {
    window.addEventListener("keydown", this.hearKey, true);
    window.addEventListener("storage", this.hearStorage);
  }

  silence() {
    window.removeEventListener("keydown", this.hearKey, true);
    window.removeEventListener("storage", this.hearStorage);
    clearTimeout(this.timer);
    clearTimeout(this.saying);
  }

  /** @param {MeetingData} data @param {Source} source */
  show(data, source) {
    const spoke = this.lang;
    this.data = data;
    this.source = source;
    this.lang = source.lang;
    set(this.parts.page, { lang: this.lang === "en" ? "en" : "zh-CN" });
    if (spoke === this.lang) {
      this.draw();
      return;
    }
    this.say("", false);
    this.decisions.show(source.texts);
    if (this.loaded) this.check();
    else this.load();
  }

  /**
   * A text of this page.
   * @param {string} code @param {Record<string, unknown>} [values]
   */
  t(code, values) {
    return this.source ? phrase(this.source.texts, `meeting_${code}`, values) : code;
  }

  // ---- what is kept ----

  async load() {
    const kept = stored(PRESENTATION);
    let answer = kept === null ? null : await ask("kept", kept, this.lang);
    this.broken = Boolean(answer && !answer.presentation);
    const told = answer ? answer.messages : [];
    if (!answer || this.broken) answer = await ask("shipped", "", this.lang);
    if (!answer) {
      this.say(this.t("no_server"), true);
      return;
    }
    if (this.broken) this.say([this.t("broken"), ...told].join("\n"), true);
    else if (told.length) this.say(told.join("\n"), true);
    this.take(answer);
    const scene = this.file.scenes[this.data.scene - 1] || this.scene(stored(SCENE_KEPT)) || this.file.scenes[0];
    this.choose(scene ? scene.id : "");
  }

  /** @param {any} answer */
  take(answer) {
    this.loaded = true;
    this.file = answer.presentation;
    this.answer = answer;
  }

  keep() {
    if (this.broken) keep(PRESENTATION + ASIDE, stored(PRESENTATION) || "");
    this.broken = false;
    if (!keep(PRESENTATION, JSON.stringify(this.file))) this.say(this.t("not_kept"), true);
  }

  /**
   * Another window, or the map of this one, has changed what is kept.
   * @param {StorageEvent} event
   */
  async changedElsewhere(event) {
    if (event.key === DECISIONS) await this.decisions.read();
    if (event.key !== PRESENTATION || event.newValue === null || event.newValue === JSON.stringify(this.file)) return;
    const answer = await ask("kept", event.newValue, this.lang);
    if (!answer || !answer.presentation) return;
    this.take(answer);
    if (!this.scene(this.chosen)) this.chosen = this.file.scenes.length ? this.file.scenes[0].id : "";
    this.draw();
  }

  /**
   * Puts another presentation in the place of this one.
   * @param {string} words  what was done, for taking it back @param {Presentation} file
   */
  change(words, file) {
    this.past.push({ words, file: JSON.stringify(this.file), chosen: this.chosen });
    if (this.past.length > UNDONE_MOST) this.past.shift();
    this.file = file;
    this.keep();
    this.checkSoon(0);
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.file = JSON.parse(before.file);
    this.keep();
    this.choose(before.chosen);
    this.checkSoon(0);
    this.say(this.t("undone", { what: before.words }), false);
  }

  /** @param {number} wait */
  checkSoon(wait) {
    clearTimeout(this.timer);
    this.draw();
    this.timer = setTimeout(() => this.check(), wait);
  }

  async check() {
    if (!this.file.scenes.length) {
      this.answer = { shows: [], remarks: [] };
      this.draw();
      return;
    }
    const text = JSON.stringify(this.file);
    const answer = await ask("read", text, this.lang);
    if (!answer || !answer.presentation || text !== JSON.stringify(this.file)) return; // edited meanwhile: the next one tells
    this.answer = answer;
    this.draw();
  }

  // ---- scenes ----

  /** @param {string | null} id */
  scene(id) {
    return this.file.scenes.find((scene) => scene.id === id);
  }

  /** @param {string} id */
  place(id) {
    return this.file.scenes.findIndex((scene) => scene.id === id);
  }

  /** @param {Record<string, any> | undefined} entry @returns {string} */
  titleOf(entry) {
    const other = this.lang === "zh" ? "en" : "zh";
    return entry ? entry[`title_${this.lang}`] || entry[`title_${other}`] || "" : "";
  }

  /** @param {Scene[]} scenes @returns {Presentation} */
  withScenes(scenes) {
    return Object.assign({}, this.file, { scenes });
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    const number = this.place(id) + 1;
    if (number) keep(SCENE_KEPT, id);
    if (number && this.placed(number) && this.source) this.source.tell({ type: "scene", scene: String(number) });
    this.draw();
  }

  /** @param {string} id @param {number} to */
  move(id, to) {
    const at = this.place(id);
    if (at === to || at < 0) return;
    const scenes = this.file.scenes.slice();
    scenes.splice(to, 0, scenes.splice(at, 1)[0]);
    const shows = scenes.map((scene) => this.answer.shows[this.place(scene.id)] || "");
    this.answer = Object.assign({}, this.answer, { shows, remarks: [] });
    const title = this.titleOf(this.scene(id));
    this.change(this.t("did_move", { title }), this.withScenes(scenes));
    this.choose(id);
    this.say(this.t("moved", { title, number: to + 1, count: scenes.length }), false);
  }

  /**
   * Changes the scenes, chooses one of them, and says what was done, which can be taken back.
   * @param {string} words @param {Scene[]} scenes @param {string} chosen
   */
  done(words, scenes, chosen) {
    this.change(words, this.withScenes(scenes));
    this.choose(chosen);
    this.say(words, false, () => this.undo());
  }

  /** @param {string} id */
  remove(id) {
    const at = this.place(id);
    const title = this.titleOf(this.file.scenes[at]) || this.t("untitled");
    const scenes = this.file.scenes.filter((scene) => scene.id !== id);
    const next = scenes[Math.min(at, scenes.length - 1)];
    this.done(this.t("did_remove", { title }), scenes, next ? next.id : "");
    if (next) this.rows.focus(next.id);
  }

  freeId() {
    let number = this.file.scenes.length + 1;
    while (this.scene(`scene-${number}`)) number += 1;
    return `scene-${number}`;
  }

  /** @param {string} id */
  duplicate(id) {
    if (this.full()) return;
    const at = this.place(id);
    const copy = Object.assign({}, this.file.scenes[at], { id: this.freeId() });
    const scenes = this.file.scenes.slice();
    scenes.splice(at + 1, 0, copy);
    this.done(this.t("did_duplicate", { title: this.titleOf(copy) }), scenes, copy.id);
  }

  full() {
    const full = this.file.scenes.length >= SCENES_MOST;
    if (full) this.say(this.t("full"), true);
    return full;
  }

  async add() {
    if (this.full()) return;
    const body = JSON.stringify({ presentation: JSON.stringify(this.file), query: this.data.query });
    const answer = await ask("add", body, this.lang);
    if (!answer || !answer.presentation) {
      this.say(answer ? answer.messages.join("\n") : this.t("no_server"), true);
      return;
    }
    const scenes = answer.presentation.scenes;
    const made = scenes[answer.number - 1];
    this.done(this.t("did_add", { title: this.titleOf(made), number: answer.number }), scenes, made.id);
  }

  /** @param {string} id */
  replace(id) {
    const words = this.t("did_replace", { title: this.titleOf(this.scene(id)) });
    this.change(words, this.withScenes(this.edited(id, { query: this.data.query })));
    this.say(words, false, () => this.undo());
  }

  /** @param {string} id @param {Record<string, string>} part */
  edited(id, part) {
    return this.file.scenes.map((scene) => (scene.id === id ? Object.assign({}, scene, part) : scene));
  }

  /** @param {string} id @param {string} field @param {string} value */
  edit(id, field, value) {
    this.file = this.withScenes(this.edited(id, { [field]: value }));
    this.keep();
    this.checkSoon(SETTLED_EDIT_MS);
  }

  /** @param {string} lang @param {string} value */
  rename(lang, value) {
    this.file = Object.assign({}, this.file, { [`title_${lang}`]: value });
    this.keep();
  }

  /**
   * The map at a scene's permalink, which knows the scene's place, in the reader's language and theme.
   * @param {string} id
   */
  mapOf(id) {
    const scene = this.scene(id);
    const query = new URLSearchParams(scene ? scene.query : "");
    query.set("scene", String(this.place(id) + 1));
    if (this.data.present.theme !== "day") query.set("theme", this.data.present.theme);
    if (this.lang !== "zh") query.set("lang", this.lang);
    return appAddress(`?${query}`);
  }

  // ---- files and ways out ----

  /** @param {string} ending */
  fileName(ending) {
    return fileName(this.titleOf(this.file) || this.t("file"), today(), ending);
  }

  save() {
    handOver(this.fileName("json"), `${JSON.stringify(this.file, null, 1)}\n`, "application/json");
  }

  async openFile() {
    const file = this.parts.input.files && this.parts.input.files[0];
    if (!file) return;
    const words = this.t("did_open", { name: file.name });
    if (file.size > LARGEST_PRESENTATION) this.say(this.t("file_large"), true);
    else this.opened(await ask("read", await file.text(), this.lang), words);
    this.parts.input.value = "";
  }

  async restore() {
    this.opened(await ask("shipped", "", this.lang), this.t("did_restore"));
  }

  /** @param {any} answer @param {string} words */
  opened(answer, words) {
    if (!answer || !answer.presentation) {
      const why = answer ? answer.messages : [this.t("no_server")];
      this.say([this.t("not_opened"), ...why].join("\n"), true);
      return;
    }
    this.change(words, answer.presentation);
    this.answer = answer;
    this.choose(this.file.scenes[0].id);
    this.say([words, ...answer.messages].join("\n"), answer.messages.length > 0, () => this.undo());
  }

  clear() {
    const words = this.t("did_empty");
    this.change(words, Object.assign({}, this.file, { title_zh: "", title_en: "", scenes: [] }));
    this.choose("");
    this.say(words, false, () => this.undo());
  }

  pack() {
    const body = new URLSearchParams({ presentation: JSON.stringify(this.file), lang: this.lang });
    return this.made(post("present/pack", body), "html");
  }

  slides() {
    return this.made(asked("slides.pptx", JSON.stringify(this.file), this.lang), "pptx");
  }

  /**
   * Hands over a file that the server makes of the presentation, or says why there is none.
   * @param {Promise<Response | null>} making @param {string} ending
   */
  async made(making, ending) {
    this.say(this.t("making"), false);
    const answer = await making;
    if (!answer || !answer.ok) {
      this.say(this.t("not_made"), true);
      return;
    }
    handOver(this.fileName(ending), await answer.blob());
    this.say(this.t("made"), false);
  }

  start() {
    if (!this.file.scenes.length) return;
    this.keep();
    if (this.chosen) keep(SCENE_KEPT, this.chosen);
    location.assign(appAddress(`present?${new URLSearchParams(this.data.present)}`));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "F5" && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.start();
    }
    const isUndo = /^z$/i.test(event.key) && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (isUndo && !isWriting(targetOf(event)) && this.past.length) {
      event.preventDefault();
      this.undo();
    }
  }

  // ---- drawing ----

  /**
   * Says something, and offers to take it back.
   * @param {string} words @param {boolean} grave @param {() => void} [undo]
   */
  say(words, grave, undo) {
    say(this.parts.statusWords, words);
    set(this.parts.status, { class: grave ? "status grave" : "status", hidden: !words });
    set(this.parts.statusUndo, { hidden: !undo });
    this.takeBack = undo;
    clearTimeout(this.saying);
    if (words && !grave) this.saying = setTimeout(() => set(this.parts.status, { hidden: true }), SAID_MS); // the files' Undo stays
  }

  draw() {
    if (!this.loaded) return;
    const scenes = this.file.scenes;
    this.drawWords(scenes.length);
    for (const { lang, input, label } of this.parts.titles) {
      const title = this.file[`title_${lang}`];
      say(label, this.t(`presentation_${lang}`));
      if (input.value !== title && focused(this.root) !== input) input.value = title;
    }
    ACTS.forEach((name, at) => {
      const disabled =
        name === "undo" ? !this.past.length : ["save", "pack", "slides"].includes(name) && !scenes.length;
      set(say(this.parts.buttons[at], this.t(name)), { disabled, hidden: name === "slides" && !this.data.slides });
    });
    const texts = this.source ? this.source.texts : {};
    const grave = new Set(this.answer.remarks.filter((remark) => remark.grave).map((remark) => remark.scene));
    const face = (/** @type {Scene} */ scene) => (scene.face === "map" ? "" : this.t(`face_${scene.face}`));
    const words = {
      title: (/** @type {Scene} */ scene) => this.titleOf(scene),
      sub: (/** @type {Scene} */ scene, /** @type {number} */ at) =>
        [face(scene), this.answer.shows[at]].filter(Boolean).join(" · "),
      grave: (/** @type {number} */ at) => grave.has(at + 1),
    };
    this.rows.show(scenes, this.chosen, words, texts);
    const at = this.place(this.chosen);
    const shows = this.answer.shows[at] || (scenes[at] && face(scenes[at])) || "";
    this.form.show(scenes[at], at + 1, shows, this.data.faces, texts);
    this.drawCheck();
  }

  /** @param {number} count */
  drawWords(count) {
    say(this.parts.head, this.t("title"));
    say(this.parts.lead, this.t("lead"));
    say(this.parts.startWords, this.t("start"));
    set(this.parts.startButton, { disabled: !count });
    say(this.parts.statusUndo, this.t("undo"));
    say(this.parts.listHead, this.t("scenes", { count }));
    set(say(this.parts.none, this.t("none")), { hidden: count > 0 });
    say(this.parts.keys, this.t("keys"));
    say(this.parts.addWords, this.t("add"));
    say(this.parts.nowWords, this.data.now);
    say(this.parts.takeHead, this.t("take"));
    say(this.parts.takeLead, this.t("take_lead"));
  }

  drawCheck() {
    const remarks = this.answer.remarks;
    const bad = remarks.filter((remark) => remark.grave).length;
    say(this.parts.checkHead, this.t("check"));
    say(this.parts.checkLead, bad ? this.t("check_bad", { count: bad }) : this.t("check_good"));
    const text = JSON.stringify([remarks, this.lang, this.file.scenes.map((scene) => this.titleOf(scene))]);
    if (text === this.checked) return;
    this.checked = text;
    const places = [null, ...this.file.scenes.map((_, at) => at + 1)];
    empty(this.parts.checkList).append(...places.map((place) => this.remarksOf(place)).filter((node) => node !== null));
  }

  /** @param {number | null} place  of a scene, or null for the whole */
  remarksOf(place) {
    const about = this.answer.remarks.filter((remark) => remark.scene === place);
    if (!about.length) return null;
    const scene = place && this.file.scenes[place - 1];
    const number = el("span", { class: "number" }, place);
    const reveal = { type: "button", class: "name", onclick: () => scene && this.reveal(scene.id) };
    const head = scene && el("button", reveal, number, named("span", "title", this.titleOf(scene)));
    const lines = about.map(({ grave, words }) => {
      const mark = grave && el("strong", {}, `${this.t("grave")} `);
      return el("li", { class: grave && "grave" }, mark, named("span", "", words));
    });
    return el("li", {}, head || el("p", { class: "name" }, this.t("whole")), el("ul", {}, ...lines));
  }

  /** @param {string} id */
  reveal(id) {
    this.choose(id);
    this.rows.focus(id);
    this.rows.nodeOf(id).scrollIntoView({ block: "nearest" });
  }
}
