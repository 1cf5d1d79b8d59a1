// A lost connection: one quiet line in the reader's language, and the page stays as it is. Streamlit opens a dialogue of
// its own then, in English, which makes the page inert: it is dismissed.

import { named, phrase, say } from "../base/dom.js";

const AFTER_MS = 1000; // a connection that is back at once was not missed
const CONNECTED = "CONNECTED";
const STATE = "data-test-connection-state";

/** The state of Streamlit's connection; "" before there is one. */
function connection() {
  const app = document.querySelector(`[${STATE}]`);
  return (app && app.getAttribute(STATE)) || "";
}

/** Closes what Streamlit says of the connection; a dialogue of ours has keys. */
function dismissDialogue() {
  for (const dialogue of document.querySelectorAll(".stDialog")) {
    if (dialogue.querySelector("[class*='st-key-']")) continue;
    const button = dialogue.querySelector("button[aria-label='Dismiss'], button[aria-label='Close']");
    if (button instanceof HTMLElement) button.click();
  }
}

export class Lost {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.line = named("p", "lost", "", { role: "status", "aria-live": "polite" });
    root.append(this.line);
    this.timer = 0;
    this.state = "";
    this.hear = new MutationObserver(() => this.look());
  }

  /** @param {import("../panel/source.js").Source} source */
  show(source) {
    this.source = source;
    this.write();
  }

  listen() {
    const watched = { attributes: true, attributeFilter: [STATE], subtree: true };
    this.hear.observe(document.body, Object.assign({ childList: true }, watched));
    this.look();
  }

  silence() {
    this.hear.disconnect();
    clearTimeout(this.timer);
  }

  look() {
    const state = connection();
    if (state && state !== CONNECTED) dismissDialogue();
    if (state === this.state) return;
    const isBack = this.isLost() && state === CONNECTED;
    this.state = state;
    if (isBack) this.drawAgain();
    clearTimeout(this.timer);
    if (this.isLost()) this.timer = setTimeout(() => this.write(), AFTER_MS);
    else this.write();
  }

  // Another process may answer from now on. It knows nothing of this page, and what it did not draw as a whole it
  // cannot draw in part: the first click on the map's page would be lost.
  drawAgain() {
    if (this.source && document.querySelector(".st-key-atlas_page")) this.source.tell({ type: "again" });
  }

  isLost() {
    return this.state !== "" && this.state !== CONNECTED;
  }

  write() {
    say(this.line, this.isLost() && this.source ? phrase(this.source.texts, "small_lost") : "");
  }
}
