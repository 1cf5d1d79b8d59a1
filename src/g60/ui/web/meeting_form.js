// The chosen scene: its title and notes in both languages, what it shows, and what can be done with it.

const TITLE_MOST = 200;
const NOTES_MOST = 4000;

class SceneForm {
  /** `acts` has edit(id, field, value), duplicate(id), remove(id), replace(id) and opened(id) for the address of its map. */
  constructor(acts) {
    this.acts = acts;
    this.id = "";
    this.head = el("h3", {});
    this.shows = named("p", "shows", "");
    this.fields = {};
    for (const [name, tag, most] of [["title_zh", "input", TITLE_MOST], ["title_en", "input", TITLE_MOST], ["notes_zh", "textarea", NOTES_MOST], ["notes_en", "textarea", NOTES_MOST]]) {
      const input = el(tag, { maxlength: most, rows: tag === "textarea" ? 7 : null, "data-field": name, oninput: () => this.acts.edit(this.id, name, input.value) });
      this.fields[name] = { input, label: el("span", { class: "label" }) };
    }
    this.face = el("select", { "data-field": "face", onchange: () => this.acts.edit(this.id, "face", this.face.value) });
    this.faceLabel = el("span", { class: "label" });
    this.open = el("a", { class: "act open", target: "_self" });
    this.buttons = {};
    for (const name of ["replace", "duplicate", "remove"]) {
      this.buttons[name] = el("button", { type: "button", class: "act", onclick: () => this.acts[name](this.id) });
    }
    const field = (entry) => el("label", { class: "field" }, entry.label, entry.input);
    this.node = el("section", { class: "form" }, this.head, this.shows,
      el("p", { class: "acts" }, this.open, ...Object.values(this.buttons)),
      el("div", { class: "pair" }, field(this.fields.title_zh), field(this.fields.title_en)),
      el("div", { class: "pair" }, field(this.fields.notes_zh), field(this.fields.notes_en)),
      el("label", { class: "field narrow" }, this.faceLabel, this.face));
  }

  show(scene, number, shows, faces, texts) {
    set(this.node, { hidden: !scene });
    if (!scene) return;
    const fresh = scene.id !== this.id;
    this.id = scene.id;
    say(this.head, phrase(texts, "meeting_scene", { number }));
    say(this.shows, shows);
    for (const [name, { input, label }] of Object.entries(this.fields)) {
      say(label, phrase(texts, "meeting_" + name));
      set(input, { lang: name.endsWith("zh") ? "zh-CN" : "en" });
      // While it is being written, the field is ahead of what is kept.
      if (input.value !== scene[name] && (fresh || focused(input.getRootNode()) !== input)) input.value = scene[name];
    }
    say(this.faceLabel, phrase(texts, "meeting_face"));
    arrange(this.face, faces.map((code) => {
      const old = Array.from(this.face.options).find((option) => option.value === code);
      return say(old || el("option", { value: code }), phrase(texts, "meeting_face_" + code));
    }));
    if (this.face.value !== scene.face) this.face.value = scene.face;
    say(this.open, phrase(texts, "meeting_open"));
    set(this.open, { href: this.acts.opened(scene.id) });
    for (const [name, button] of Object.entries(this.buttons)) say(button, phrase(texts, "meeting_" + name));
  }
}
