// The list of scenes: chosen by a click or the arrow keys, put in order by dragging, by Alt and the arrows, or by its
// buttons.

import { arrange, el, named, phrase, say, set, svgNode } from "../base/dom.js";

const UP = "M3 8.5L7 4.5L11 8.5";
const DOWN = "M3 5.5L7 9.5L11 5.5";
const GRIP = "M5 3.5V3.6M9 3.5V3.6M5 7V7.1M9 7V7.1M5 10.5V10.6M9 10.5V10.6";

/** @typedef {{id: string, face: string, query: string} & Record<string, string>} Scene */
/** @typedef {Record<string, HTMLElement>} Part */
/**
 * @typedef {{choose: (id: string) => void, move: (id: string, to: number) => void, remove: (id: string) => void}}
 * RowActs
 */
/**
 * @typedef {Object} SceneWords  what a row says of its scene
 * @property {(scene: Scene) => string} title
 * @property {(scene: Scene, at: number) => string} sub
 * @property {(at: number) => boolean} grave
 */

/** @param {string} path */
function icon(path) {
  return svgNode("svg", { viewBox: "0 0 14 14", class: "icon", "aria-hidden": "true" }, svgNode("path", { d: path }));
}

export class SceneRows {
  /** @param {RowActs} acts */
  constructor(acts) {
    this.acts = acts;
    /** @type {Map<string, Part>} */
    this.known = new Map();
    /** @type {string[]} */
    this.order = [];
    this.node = el("ol", { class: "scenes", onkeydown: (event) => this.key(event) });
  }

  /**
   * @param {Scene[]} scenes
   * @param {string} chosen
   * @param {SceneWords} words
   * @param {import("../base/dom.js").Texts} texts
   */
  show(scenes, chosen, words, texts) {
    this.order = scenes.map((scene) => scene.id);
    const parts = scenes.map((scene, at) => {
      const part = this.known.get(scene.id) || this.part(scene.id);
      const title = words.title(scene) || phrase(texts, "meeting_untitled");
      const here = scene.id === chosen;
      say(part.number, at + 1);
      say(part.title, title);
      say(part.sub, words.sub(scene, at));
      set(part.flag, { hidden: !words.grave(at), title: phrase(texts, "meeting_grave") });
      set(part.name, { "aria-current": here && "true", "aria-keyshortcuts": "Alt+ArrowUp Alt+ArrowDown Delete" });
      set(part.node, { class: here ? "scene chosen" : "scene" });
      set(part.grip, { title: phrase(texts, "meeting_drag") });
      const label = (/** @type {string} */ key) => {
        return { "aria-label": phrase(texts, key, { title }), title: phrase(texts, `${key}_short`) };
      };
      set(part.up, Object.assign(label("meeting_up"), { "aria-disabled": at === 0 && "true" }));
      set(part.down, Object.assign(label("meeting_down"), { "aria-disabled": at === scenes.length - 1 && "true" }));
      return part;
    });
    for (const id of Array.from(this.known.keys())) if (!this.order.includes(id)) this.known.delete(id);
    arrange(
      this.node,
      parts.map((part) => part.node),
    );
  }

  /** @param {string} id @returns {Part} */
  part(id) {
    const step = (/** @type {number} */ by, /** @type {string} */ path) =>
      el("button", { type: "button", class: "step", onclick: () => this.step(id, by) }, icon(path));
    const number = el("span", { class: "number" });
    const [title, sub] = [named("span", "title", ""), named("span", "sub", "")];
    const flag = el("span", { class: "flag" }, "!");
    const grip = el("span", { class: "grip", onpointerdown: (event) => this.grab(event, id) }, icon(GRIP));
    const [up, down] = [step(-1, UP), step(1, DOWN)];
    const choose = () => this.acts.choose(id);
    const name = el("button", { type: "button", class: "name", onclick: choose }, title, sub);
    const node = el("li", { class: "scene", "data-id": id }, grip, number, name, flag, up, down);
    const part = { number, title, sub, flag, grip, up, down, name, node };
    this.known.set(id, part);
    return part;
  }

  /** @param {string} id */
  nodeOf(id) {
    return /** @type {Part} */ (this.known.get(id)).node;
  }

  /** @param {string} id @param {number} by */
  step(id, by) {
    const to = this.order.indexOf(id) + by;
    if (to >= 0 && to < this.order.length) this.acts.move(id, to);
  }

  /** @param {string} id */
  focus(id) {
    const part = this.known.get(id);
    if (part) part.name.focus();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const node = event.target instanceof Element ? event.target.closest(".scene") : null;
    const id = (node && node.getAttribute("data-id")) || "";
    const at = this.order.indexOf(id);
    if (at < 0 || event.ctrlKey || event.metaKey) return;
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    const to = by ? at + by : event.key === "Home" ? 0 : event.key === "End" ? this.order.length - 1 : -1;
    if (event.altKey && by) this.step(id, by);
    else if (event.altKey) return;
    else if (this.order[to]) {
      this.acts.choose(this.order[to]);
      this.focus(this.order[to]);
    } else if (event.key === "Delete") this.acts.remove(id);
    else if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.altKey) this.focus(id);
  }

  /**
   * Follows the pointer: the others make room, and the dragged one stays in its place of the page's tree.
   * @param {PointerEvent} event @param {string} id
   */
  grab(event, id) {
    if (event.button > 0) return;
    event.preventDefault();
    const node = this.nodeOf(id);
    node.classList.add("dragged");
    const move = (/** @type {any} */ at) => {
      for (const other of Array.from(this.node.children).filter((one) => one !== node)) {
        const place = other.getBoundingClientRect();
        const middle = place.top + place.height / 2;
        const isAbove = Boolean(node.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING);
        if (isAbove && at.clientY < middle) node.after(other);
        if (!isAbove && at.clientY > middle) node.before(other);
      }
    };
    const end = (/** @type {any} */ over) => {
      if (over.type === "keydown" && over.key !== "Escape") return;
      listen(false);
      node.classList.remove("dragged");
      const to = Array.from(this.node.children).indexOf(node);
      if (over.type === "pointerup") this.acts.move(id, to);
      else
        arrange(
          this.node,
          this.order.map((other) => this.nodeOf(other)),
        );
    };
    const listen = (/** @type {boolean} */ on) => {
      const change = on ? window.addEventListener : window.removeEventListener;
      change("pointermove", move, true);
      for (const type of ["pointerup", "pointercancel", "keydown"]) change(type, end, true);
    };
    listen(true);
  }
}
