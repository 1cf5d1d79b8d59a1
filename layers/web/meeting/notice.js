// A word in passing.

import { el, say } from "../base/dom.js";
import { whenRoom } from "./room.js";

const PASSING_MS = 4000;
const passing = el("div", { class: "told", role: "status", hidden: true });
let passingTimer = 0;

/**
 * Says something for a moment; "" takes it away.
 * @param {string} words
 */
export function tell(words) {
  clearTimeout(passingTimer);
  say(passing, words);
  passing.hidden = !words;
  if (words) passingTimer = setTimeout(() => (passing.hidden = true), PASSING_MS);
}

whenRoom("build", () => document.body.append(passing));
