// What meetings have decided, as this browser keeps it: the open ones first, each ticked off where it is done.

const EMPTY_DECISIONS = { format: "g60-decisions", version: 1, decisions: [] };

class Decisions {
  /** `told` says something to the reader; `title` gives the presentation's title. */
  constructor(told, title) {
    this.told = told;
    this.title = title;
    this.file = EMPTY_DECISIONS;
    this.names = {};
    this.head = el("h3", {});
    this.how = el("p", { class: "quiet" });
    this.list = el("ul", { class: "decisions" });
    this.doneLabel = el("summary", {});
    this.doneList = el("ul", { class: "decisions" });
    this.done = el("details", { class: "fold" }, this.doneLabel, this.doneList);
    this.input = el("input", { type: "file", accept: ".json,application/json", hidden: true, "data-file": "decisions", onchange: () => this.opened() });
    this.open = el("button", { type: "button", class: "act", onclick: () => this.input.click() });
    this.files = ["json", "docx", "xlsx"].map((form) => [form, el("button", { type: "button", class: "act", "data-save": form, onclick: () => this.save(form) })]);
    this.node = el("section", { class: "part" }, this.head, this.how, this.list, this.done,
      el("p", { class: "acts" }, this.open, this.input, ...this.files.map(([, button]) => button)));
  }

  async show(lang, texts) {
    this.lang = lang;
    this.texts = texts;
    this.draw();
    await this.read();
  }

  /** Reads what is kept: another window may have written it. */
  async read(theirs) {
    const mine = stored(DECISIONS);
    if (mine === null && theirs === undefined) {
      this.file = EMPTY_DECISIONS;
      this.draw();
      return;
    }
    const answer = await ask("decisions", JSON.stringify({ mine: theirs !== undefined && this.file === EMPTY_DECISIONS ? null : mine, theirs }), this.lang);
    if (!answer) {
      this.told(phrase(this.texts, "meeting_no_server"), true);
      return;
    }
    if (!answer.file) {
      if (theirs !== undefined) this.told(answer.messages.join("\n"), true);
      return;
    }
    this.file = answer.file;
    this.names = answer.names;
    if (theirs !== undefined) {
      this.keep();
      this.told([phrase(this.texts, "meeting_decisions_opened", { count: answer.file.decisions.length }), ...answer.messages].join("\n"), answer.messages.length > 0);
    }
    this.draw();
  }

  keep() {
    if (!keep(DECISIONS, JSON.stringify(this.file))) this.told(phrase(this.texts, "meeting_not_kept"), true);
  }

  draw() {
    const texts = this.texts;
    const all = this.file.decisions;
    const left = all.filter((one) => !one.done);
    say(this.head, phrase(texts, "meeting_decisions") + (all.length ? " " + phrase(texts, "meeting_decisions_open", { count: left.length }) : ""));
    say(this.how, phrase(texts, all.length ? "meeting_decisions_how" : "meeting_decisions_none"));
    this.fill(this.list, left);
    this.fill(this.doneList, all.filter((one) => one.done));
    set(this.done, { hidden: left.length === all.length });
    say(this.doneLabel, phrase(texts, "meeting_decisions_done", { count: all.length - left.length }));
    say(this.open, phrase(texts, "meeting_decisions_import"));
    for (const [form, button] of this.files) {
      say(button, phrase(texts, "meeting_decisions_" + form));
      set(button, { hidden: all.length === 0 });
    }
  }

  fill(list, decisions) {
    list.textContent = "";
    const now = new Date();
    const today = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    for (const one of decisions) {
      const box = el("input", { type: "checkbox", onchange: () => this.tick(one, box.checked) });
      box.checked = one.done;
      const late = !one.done && one.due && one.due < today;
      const about = this.names[one.area] || one.area;
      const place = one.area && named("a", "about", about, { href: appAddress("?" + new URLSearchParams({ focus: one.area, lang: this.lang })), target: "_self" });
      const due = one.due && el("span", { class: late ? "due late" : "due" }, phrase(this.texts, late ? "meeting_decision_late" : "meeting_decision_due", { date: one.due }));
      list.append(el("li", { "data-id": one.id }, el("label", {}, box, named("span", "text", one.text)),
        el("p", { class: "sub" }, place, one.owner && named("span", "owner", one.owner), due,
          el("button", { type: "button", class: "act", "aria-label": phrase(this.texts, "meeting_decision_remove") + ": " + one.text, onclick: () => this.remove(one) }, phrase(this.texts, "meeting_decision_remove")))));
    }
  }

  tick(one, done) {
    one.done = done;
    this.keep();
    this.draw();
  }

  remove(one) {
    const before = this.file.decisions.slice();
    this.file = { ...this.file, decisions: before.filter((other) => other !== one) };
    this.keep();
    this.draw();
    this.told(phrase(this.texts, "meeting_decision_removed"), false, () => {
      this.file = { ...this.file, decisions: before };
      this.keep();
      this.draw();
    });
  }

  async opened() {
    const file = this.input.files[0];
    if (!file) return;
    const text = file.size > FILE_MOST ? null : await file.text();
    this.input.value = "";
    if (text === null) this.told(phrase(this.texts, "meeting_file_large"), true);
    else await this.read(text);
  }

  async save(form) {
    const name = fileName(phrase(this.texts, "meeting_decisions_file"), form);
    if (form === "json") {
      handOver(name, JSON.stringify(this.file, null, 1) + "\n", "application/json");
      return;
    }
    const body = JSON.stringify({ mine: JSON.stringify(this.file), title: this.title() });
    let answer = null;
    try {
      answer = await asked("minutes." + form, body, this.lang);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    if (answer && answer.ok) handOver(name, await answer.blob());
    else this.told(answer && answer.status === 422 ? (await answer.json()).messages.join("\n") : phrase(this.texts, "meeting_no_server"), true);
  }
}
