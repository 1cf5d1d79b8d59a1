// The page where a meeting is prepared: the scenes and the chosen one, the check, what is taken along, and what was decided.
// Everything is kept by this browser; the server reads it and says what it finds.

const FILE_MOST = 16000000; // bytes; nothing of ours is that long
const SETTLED_EDIT_MS = 400;
const UNDONE_MOST = 50;
const SAID_MS = 12000;
const AFTER_SCENE = ["theme", "lang", "v", "w"]; // what follows `scene` in a permalink

const meetings = new WeakMap();

/** The address's query with the scene of this number; the other parameters keep their place and their text. */
function withScene(search, number) {
  const name = (part) => part.split("=")[0];
  const parts = search.replace(/^\?/, "").split("&").filter((part) => part !== "" && name(part) !== "scene");
  const next = parts.findIndex((part) => AFTER_SCENE.includes(name(part)));
  parts.splice(next < 0 ? parts.length : next, 0, "scene=" + number);
  return "?" + parts.join("&");
}

class Meeting {
  constructor(root) {
    this.root = root;
    this.file = null; // the presentation
    this.chosen = "";
    this.answer = { shows: [], remarks: [] };
    this.past = [];
    this.timer = 0;
    this.lang = "";
    const acts = { choose: (id) => this.choose(id), move: (id, to) => this.move(id, to), remove: (id) => this.remove(id),
      edit: (id, field, value) => this.edit(id, field, value), duplicate: (id) => this.duplicate(id), replace: (id) => this.replace(id), opened: (id) => this.mapOf(id) };
    this.rows = new SceneRows(acts);
    this.form = new SceneForm(acts);
    this.decisions = new Decisions((words, grave, undo) => this.say(words, grave, undo), () => this.titleOf(this.file));
    this.build();
    this.hear = { key: (event) => this.key(event), storage: (event) => this.changedElsewhere(event) };
  }

  build() {
    this.head = el("h2", {});
    this.lead = el("p", { class: "quiet lead" });
    this.startButton = el("button", { type: "button", class: "start", onclick: () => this.start() }, el("span", {}), " ", el("kbd", {}, "F5"));
    this.titles = {};
    for (const lang of ["zh", "en"]) {
      const input = el("input", { maxlength: 200, "data-field": "presentation_" + lang, lang: lang === "zh" ? "zh-CN" : "en", oninput: () => this.rename(lang, input.value) });
      this.titles[lang] = { input, label: el("span", { class: "label" }) };
    }
    this.status = el("div", { class: "status" });
    this.statusWords = el("p", { role: "status" });
    this.statusUndo = el("button", { type: "button", class: "act" });
    this.status.append(this.statusWords, this.statusUndo);
    this.addButton = el("button", { type: "button", class: "add", onclick: () => this.add() }, el("span", { class: "what" }), named("span", "sub", ""));
    this.input = el("input", { type: "file", accept: ".json,application/json", hidden: true, "data-file": "presentation", onchange: () => this.openFile() });
    const button = (name, act) => el("button", { type: "button", class: "act", "data-act": name, onclick: act });
    this.buttons = { save: button("save", () => this.save()), load: button("load", () => this.input.click()), restore: button("restore", () => this.restore()),
      empty: button("empty", () => this.clear()), undo: button("undo", () => this.undo()), pack: button("pack", () => this.pack()), slides: button("slides", () => this.slides()) };
    this.listHead = el("h3", {});
    this.none = el("p", { class: "quiet" });
    this.keys = el("p", { class: "quiet keys" });
    this.checkHead = el("h3", {});
    this.checkLead = el("p", { class: "quiet" });
    this.checkList = el("ul", { class: "remarks" });
    this.takeHead = el("h3", {});
    this.takeLead = el("p", { class: "quiet" });
    const field = (entry) => el("label", { class: "field" }, entry.label, entry.input);
    const { save, load, restore, empty, undo, pack, slides } = this.buttons;
    this.node = el("article", { class: "meeting" },
      el("header", { class: "top" }, el("div", { class: "about" }, this.head, this.lead), this.startButton),
      this.status,
      el("div", { class: "desk" },
        el("section", { class: "left" }, this.listHead, this.none, this.rows.node, this.addButton, this.keys),
        this.form.node),
      el("div", { class: "parts" },
        el("section", { class: "part check" }, this.checkHead, this.checkLead, this.checkList),
        el("div", { class: "column" },
          el("section", { class: "part" }, this.takeHead, this.takeLead, el("div", { class: "pair" }, field(this.titles.zh), field(this.titles.en)),
            el("p", { class: "acts" }, pack, slides, save, load, this.input, undo, restore, empty)),
          this.decisions.node)));
    this.root.append(this.node);
  }

  listen() {
    window.addEventListener("keydown", this.hear.key, true);
    window.addEventListener("storage", this.hear.storage);
  }

  silence() {
    window.removeEventListener("keydown", this.hear.key, true);
    window.removeEventListener("storage", this.hear.storage);
    clearTimeout(this.timer);
    clearTimeout(this.saying);
  }

  show(data, send) {
    const spoke = this.lang;
    this.data = data;
    this.send = send;
    this.texts = data.texts;
    this.lang = data.lang;
    set(this.node, { lang: data.lang === "en" ? "en" : "zh-CN" });
    if (spoke === this.lang) {
      this.draw();
      return;
    }
    this.say("", false);
    this.decisions.show(this.lang, this.texts);
    if (this.file) this.check();
    else this.load();
  }

  // ---- what is kept ----

  async load() {
    const kept = stored(PRESENTATION);
    let answer = kept === null ? null : await ask("kept", kept, this.lang);
    this.broken = Boolean(answer && !answer.presentation);
    const told = answer ? answer.messages : [];
    if (!answer || this.broken) answer = await ask("shipped", "", this.lang);
    if (!answer) {
      this.say(phrase(this.texts, "meeting_no_server"), true);
      return;
    }
    if (this.broken) this.say([phrase(this.texts, "meeting_broken"), ...told].join("\n"), true);
    else if (told.length) this.say(told.join("\n"), true);
    this.take(answer);
    const byNumber = this.file.scenes[this.data.scene - 1];
    const byPlace = this.scene(stored(SCENE_KEPT));
    this.choose((byNumber || byPlace || this.file.scenes[0] || { id: "" }).id);
  }

  take(answer) {
    this.file = answer.presentation;
    this.answer = answer;
  }

  keep() {
    if (this.broken) keep(PRESENTATION + ASIDE, stored(PRESENTATION));
    this.broken = false;
    if (!keep(PRESENTATION, JSON.stringify(this.file))) this.say(phrase(this.texts, "meeting_not_kept"), true);
  }

  /** Another window, or the map of this one, has changed what is kept. */
  async changedElsewhere(event) {
    if (event.key === DECISIONS) await this.decisions.read();
    if (event.key !== PRESENTATION || event.newValue === null || event.newValue === JSON.stringify(this.file)) return;
    const answer = await ask("kept", event.newValue, this.lang);
    if (!answer || !answer.presentation) return;
    this.take(answer);
    if (!this.scene(this.chosen)) this.chosen = this.file.scenes.length ? this.file.scenes[0].id : "";
    this.draw();
  }

  /** Puts another presentation in the place of this one; `words` names what was done, for taking it back. */
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
    this.say(phrase(this.texts, "meeting_undone", { what: before.words }), false);
  }

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

  scene(id) {
    return this.file.scenes.find((scene) => scene.id === id);
  }

  place(id) {
    return this.file.scenes.findIndex((scene) => scene.id === id);
  }

  titleOf(entry) {
    const other = this.lang === "zh" ? "en" : "zh";
    return entry ? entry["title_" + this.lang] || entry["title_" + other] || "" : "";
  }

  withScenes(scenes) {
    return { ...this.file, scenes };
  }

  choose(id) {
    this.chosen = id;
    const number = this.place(id) + 1;
    if (number) {
      keep(SCENE_KEPT, id);
      const search = withScene(location.search, number);
      if (search !== location.search) {
        history.replaceState(history.state, "", location.pathname + search + location.hash);
        this.send({ type: "scene", scene: String(number) });
      }
    }
    this.draw();
  }

  move(id, to) {
    const at = this.place(id);
    if (at === to || at < 0) return;
    const scenes = this.file.scenes.slice();
    scenes.splice(to, 0, scenes.splice(at, 1)[0]);
    this.answer = { ...this.answer, shows: scenes.map((scene) => this.answer.shows[this.place(scene.id)] || ""), remarks: [] };
    this.change(phrase(this.texts, "meeting_did_move", { title: this.titleOf(this.scene(id)) }), this.withScenes(scenes));
    this.choose(id);
    this.say(phrase(this.texts, "meeting_moved", { title: this.titleOf(this.scene(id)), number: to + 1, count: scenes.length }), false);
  }

  remove(id) {
    const at = this.place(id);
    const title = this.titleOf(this.file.scenes[at]) || phrase(this.texts, "meeting_untitled");
    const scenes = this.file.scenes.filter((scene) => scene.id !== id);
    const words = phrase(this.texts, "meeting_did_remove", { title });
    this.change(words, this.withScenes(scenes));
    const next = scenes[Math.min(at, scenes.length - 1)];
    this.choose(next ? next.id : "");
    if (next) this.rows.focus(next.id);
    this.say(words, false, () => this.undo());
  }

  freeId() {
    let number = this.file.scenes.length + 1;
    while (this.scene("scene-" + number)) number += 1;
    return "scene-" + number;
  }

  duplicate(id) {
    if (this.full()) return;
    const at = this.place(id);
    const copy = { ...this.file.scenes[at], id: this.freeId() };
    const scenes = this.file.scenes.slice();
    scenes.splice(at + 1, 0, copy);
    const words = phrase(this.texts, "meeting_did_duplicate", { title: this.titleOf(copy) });
    this.change(words, this.withScenes(scenes));
    this.choose(copy.id);
    this.say(words, false, () => this.undo());
  }

  full() {
    const full = this.file.scenes.length >= 200;
    if (full) this.say(phrase(this.texts, "meeting_full"), true);
    return full;
  }

  async add() {
    if (this.full()) return;
    const answer = await ask("add", JSON.stringify({ presentation: JSON.stringify(this.file), query: this.data.query }), this.lang);
    if (!answer || !answer.presentation) {
      this.say(answer ? answer.messages.join("\n") : phrase(this.texts, "meeting_no_server"), true);
      return;
    }
    const made = answer.presentation.scenes[answer.number - 1];
    const words = phrase(this.texts, "meeting_did_add", { title: this.titleOf(made), number: answer.number });
    this.change(words, this.withScenes(answer.presentation.scenes));
    this.choose(made.id);
    this.say(words, false, () => this.undo());
  }

  replace(id) {
    const scenes = this.file.scenes.map((scene) => (scene.id === id ? { ...scene, query: this.data.query } : scene));
    const words = phrase(this.texts, "meeting_did_replace", { title: this.titleOf(this.scene(id)) });
    this.change(words, this.withScenes(scenes));
    this.say(words, false, () => this.undo());
  }

  edit(id, field, value) {
    this.file = this.withScenes(this.file.scenes.map((scene) => (scene.id === id ? { ...scene, [field]: value } : scene)));
    this.keep();
    this.checkSoon(SETTLED_EDIT_MS);
  }

  rename(lang, value) {
    this.file = { ...this.file, ["title_" + lang]: value };
    this.keep();
  }

  /** The map at a scene's permalink, which knows the scene's place, in the reader's language and theme. */
  mapOf(id) {
    const query = new URLSearchParams(this.scene(id).query);
    query.set("scene", this.place(id) + 1);
    if (this.data.present.theme !== "day") query.set("theme", this.data.present.theme);
    if (this.lang !== "zh") query.set("lang", this.lang);
    return appAddress("?" + query);
  }

  // ---- files and ways out ----

  save() {
    handOver(fileName(this.titleOf(this.file) || phrase(this.texts, "meeting_file"), "json"), JSON.stringify(this.file, null, 1) + "\n", "application/json");
  }

  async openFile() {
    const file = this.input.files[0];
    if (!file) return;
    if (file.size > FILE_MOST) this.say(phrase(this.texts, "meeting_file_large"), true);
    else await this.opened(await ask("read", await file.text(), this.lang), phrase(this.texts, "meeting_did_open", { name: file.name }));
    this.input.value = "";
  }

  async restore() {
    await this.opened(await ask("shipped", "", this.lang), phrase(this.texts, "meeting_did_restore"));
  }

  async opened(answer, words) {
    if (!answer || !answer.presentation) {
      const why = answer ? answer.messages : [phrase(this.texts, "meeting_no_server")];
      this.say([phrase(this.texts, "meeting_not_opened"), ...why].join("\n"), true);
      return;
    }
    this.change(words, answer.presentation);
    this.answer = answer;
    this.choose(this.file.scenes[0].id);
    this.say([words, ...answer.messages].join("\n"), answer.messages.length > 0, () => this.undo());
  }

  clear() {
    const words = phrase(this.texts, "meeting_did_empty");
    this.change(words, { ...this.file, title_zh: "", title_en: "", scenes: [] });
    this.choose("");
    this.say(words, false, () => this.undo());
  }

  pack() {
    const body = new URLSearchParams({ presentation: JSON.stringify(this.file), lang: this.lang });
    return this.made(() => fetch(appAddress("present/pack"), { method: "POST", body }), "html");
  }

  slides() {
    return this.made(() => asked("slides.pptx", JSON.stringify(this.file), this.lang), "pptx");
  }

  /** Hands over a file that the server makes of the presentation, or says why there is none. */
  async made(make, ending) {
    this.say(phrase(this.texts, "meeting_making"), false);
    let answer = null;
    try {
      answer = await make();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // of fetch: nobody answered
    }
    if (!answer || !answer.ok) {
      this.say(phrase(this.texts, "meeting_not_made"), true);
      return;
    }
    handOver(fileName(this.titleOf(this.file) || phrase(this.texts, "meeting_file"), ending), await answer.blob());
    this.say(phrase(this.texts, "meeting_made"), false);
  }

  start() {
    if (!this.file || !this.file.scenes.length) return;
    this.keep();
    if (this.chosen) keep(SCENE_KEPT, this.chosen);
    location.assign(appAddress("present?" + new URLSearchParams(this.data.present)));
  }

  key(event) {
    if (event.key === "F5" && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.start();
    }
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.composedPath()[0].tagName || "");
    if (/^z$/i.test(event.key) && (event.ctrlKey || event.metaKey) && !event.shiftKey && !writing && this.past.length) {
      event.preventDefault();
      this.undo();
    }
  }

  // ---- drawing ----

  /** Says something, and offers to take it back. */
  say(words, grave, undo) {
    say(this.statusWords, words);
    set(this.status, { class: grave ? "status grave" : "status", hidden: !words });
    set(this.statusUndo, { hidden: !undo });
    this.statusUndo.onclick = undo || null;
    clearTimeout(this.saying);
    if (words && !grave) this.saying = setTimeout(() => set(this.status, { hidden: true }), SAID_MS); // the files' Undo stays
  }

  draw() {
    if (!this.file) return;
    const t = (key, values) => phrase(this.texts, key, values);
    const scenes = this.file.scenes;
    const grave = new Set(this.answer.remarks.filter((remark) => remark.grave).map((remark) => remark.scene));
    say(this.head, t("meeting_title"));
    say(this.lead, t("meeting_lead"));
    say(this.startButton.firstChild, t("meeting_start"));
    set(this.startButton, { disabled: !scenes.length, "aria-keyshortcuts": "F5" });
    say(this.statusUndo, t("meeting_undo"));
    for (const lang of ["zh", "en"]) {
      const { input, label } = this.titles[lang];
      say(label, t("meeting_presentation_" + lang));
      if (input.value !== this.file["title_" + lang] && focused(this.root) !== input) input.value = this.file["title_" + lang];
    }
    for (const [name, button] of Object.entries(this.buttons)) say(button, t("meeting_" + name));
    set(this.buttons.undo, { disabled: !this.past.length });
    set(this.buttons.slides, { hidden: !this.data.slides });
    for (const name of ["save", "pack", "slides"]) set(this.buttons[name], { disabled: !scenes.length });
    say(this.listHead, t("meeting_scenes", { count: scenes.length }));
    say(this.none, t("meeting_none"));
    set(this.none, { hidden: scenes.length > 0 });
    say(this.keys, t("meeting_keys"));
    say(this.addButton.querySelector(".what"), t("meeting_add"));
    say(this.addButton.querySelector(".sub"), this.data.now);
    const face = (scene) => (scene.face === "map" ? "" : t("meeting_face_" + scene.face));
    this.rows.show(scenes, this.chosen, {
      title: (scene) => this.titleOf(scene),
      sub: (scene, at) => [face(scene), this.answer.shows[at]].filter(Boolean).join(" · "),
      grave: (at) => grave.has(at + 1),
    }, this.texts);
    const at = this.place(this.chosen);
    this.form.show(scenes[at], at + 1, this.answer.shows[at] || (scenes[at] && face(scenes[at])) || "", this.data.faces, this.texts);
    say(this.takeHead, t("meeting_take"));
    say(this.takeLead, t("meeting_take_lead"));
    this.drawCheck(t);
  }

  drawCheck(t) {
    const remarks = this.answer.remarks;
    const bad = remarks.filter((remark) => remark.grave).length;
    say(this.checkHead, t("meeting_check"));
    say(this.checkLead, bad ? t("meeting_check_bad", { count: bad }) : t("meeting_check_good"));
    const text = JSON.stringify([remarks, this.lang, this.file.scenes.map((scene) => this.titleOf(scene))]);
    if (text === this.checked) return;
    this.checked = text;
    this.checkList.textContent = "";
    for (const place of [null, ...this.file.scenes.keys()]) {
      const about = remarks.filter((remark) => remark.scene === (place === null ? null : place + 1));
      if (!about.length) continue;
      const scene = this.file.scenes[place];
      const head = scene ? el("button", { type: "button", class: "name", onclick: () => this.reveal(scene.id) }, el("span", { class: "number" }, String(place + 1)), named("span", "title", this.titleOf(scene))) : el("p", { class: "name" }, t("meeting_whole"));
      this.checkList.append(el("li", {}, head, el("ul", {}, ...about.map((remark) => el("li", { class: remark.grave ? "grave" : "" }, remark.grave && el("strong", {}, t("meeting_grave") + " "), named("span", "", remark.words))))));
    }
  }

  reveal(id) {
    this.choose(id);
    this.rows.focus(id);
    const node = this.rows.known.get(id).node;
    node.scrollIntoView({ block: "nearest" });
  }
}

export default function (component) {
  const root = component.parentElement;
  let meeting = meetings.get(root);
  if (!meeting) meetings.set(root, (meeting = new Meeting(root)));
  const turn = (meeting.turn = (meeting.turn || 0) + 1);
  meeting.listen();
  meeting.show(component.data, (event) => component.setTriggerValue("event", event));
  return () => { if (meeting.turn === turn) meeting.silence(); };
}
