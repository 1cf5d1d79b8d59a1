// The page where a meeting is prepared: the scenes and the chosen one, the check, what is taken along, and what was
// decided.
// Everything is kept by this browser; the server reads it and says what it finds.

import { isWriting, phrase, set, targetOf } from "../base/dom.js";
import { appAddress, ask } from "./ask.js";
import { Decisions } from "./decisions.js";
import { DECISIONS, keep, keepForGood, keepScene, PRESENTATION, recover, SCENE_KEPT, stored } from "./kept.js";
import { PlannerFiles } from "./planner_files.js";
import { PlannerPage } from "./planner_page.js";
import { SceneForm } from "./scene_form.js";
import { SceneRows } from "./scene_rows.js";

/** @typedef {import("./scene_rows.js").Scene} Scene @typedef {import("../panel/source.js").Source} Source */
/** @typedef {{title_zh: string, title_en: string, scenes: Scene[]} & Record<string, any>} Presentation */
/** @typedef {{scene: number | null, grave: boolean, words: string}} Remark */
/**
 * @typedef {{scene: number, query: string, now: string, faces: string[], slides: boolean, present: Record<string,
 * string>, proposes: boolean, proposed: {turn: number, words: string} | null}} MeetingData
 */

const ASIDE = ".broken"; // where a text goes that cannot be read, before another takes its place
const SCENES_MOST = 200;
const SETTLED_EDIT_MS = 400;
const UNDONE_MOST = 50;

export class Planner {
  /**
   * @param {ShadowRoot} root
   * @param {(number: number) => boolean} placed  writes the scene's number into the address
   */
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
    this.lang = "";
    /** @type {MeetingData} */
    this.data = {
      scene: 0,
      query: "",
      now: "",
      faces: [],
      slides: false,
      present: {},
      proposes: false,
      proposed: null,
    };
    this.refused = 0; // the turn in which tasks could not be made of decisions
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
    this.files = new PlannerFiles(this);
    this.rows = new SceneRows(acts);
    this.form = new SceneForm(acts);
    this.decisions = new Decisions(this.files.desk());
    this.page = new PlannerPage(this);
    this.hearKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.hearStorage = (/** @type {StorageEvent} */ event) => this.changedElsewhere(event);
  }

  /** @param {string} name */
  act(name) {
    if (name === "load") this.page.parts.input.click();
    else if (name === "save") this.files.save();
    else if (name === "restore") this.files.restore();
    else if (name === "empty") this.files.clear();
    else if (name === "undo") this.undo();
    else if (name === "pack") this.files.pack();
    else this.files.slides();
  }

  listen() {
    window.addEventListener("keydown", this.hearKey, true);
    window.addEventListener("storage", this.hearStorage);
  }

  silence() {
    window.removeEventListener("keydown", this.hearKey, true);
    window.removeEventListener("storage", this.hearStorage);
    clearTimeout(this.timer);
    clearTimeout(this.page.saying);
  }

  /** @param {MeetingData} data @param {Source} source */
  show(data, source) {
    const spoke = this.lang;
    this.data = data;
    this.source = source;
    this.lang = source.lang;
    set(this.page.parts.page, { lang: this.lang === "en" ? "en" : "zh-CN" });
    if (spoke === this.lang) {
      this.draw();
      if (data.proposed && data.proposed.turn !== this.refused) this.say(data.proposed.words, true);
      this.refused = data.proposed ? data.proposed.turn : 0;
      return;
    }
    this.say("", false);
    this.decisions.show(source.texts);
    if (this.loaded) this.check();
    else {
      this.page.wait(this.t("reading"));
      this.load();
    }
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
    await recover(PRESENTATION);
    const kept = stored(PRESENTATION);
    let answer = kept === null ? null : await ask("kept", kept, this.lang);
    this.broken = Boolean(answer && !answer.presentation);
    const told = answer ? answer.messages : [];
    if (!answer || this.broken) answer = await ask("shipped", "", this.lang);
    if (!answer) {
      this.page.wait("");
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
    if (!keepForGood(PRESENTATION, JSON.stringify(this.file))) this.say(this.t("not_kept"), true);
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
    const [text, lang] = [JSON.stringify(this.file), this.lang];
    const answer = await ask("read", text, lang);
    if (!answer || !answer.presentation) return;
    if (text !== JSON.stringify(this.file) || lang !== this.lang) return; // changed meanwhile: the next one tells
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
    if (number) keepScene(id);
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

  start() {
    if (!this.file.scenes.length) return;
    this.keep();
    if (this.chosen) keepScene(this.chosen);
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

  /**
   * Says something, and offers to take it back; `label` is what that is called where it is no undoing.
   * @param {string} words @param {boolean} grave @param {() => void} [undo] @param {string} [label]
   */
  say(words, grave, undo, label) {
    this.page.say(words, grave, undo, label);
  }

  draw() {
    if (this.loaded) this.page.draw();
  }

  /** @param {string} id */
  reveal(id) {
    this.choose(id);
    this.rows.focus(id);
    this.rows.nodeOf(id).scrollIntoView({ block: "nearest" });
  }
}
