// What the map's tools ask of the page: to look around a place or in a drawn area, to copy the address, to keep what is
// on the screen as a scene of the meeting, to fill the window.

import { el } from "../base/dom.js";
import { closed, opened } from "../base/opened.js";
import { addScene } from "../meeting/ask.js";
import { querySet } from "./address.js";
import { mapFrame, tellMap } from "./map_frame.js";

export const TOOL_MESSAGES = ["near", "within", "copy", "scene", "full"];
const PLACE = "\\d{3}(?:\\.\\d{1,4})?,\\d{2}(?:\\.\\d{1,4})?"; // longitude, latitude
const NEAR = new RegExp(`^(?:${PLACE},\\d{1,3}(?:\\.\\d)?)?$`);
const RING = new RegExp(`^(?:${PLACE}(?:;${PLACE}){2,15})?$`);

/**
 * Does what a tool asks; what does not look like one of its questions is not heard.
 * @param {Record<string, any>} message
 * @param {(event: import("../panel/source.js").PanelEvent) => void} send
 */
export function useTool({ type, near, within, full }, send) {
  if (type === "near" && typeof near === "string" && NEAR.test(near)) send({ type, near });
  if (type === "within" && typeof within === "string" && RING.test(within)) send({ type, within });
  if (type === "copy") copyAddress().then((done) => tellMap({ type: "copied", link: done ? "" : addressNow() }));
  if (type === "scene")
    addScene(location.search, "zh").then((number) => tellMap({ type: "added", scene: String(number) }));
  if (type === "full") fillWindow(full === "on");
}

/** The page's address, with the version that it shows: whoever opens it later is told what has changed since. */
function addressNow() {
  const shown = window.atlasVersions ? window.atlasVersions.shown : 0;
  const search = shown ? querySet(location.search, "v", String(shown)) : location.search;
  return location.origin + location.pathname + search + location.hash;
}

/** Copies the page's address; whether that was allowed. An intranet without https has only the older way. */
async function copyAddress() {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(addressNow());
      return true;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") throw error;
    }
  }
  return copySelected();
}

/** Copies by way of a field that nobody sees, and gives the focus back to who had it. */
function copySelected() {
  const held = document.activeElement;
  const field = el("textarea", { readonly: true, style: "position:fixed;left:-99px;top:0;width:1px;height:1px" });
  field.value = addressNow();
  document.body.append(field);
  field.focus({ preventScroll: true });
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (held instanceof HTMLElement) held.focus({ preventScroll: true });
  return done;
}

function leaveFullWindow() {
  fillWindow(false);
  tellMap({ type: "full", full: "off" });
}

/** @param {boolean} on */
function fillWindow(on) {
  document.documentElement.toggleAttribute("data-atlas-full", on);
  const frame = mapFrame();
  if (frame && on) opened(frame, leaveFullWindow);
  else if (frame) closed(frame);
}
