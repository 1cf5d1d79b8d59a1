// The map alone, as large as the screen. Where the browser does not let this frame do that, the page lets the map fill
// the window.

import { when } from "../base/atlas.js";
import { closed, opened } from "../base/opened.js";
import { send } from "../base/talk.js";
import { text } from "../base/text.js";
import { addTool, toolButton } from "./tools.js";

const LARGER = "M9.5 2.5H13.5V6.5M13.5 2.5L9.2 6.8M6.5 13.5H2.5V9.5M2.5 13.5L6.8 9.2";
const SMALLER = "M13.5 6.8H9.2V2.5M9.2 6.8L13.5 2.5M2.5 9.2H6.8V13.5M6.8 9.2L2.5 13.5";
let fillsWindow = false; // the page lets the map fill its window

export function isFull() {
  return fillsWindow || Boolean(document.fullscreenElement);
}

addTool({ name: "full", icon: LARGER, act: () => (isFull() ? leaveFullScreen() : enterFullScreen()) });

function enterFullScreen() {
  if (!document.fullscreenEnabled) return fillWindow(true);
  return document.documentElement.requestFullscreen().catch(() => fillWindow(true));
}

function leaveFullScreen() {
  if (fillsWindow) fillWindow(false);
  else document.exitFullscreen();
}

function fillWindow(/** @type {boolean} */ on) {
  fillsWindow = on;
  send("full", { full: on ? "on" : "off" });
  markFullScreen();
}

function markFullScreen() {
  const button = toolButton("full");
  // Esc leaves; the browser's own full screen knows that by itself.
  if (fillsWindow) opened(button, () => fillWindow(false));
  else closed(button);
  const key = isFull() ? "tool_full_leave" : "tool_full";
  button.setAttribute("aria-label", text(key));
  button.querySelectorAll("path").forEach((path) => path.setAttribute("d", isFull() ? SMALLER : LARGER));
}

when("drawn", () => {
  document.addEventListener("fullscreenchange", markFullScreen);
});
when("told", (message) => {
  if (message.type !== "full") return;
  fillsWindow = message.full === "on";
  markFullScreen();
});
when("language", markFullScreen);
