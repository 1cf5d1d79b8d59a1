// The counts, the list and the card as a part of the page: it hears the map's frame and the filters.

import { closeInnermost } from "../base/opened.js";
import { Results } from "../panel/results.js";
import { heardFromMap, isCode, tellMap } from "./map_frame.js";
import { TOOL_MESSAGES, useTool } from "./map_tools.js";
import { mountPart } from "./page.js";

const SHOWN = ["hover", "choose", "layers", "base", "only", "since", "changes", "pair", "ledger"];
const HEARD = ["back", "ready", ...SHOWN, ...TOOL_MESSAGES];

class ResultsPart extends Results {
  /** @param {ShadowRoot} root */
  constructor(root) {
    super(root);
    /** @type {Record<string, string> | null} */ this.told = null; // what the map is told
    this.hear = (/** @type {MessageEvent} */ event) => this.heard(heardFromMap(event, HEARD));
    this.hearAsked = (/** @type {Event} */ event) => {
      const { selected, clear } = /** @type {CustomEvent} */ (event).detail;
      this.goAhead(selected, clear);
    };
  }

  /** @param {any} data @param {import("../panel/source.js").Source} source */
  show(data, source) {
    this.told = data.map;
    this.tellWhatIsShown();
    super.show(data, source);
  }

  // The map's own script knows the message of the time when its frame was made, and asks for a later one when it stands.
  tellWhatIsShown() {
    if (this.told) tellMap({ type: "apply", message: this.told });
  }

  listen() {
    super.listen();
    window.addEventListener("message", this.hear);
    window.addEventListener("atlas-asked", this.hearAsked);
  }

  silence() {
    super.silence();
    window.removeEventListener("message", this.hear);
    window.removeEventListener("atlas-asked", this.hearAsked);
  }

  /** @param {Record<string, any> | null} message */
  heard(message) {
    if (!message) return;
    const { type, id, code } = message;
    if (type === "ready") this.tellWhatIsShown();
    else if (TOOL_MESSAGES.includes(type)) useTool(message, (event) => this.tell(event));
    else if (type === "back") closeInnermost(false) || this.close(true);
    else if (type === "since") this.tell({ type: "version", since: "" });
    else if (type === "pair") this.tell({ type, pair: "" });
    else if (type === "changes" || type === "ledger") this.tell({ type });
    else if (type === "only") {
      if (this.data.counts.some((count) => count.code === code)) this.tell({ type, code });
    } else if (type === "layers" || type === "base") {
      if (isCode(message[type])) this.tell({ type, [type]: message[type] });
    } else if (!isCode(id)) return;
    else if (type === "choose") this.chosenOnMap(id);
    else this.hoveredOnMap(id);
  }
}

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new ResultsPart(root));
}
