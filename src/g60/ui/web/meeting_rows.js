// The list of scenes: chosen by a click or the arrow keys, put in order by dragging, by Alt and the arrows, or by its buttons.

const UP = "M3 8.5L7 4.5L11 8.5";
const DOWN = "M3 5.5L7 9.5L11 5.5";
const GRIP = "M5 3.5V3.6M9 3.5V3.6M5 7V7.1M9 7V7.1M5 10.5V10.6M9 10.5V10.6";

function icon(path) {
  const svg = set(document.createElementNS(SVG, "svg"), { viewBox: "0 0 14 14", class: "icon", "aria-hidden": "true" });
  svg.append(set(document.createElementNS(SVG, "path"), { d: path }));
  return svg;
}

class SceneRows {
  /** `acts` has choose(id), move(id, to) and remove(id). */
  constructor(acts) {
    this.acts = acts;
    this.known = new Map();
    this.order = [];
    this.node = el("ol", { class: "scenes", onkeydown: (event) => this.key(event) });
  }

  show(scenes, chosen, words, texts) {
    this.texts = texts;
    this.order = scenes.map((scene) => scene.id);
    const parts = scenes.map((scene, at) => {
      const part = this.known.get(scene.id) || this.part(scene.id);
      const title = words.title(scene) || phrase(texts, "meeting_untitled");
      say(part.number, at + 1);
      say(part.title, title);
      say(part.sub, words.sub(scene, at));
      set(part.flag, { hidden: !words.grave(at), title: phrase(texts, "meeting_grave") });
      set(part.name, { "aria-current": scene.id === chosen ? "true" : null, "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown Delete" });
      set(part.node, { class: scene.id === chosen ? "scene chosen" : "scene" });
      set(part.grip, { title: phrase(texts, "meeting_drag") });
      for (const [button, key, off] of [[part.up, "meeting_up", at === 0], [part.down, "meeting_down", at === scenes.length - 1]]) {
        set(button, { "aria-label": phrase(texts, key, { title }), title: phrase(texts, key + "_short"), "aria-disabled": off ? "true" : null });
      }
      return part;
    });
    for (const id of Array.from(this.known.keys())) if (!this.order.includes(id)) this.known.delete(id);
    arrange(this.node, parts.map((part) => part.node));
  }

  part(id) {
    const part = {
      number: el("span", { class: "number" }),
      title: named("span", "title", ""),
      sub: named("span", "sub", ""),
      flag: el("span", { class: "flag" }, "!"),
      grip: el("span", { class: "grip", onpointerdown: (event) => this.grab(event, id) }, icon(GRIP)),
      up: el("button", { type: "button", class: "step", onclick: () => this.step(id, -1) }, icon(UP)),
      down: el("button", { type: "button", class: "step", onclick: () => this.step(id, 1) }, icon(DOWN)),
    };
    part.name = el("button", { type: "button", class: "name", onclick: () => this.acts.choose(id) }, part.title, part.sub);
    part.node = el("li", { class: "scene", "data-id": id }, part.grip, part.number, part.name, part.flag, part.up, part.down);
    this.known.set(id, part);
    return part;
  }

  step(id, by) {
    const to = this.order.indexOf(id) + by;
    if (to >= 0 && to < this.order.length) this.acts.move(id, to);
  }

  focus(id) {
    const part = this.known.get(id);
    if (part) part.name.focus();
  }

  key(event) {
    const node = event.target.closest(".scene");
    const at = node ? this.order.indexOf(node.dataset.id) : -1;
    if (at < 0 || event.ctrlKey || event.metaKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const to = by ? at + by : { Home: 0, End: this.order.length - 1 }[event.key];
    if (event.altKey && by) this.step(this.order[at], by);
    else if (event.altKey) return;
    else if (to !== undefined && this.order[to]) {
      this.acts.choose(this.order[to]);
      this.focus(this.order[to]);
    } else if (event.key === "Delete") this.acts.remove(this.order[at]);
    else if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) this.focus(this.order[at] === node.dataset.id ? this.order[at] : node.dataset.id);
  }

  /** Follows the pointer: the others make room, and the dragged one stays in its place of the page's tree. */
  grab(event, id) {
    if (event.button > 0) return;
    event.preventDefault();
    const node = this.known.get(id).node;
    node.classList.add("dragged");
    const move = (at) => {
      const others = Array.from(this.node.children).filter((other) => other !== node);
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      for (const other of others) {
        const isAbove = Boolean(node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING);
        if (isAbove && at.clientY < middle(other)) node.after(other);
        if (!isAbove && at.clientY > middle(other)) node.before(other);
      }
    };
    const end = (over) => {
      if (over.type === "keydown" && over.key !== "Escape") return;
      for (const [type, act] of listened) window.removeEventListener(type, act, true);
      node.classList.remove("dragged");
      const to = Array.from(this.node.children).indexOf(node);
      if (over.type === "pointerup") this.acts.move(id, to);
      else arrange(this.node, this.order.map((other) => this.known.get(other).node));
    };
    const listened = [["pointermove", move], ["pointerup", end], ["pointercancel", end], ["keydown", end]];
    for (const [type, act] of listened) window.addEventListener(type, act, true);
  }
}
