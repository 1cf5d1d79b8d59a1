// An import as a column of steps. Its blocks are those of a report, and these:
//   step {key, title, summary, state, blocks}   state is done, current, ready or waiting;
//     a current one (what to do next) and one that is ready stand open
//   group {key, severity, label, level, actions, lines, more}   findings of one kind; a line is {key, where, count, value,
//     reason, actions, typed}
//   typed {key, typed, actions}   typed is {label, hint, value or options, act, event, name}: what is typed goes out
//     with the event under `name` ("text")
//   settings {settings: [{key, label, hint, options, value, event}]}   tick {label, on, event}
//   tally {figures}   map {…} (intake_map.js)   progress {label, done, count, stop}   form {key, …} (form.js)
// A cell may be {select: {label, options, value, event}}, {tick: {label, on, event}} or {typed: {key, label, …}}.
// Nothing is decided here. What is half typed, what is open and where the focus is outlive a new drawing.

import { button, el, empty, fillOptions, focused, handOver, named, say, set } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";
import { Form } from "./form.js";
import { IntakeMap } from "./intake_map.js";
import { Report } from "./report.js";

/** @typedef {Record<string, any>} Made  a block, a line or what one of them holds */

const KEYED = "[data-key]";
const SAID_MS = 8000; // so long what was done stands over the page; what was refused stays

/** @param {string} packed  base 64 */
function bytesOf(packed) {
  return Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
}

export class Intake extends Report {
  /** @param {Node} root */
  constructor(root) {
    super(root, "report intake");
    this.said = named("p", "said", "", { role: "status" });
    root.appendChild(this.said);
    /** @type {Map<string, string>} */
    this.half = new Map(); // what is typed and not sent, by the key of its field
    /** @type {Map<string, boolean>} */
    this.turned = new Map(); // steps that the reader has opened or closed, by key and state
    /** @type {Map<string, Form>} */
    this.forms = new Map();
    /** @type {IntakeMap | null} */
    this.small = null;
    this.handed = 0;
    this.steps = 0;
    this.fades = 0;
  }

  /** @param {any} data @param {import("./source.js").Source} source */
  take(data, source) {
    const here = focused(this.body.getRootNode());
    const within = here && this.body.contains(here) ? here : null;
    const keys = Array.from(this.body.querySelectorAll(KEYED), (node) => node.getAttribute("data-key"));
    const at = within && within.closest(KEYED);
    this.steps = 0;
    const before = this.text;
    this.show(data.blocks, source);
    // What was refused may be sent again, also where it left everything as it was drawn.
    for (const form of this.forms.values()) form.waits = false;
    const said = data.said || { words: "", ok: true };
    set(say(this.said, said.words), { class: said.ok ? "said" : "said bad", hidden: !said.words });
    clearTimeout(this.fades);
    if (said.ok) this.fades = setTimeout(() => set(this.said, { hidden: true }), SAID_MS);
    if (within && before !== this.text) this.focusAgain(within, keys, at ? at.getAttribute("data-key") : "");
    const file = data.file;
    if (file && file.turn !== this.handed) {
      this.handed = file.turn;
      handOver(file.name, new Blob([bytesOf(file.data)], { type: file.kind }));
    }
  }

  /**
   * The focus stays; where what had it is gone, it goes to what comes next, or to the step that is current.
   * @param {HTMLElement} within @param {(string | null)[]} keys @param {string | null} key
   */
  focusAgain(within, keys, key) {
    if (within.isConnected) return within.focus();
    const after = keys.slice(Math.max(0, keys.indexOf(key)));
    const next = after.map((one) => this.body.querySelector(`[data-key="${CSS.escape(one || "")}"]`)).find(Boolean);
    const node = next || this.body.querySelector(".step.current .turn");
    const input = node && (node.matches("button, input, select") ? node : node.querySelector("button, input, select"));
    if (input instanceof HTMLElement) input.focus();
  }

  /** @param {Made} block @returns {HTMLElement} */
  block(block) {
    if (block.type === "step") return this.step(block);
    if (block.type === "group") return this.group(block);
    if (block.type === "typed")
      return el("div", { class: "line" }, named("p", "where", block.typed.label), this.acted(block));
    if (block.type === "settings") return this.settings(block);
    if (block.type === "tick") return el("p", { class: "tick-line" }, this.tick(block));
    if (block.type === "tally") return this.tally(block);
    if (block.type === "map") return this.map(block);
    if (block.type === "progress") return this.progress(block);
    if (block.type === "form") return this.form(block);
    return super.block(/** @type {any} */ (block));
  }

  /** @param {Made} block */
  step(block) {
    const turned = `${block.key} ${block.state}`;
    const kept = this.turned.get(turned);
    const open = kept === undefined ? ["current", "ready"].includes(block.state) : kept;
    const id = `inside-${block.key}`;
    const inside = el("div", { class: "inside", id, hidden: !open });
    inside.append(...block.blocks.map((/** @type {Made} */ inner) => this.block(inner)));
    this.steps += 1;
    const turn = el(
      "button",
      { type: "button", class: "turn", "aria-expanded": String(open), "aria-controls": id, "data-key": block.key },
      named("span", "no", this.steps),
      named("span", "title", block.title),
      named("span", "summary", block.summary),
    );
    turn.addEventListener("click", () => {
      const on = inside.hasAttribute("hidden");
      this.turned.set(turned, on);
      set(inside, { hidden: !on });
      set(turn, { "aria-expanded": String(on) });
      if (on) opened(turn, () => turn.click());
      else closed(turn);
    });
    return el("section", { class: `step ${block.state}`, "data-step": block.key }, el("h2", {}, turn), inside);
  }

  // Findings ---------------------------------------------------------------------------------------

  /** @param {Made} block */
  group(block) {
    const all = block.actions.map((/** @type {Made} */ action) => this.doing(action, `${block.key} ${action.label}`));
    const lines = block.lines.map((/** @type {Made} */ line) => this.line(line));
    const more = block.more && el("p", { class: "more" }, this.doing(block.more, `${block.key} more`));
    return el(
      "section",
      { class: `group ${block.severity}`, "data-group": block.key },
      el(
        "div",
        { class: "group-head" },
        named(block.level === 3 ? "h3" : "h4", "", block.label),
        el("p", { class: "all" }, ...all),
      ),
      el("ul", {}, ...lines),
      more,
    );
  }

  /** @param {Made} line */
  line(line) {
    const where = el("p", { class: "where" }, named("span", "", line.where), named("span", "count", line.count));
    const value = line.value && named("span", "value", line.value);
    const what = el("p", { class: "what" }, value, named("span", "reason", line.reason));
    return el("li", { class: "line", "data-line": line.key }, where, what, this.acted(line));
  }

  /** The actions of a line, and where another value is typed. @param {Made} line */
  acted(line) {
    const some = (/** @type {boolean} */ lead) =>
      line.actions
        .filter((/** @type {Made} */ action) => Boolean(action.lead) === lead)
        .map((/** @type {Made} */ action) => this.doing(action, `${line.key} ${action.label}`));
    const typed = line.typed && this.typed(line.typed, `${line.key} typed`);
    return el("div", { class: "acts" }, ...some(true), typed, ...some(false));
  }

  /** @param {Made} action @param {string} key */
  doing(action, key) {
    return set(this.act(action.label, action.event, action.lead ? "do lead" : "do"), { "data-key": key });
  }

  /** @param {Made} typed @param {string} key */
  typed(typed, key) {
    const about = { "aria-label": typed.label, "data-key": key, title: typed.hint || null };
    const input = typed.options
      ? fillChosen(el("select", about), typed.options, this.half.get(key) || typed.value || "")
      : el("input", { ...about, type: "text", autocomplete: "off", dir: "auto", placeholder: typed.hint || null });
    if (!typed.options) input.value = this.half.get(key) || typed.value || "";
    const send = () => {
      if (typed.options && !input.value) return;
      this.half.delete(key);
      this.from.tell({ ...typed.event, [typed.name || "text"]: input.value.trim() });
    };
    input.addEventListener("input", () => this.half.set(key, input.value));
    input.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      send();
    });
    const act = button("do", typed.act, { onclick: send, "data-key": `${key} act` });
    return el("span", { class: "typing" }, input, act);
  }

  // What is set ------------------------------------------------------------------------------------

  /** @param {Made} block */
  settings(block) {
    const fields = block.settings.map((/** @type {Made} */ one) => {
      const id = `setting-${one.key}`;
      const label = named("label", "label", one.label, { for: id });
      return el("div", { class: "setting" }, label, this.select(one, id), named("p", "hint", one.hint));
    });
    return el("div", { class: "settings" }, ...fields);
  }

  /** @param {Made} one @param {string} [id] */
  select(one, id) {
    const label = id ? null : one.label;
    const list = el("select", { id: id || null, "aria-label": label, "data-key": `select ${one.key || one.label}` });
    list.addEventListener("change", () => this.from.tell({ ...one.event, value: list.value }));
    return fillChosen(list, one.options, one.value);
  }

  /** @param {Made} one */
  tick(one) {
    const box = el("input", { type: "checkbox", "data-key": `tick ${one.label}` });
    box.checked = Boolean(one.on);
    box.addEventListener("change", () => this.from.tell({ ...one.event, on: box.checked }));
    return el("label", { class: "tick" }, box, named("span", "", one.label));
  }

  /** @param {any} cell @param {HTMLElement} place @param {HTMLElement} below @param {string} aligned */
  cell(cell, place, below, aligned) {
    if (cell && cell.select) return el("td", { class: "chosen" }, this.select(cell.select));
    if (cell && cell.tick) return el("td", { class: "chosen" }, this.tick(cell.tick));
    if (cell && cell.typed) return el("td", { class: "chosen" }, this.typed(cell.typed, cell.typed.key));
    return super.cell(cell, place, below, aligned);
  }

  /** @param {Made} block */
  form(block) {
    const holder = el("div", { class: "form-of" });
    const form = this.forms.get(block.key) || new Form(holder);
    this.forms.set(block.key, form);
    holder.append(form.node);
    const from = this.from;
    form.show(block, { ...from, tell: (event) => from.tell({ ...event, form: block.key }) });
    return holder;
  }

  // What is seen -----------------------------------------------------------------------------------

  /** @param {Made} block */
  tally(block) {
    const figures = block.figures.map((/** @type {Made} */ one) =>
      el("div", { class: `figure ${one.state}` }, named("dt", "", one.label), named("dd", "digits", one.count)),
    );
    return el("dl", { class: "tally" }, ...figures);
  }

  /** @param {Made} block */
  map(block) {
    this.small = this.small || new IntakeMap();
    this.small.show(block, this.from);
    return this.small.node;
  }

  /** @param {Made} block */
  progress(block) {
    const known = block.count > 0;
    const done = known ? Math.min(100, Math.round((100 * block.done) / block.count)) : null;
    const about = { role: "progressbar", "aria-label": block.label, "aria-valuemin": 0, "aria-valuemax": 100 };
    const bar = el("div", { class: known ? "bar-of" : "bar-of unknown", ...about, "aria-valuenow": done });
    const fill = el("div", { class: "fill" });
    if (done !== null) fill.style.width = `${done}%`;
    bar.append(fill);
    const stop = this.doing(block.stop, "stop");
    return el("div", { class: "progress" }, named("p", "words", block.label), bar, el("p", {}, stop));
  }

  /** Another import begins: nothing of the last one is kept. */
  forget() {
    this.half.clear();
    this.turned.clear();
    this.forms.clear();
    empty(this.body);
    this.text = "";
  }
}

/**
 * A list of options with one chosen; one that it does not know is shown by its code.
 * @param {HTMLSelectElement} list
 * @param {[string, string][]} options
 * @param {string} chosen
 */
function fillChosen(list, options, chosen) {
  const known = options.some(([code]) => code === chosen);
  fillOptions(list, known ? options : [...options, [chosen, chosen]], chosen);
  return list;
}
