// What meetings have decided, as this browser keeps it: the open ones first, each ticked off where it is done.

import { today } from "../base/day.js";
import { button, el, empty, handOver, named, phrase, say, set } from "../base/dom.js";
import { watchFold } from "../base/opened.js";
import { DECISIONS, keepForGood, recover, stored } from "./kept.js";

/** @typedef {import("../base/dom.js").Texts} Texts */
/**
 * @typedef {{id: string, area: string, text: string, owner: string, due: string, made: string, done: boolean}} Decision
 */
/** @typedef {{format: string, version: number, decisions: Decision[]}} DecisionFile */
/**
 * @typedef {Object} DecisionDesk  the host's part of it
 * @property {(mine: string | null, theirs?: string) => Promise<{file?: DecisionFile, messages: string[]} | null>} read
 * what is kept,
 *   with what a file adds to it; null where nobody can say
 * @property {(area: string) => string} nameOf
 * @property {(area: string) => string} linkTo  "" where there is no page to go to
 * @property {string[]} forms  the files that it makes
 * @property {(form: string) => string} fileName
 * @property {(form: string, file: DecisionFile) => void} save  makes a file that is not the decisions themselves
 * @property {(words: string, grave: boolean, undo?: () => void) => void} told
 * @property {(one: Decision) => string} [taskOf]  the address of the task that a decision has become; "" where it is none
 * @property {(file: DecisionFile) => void} [propose]  makes tasks of the decisions
 * @property {() => boolean} [proposes]  whether this reader may
 */

const LARGEST_FILE = 16000000; // bytes; nothing of ours is that long
const DECISIONS_MOST = 1000;

/** @param {Decision[]} decisions @returns {DecisionFile} */
export function decisionFile(decisions) {
  return { format: "g60-decisions", version: 1, decisions };
}

/**
 * The decisions of a text, where it is a file of them; no word of it is trusted.
 * @param {string | null} text
 * @returns {Decision[]}
 */
export function readDecisions(text) {
  let file = null;
  try {
    file = JSON.parse(text || "null");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const entries = file && file.format === "g60-decisions" && Array.isArray(file.decisions) ? file.decisions : [];
  const ours = entries.filter(
    (/** @type {any} */ one) => one && typeof one === "object" && typeof one.text === "string",
  );
  const words = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");
  return ours.slice(-DECISIONS_MOST).map((/** @type {any} */ one) => {
    const { id, area, text: what, owner, due, made } = one;
    return {
      id: words(id),
      area: words(area),
      text: what,
      owner: words(owner),
      due: words(due),
      made: words(made),
      done: one.done === true,
    };
  });
}

export class Decisions {
  /** @param {DecisionDesk} desk */
  constructor(desk) {
    this.desk = desk;
    this.file = decisionFile([]);
    /** @type {Texts} */
    this.texts = {};
    this.head = el("h3", {});
    this.how = el("p", { class: "quiet" });
    this.list = el("ul", { class: "decisions" });
    this.doneLabel = el("summary", {});
    this.doneList = el("ul", { class: "decisions" });
    this.done = el("details", { class: "fold" }, this.doneLabel, this.doneList);
    watchFold(this.done, this.doneLabel);
    const file = { type: "file", accept: ".json,application/json", hidden: true, "data-file": "decisions" };
    this.input = el("input", Object.assign({ onchange: () => this.opened() }, file));
    this.open = button("act", "", { onclick: () => this.input.click() });
    this.forms = desk.forms.map((form) => button("act", "", { "data-save": form, onclick: () => this.save(form) }));
    this.propose = button("act", "", {
      "data-propose": "",
      onclick: () => this.desk.propose && this.desk.propose(this.file),
    });
    const acts = el("p", { class: "acts" }, this.open, this.input, ...this.forms, this.propose);
    this.node = el("section", { class: "part" }, this.head, this.how, this.list, this.done, acts);
  }

  /** @param {Texts} texts */
  async show(texts) {
    this.texts = texts;
    this.draw();
    await this.read();
  }

  /**
   * Reads what is kept, for another window may have written it; and what a file adds to it.
   * @param {string} [theirs]
   */
  async read(theirs) {
    const isFile = theirs !== undefined;
    await recover(DECISIONS);
    const mine = stored(DECISIONS);
    if (mine === null && !isFile) {
      this.file = decisionFile([]);
      this.draw();
      return;
    }
    const answer = await this.desk.read(isFile && !this.file.decisions.length ? null : mine, theirs);
    if (!answer) this.desk.told(phrase(this.texts, "meeting_no_server"), true);
    else if (!answer.file) {
      if (isFile) this.desk.told(answer.messages.join("\n"), true);
    } else {
      this.file = answer.file;
      if (isFile) {
        this.keep();
        const words = phrase(this.texts, "meeting_decisions_opened", { count: this.file.decisions.length });
        this.desk.told([words, ...answer.messages].join("\n"), answer.messages.length > 0);
      }
      this.draw();
    }
  }

  keep() {
    if (!keepForGood(DECISIONS, JSON.stringify(this.file)))
      this.desk.told(phrase(this.texts, "meeting_not_kept"), true);
  }

  /** @param {Decision[]} decisions */
  change(decisions) {
    this.file = decisionFile(decisions);
    this.keep();
    this.draw();
  }

  /** @param {Decision} decision */
  add(decision) {
    this.change([...this.file.decisions, decision].slice(-DECISIONS_MOST));
  }

  /** The decisions that are not done yet. */
  left() {
    return this.file.decisions.filter((one) => !one.done);
  }

  draw() {
    const t = (/** @type {string} */ code, /** @type {any} */ values = null) =>
      phrase(this.texts, `meeting_decisions${code}`, values);
    const all = this.file.decisions;
    const left = this.left();
    say(this.head, t("") + (all.length ? ` ${t("_open", { count: left.length })}` : ""));
    say(this.how, t(all.length ? "_how" : "_none"));
    empty(this.list).append(...left.map((one) => this.line(one)));
    empty(this.doneList).append(...all.filter((one) => one.done).map((one) => this.line(one)));
    set(this.done, { hidden: left.length === all.length });
    say(this.doneLabel, t("_done", { count: all.length - left.length }));
    say(this.open, t("_import"));
    say(this.propose, t("_propose"));
    const isOffered = Boolean(this.desk.propose && this.desk.proposes && this.desk.proposes());
    set(this.propose, { hidden: !isOffered || all.length === 0 });
    this.desk.forms.forEach((form, at) => {
      say(this.forms[at], t(`_${form}`));
      set(this.forms[at], { hidden: all.length === 0 });
    });
  }

  /**
   * A decision as a line; without its acts it is only read.
   * @param {Decision} one
   * @param {boolean} [only]
   */
  line(one, only) {
    const words = named("span", "text", one.text);
    const box = el("input", { type: "checkbox", onchange: () => this.tick(one, box.checked) });
    box.checked = one.done;
    const remove = phrase(this.texts, "meeting_decision_remove");
    const act = button("act", remove, { "aria-label": `${remove}: ${one.text}`, onclick: () => this.remove(one) });
    const isLate = !one.done && one.due !== "" && one.due < today();
    const date =
      one.due && phrase(this.texts, isLate ? "meeting_decision_late" : "meeting_decision_due", { date: one.due });
    const href = one.area && this.desk.linkTo(one.area);
    const about = one.area && this.desk.nameOf(one.area);
    const place = href ? named("a", "about", about, { href, target: "_self" }) : about && named("span", "about", about);
    const due = date && el("span", { class: isLate ? "due late" : "due" }, date);
    const task = this.desk.taskOf && this.desk.taskOf(one);
    const asTask =
      task && named("a", "task", phrase(this.texts, "meeting_decision_task"), { href: task, target: "_self" });
    const sub = el(
      "p",
      { class: "sub" },
      place,
      asTask,
      one.owner && named("span", "owner", one.owner),
      due,
      !only && act,
    );
    return el("li", { "data-id": one.id }, only ? words : el("label", {}, box, words), sub);
  }

  /** @param {Decision} one @param {boolean} done */
  tick(one, done) {
    this.change(this.file.decisions.map((other) => (other === one ? Object.assign({}, one, { done }) : other)));
  }

  /** @param {Decision} one */
  remove(one) {
    const before = this.file.decisions;
    this.change(before.filter((other) => other !== one));
    this.desk.told(phrase(this.texts, "meeting_decision_removed"), false, () => this.change(before));
  }

  async opened() {
    const file = this.input.files && this.input.files[0];
    if (!file) return;
    const text = file.size > LARGEST_FILE ? null : await file.text();
    this.input.value = "";
    if (text === null) this.desk.told(phrase(this.texts, "meeting_file_large"), true);
    else await this.read(text);
  }

  /** @param {string} form */
  save(form) {
    if (form !== "json") this.desk.save(form, this.file);
    else handOver(this.desk.fileName(form), `${JSON.stringify(this.file, null, 1)}\n`, "application/json");
  }
}
