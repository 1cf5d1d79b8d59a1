// A newer version of the data: a quiet line says so, and nothing moves. The page is looked at every few seconds while it
// is seen; a server that does not answer is asked again later.

import { button, el, empty, named, phrase } from "../base/dom.js";

const LOOK_MS = 3000;
const LOOK_AGAIN_MS = 10000; // after no answer

export class Newer {
  /** @param {ShadowRoot} root */
  constructor(root) {
    // The region is there before its words are: only then are they read out.
    this.line = el("div", { class: "newer", role: "status", "aria-live": "polite" });
    root.append(this.line);
    this.timer = 0;
    this.on = false;
    this.heard = 0; // the newest version that the server has named
    this.closed = 0; // the version whose line the reader has closed
    this.look = () => {
      if (!document.hidden) this.ask();
      else this.wait(LOOK_MS);
    };
  }

  /**
   * @param {number} newest  what the server knew when it drew the page
   * @param {number} shown
   * @param {import("../panel/source.js").Source} source
   */
  show(newest, shown, source) {
    this.source = source;
    this.known = newest;
    this.shown = shown;
    window.atlasVersions = { newest, shown };
    this.write();
  }

  listen() {
    if (this.on) return;
    this.on = true;
    this.wait(LOOK_MS);
  }

  silence() {
    this.on = false;
    clearTimeout(this.timer);
  }

  /** @param {number} after */
  wait(after) {
    clearTimeout(this.timer);
    if (this.on) this.timer = setTimeout(this.look, after);
  }

  async ask() {
    let after = LOOK_AGAIN_MS;
    try {
      const answer = await fetch(new URL("./record/newest", document.baseURI).href, { credentials: "same-origin" });
      const said = answer.ok ? await answer.json() : null;
      if (said && Number.isInteger(said.version)) {
        after = LOOK_MS;
        if (said.version !== this.heard) {
          this.heard = said.version;
          this.write();
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error; // the server is away
    }
    this.wait(after);
  }

  write() {
    const { source, known = 0, heard, closed } = this;
    if (!source) return;
    const is = heard > known && heard !== closed;
    const key = is ? `${heard} ${known} ${source.lang}` : "";
    if (this.line.dataset.says === key) return;
    this.line.dataset.says = key;
    empty(this.line);
    if (!is) return;
    const act = (/** @type {string} */ code, /** @type {() => void} */ does) =>
      button("act", phrase(source.texts, code), { onclick: does });
    this.line.append(
      named("span", "", phrase(source.texts, "newer_is", { version: heard })),
      act("newer_changes", () => source.tell({ type: "changes", since: String(known), at: "" })),
      act("newer_show", () => source.tell({ type: "version", at: "" })),
      act("newer_close", () => {
        this.closed = heard;
        this.write();
      }),
    );
  }
}
