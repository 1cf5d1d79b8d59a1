// The map's view in the page's address. The server learns it later and quietly: its own writes of the URL must not undo
// it.

import { pageName, withPart } from "./address.js";
import { heardFromMap, mapFrame } from "./map_frame.js";
import { mountPart } from "./page.js";

const VIEW = /^\d{1,2}(?:\.\d{1,2})?\/-?\d{1,2}(?:\.\d{1,6})?\/-?\d{1,3}(?:\.\d{1,6})?$/; // zoom/lat/lon
const SETTLED_MS = 400;
const PAGE = "atlas";

/** Whether the map said so before anybody listened; a frame of its own origin does not show it. */
function isPainted() {
  const frame = mapFrame();
  const inside = frame && frame.contentDocument;
  return Boolean(inside && inside.querySelector(".is-painted"));
}

/** The page's sheet has words over the map until it is there. */
function markPainted() {
  const frame = mapFrame();
  if (frame) frame.setAttribute("data-shown", "");
}

class ViewLink {
  constructor() {
    this.timer = 0;
    this.view = "";
    this.hear = (/** @type {MessageEvent} */ event) => {
      const message = heardFromMap(event, ["view", "ready"]);
      if (message) markPainted();
      // The frame sends codes only, and a slash is none: zoom, latitude and longitude come with commas between them.
      const view = message && typeof message.view === "string" ? message.view.replace(/,/g, "/") : "";
      if (!VIEW.test(view) || view === this.view) return;
      this.view = view;
      withPart(PAGE, "map", view);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        withPart(PAGE, "map", view); // a filter clicked meanwhile has written the view the server knew
        if (this.source && pageName() === PAGE) this.source.tell({ type: "view", view });
      }, SETTLED_MS);
    };
  }

  /** @param {unknown} _ @param {import("../panel/source.js").Source} source */
  show(_, source) {
    this.source = source;
  }

  listen() {
    window.addEventListener("message", this.hear);
    if (isPainted()) markPainted();
  }

  silence() {
    window.removeEventListener("message", this.hear);
    clearTimeout(this.timer);
  }
}

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, () => new ViewLink());
}
