// Talking to the page around the map: what the reader did here, and what the page points at.

import { goAhead } from "./ahead.js";
import { atlas, say, when } from "./atlas.js";
import { closed, closeInnermost } from "./opened.js";
import { hoverOver } from "./select.js";

// Tell the page. Without a page around, the window itself hears it: the meeting pack listens there.
export function send(/** @type {string} */ type, /** @type {Record<string, string>} */ detail) {
  const message = Object.assign({ atlas: 1, type: type }, detail);
  if (window.parent !== window) window.parent.postMessage(message, window.location.origin);
  else window.dispatchEvent(new CustomEvent("atlas", { detail: message }));
}

// Highlight one thing here and on the page, or none.
export function pointAt(/** @type {string} */ id) {
  hoverOver(id);
  send("hover", { id: id });
}

export function chooseThing(/** @type {string} */ id) {
  send("choose", { id: id });
}

when("begin", () => window.addEventListener("message", hear));

function hear(/** @type {MessageEvent} */ event) {
  if (event.origin !== window.location.origin || event.source !== window.parent) return;
  const message = event.data;
  if (!message || message.atlas !== 1 || !atlas.drawn) return;
  if (message.type === "facets") goAhead(message);
  if (message.type === "apply" && message.message) say("message", message.message);
  if (message.type === "back") {
    closed(atlas.map.getContainer()); // the page has no card open any more, whatever the map has heard of it
    closeInnermost(false);
  }
  if (message.type === "hover") hoverOver(typeof message.id === "string" ? message.id : "");
  if (message.type === "copied" || message.type === "added" || message.type === "full") say("told", message);
}
