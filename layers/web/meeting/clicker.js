// The keys of a clicker and of a keyboard. The window hears them before the map and before any button.

import { el, isWriting, targetOf } from "../base/dom.js";
import { closeInnermost } from "../base/opened.js";
import { closeAside, seek } from "./aside.js";
import { closeBoard, leaveBoard } from "./board.js";
import { closeMenu } from "./frame.js";
import { tell } from "./notice.js";
import { stopPointing, toggleInk, toggleSpotlight } from "./pointing.js";
import { chooseSubject, room, t, whenRoom } from "./room.js";
import { closeKeys, openKeys } from "./room_keys.js";
import { closeSlip, noteDecision } from "./slip.js";
import { openSpeaker } from "./speaker.js";
import { end, returnToScene, showScene, start, stepBy } from "./stage.js";

/** @type {Record<string, number>} */
const KEY_STEPS = { PageDown: 1, ArrowRight: 1, " ": 1, Enter: 1, PageUp: -1, ArrowLeft: -1 };
let digits = "";
/** @type {HTMLElement | null} */
let cover = null;

/**
 * Whether the event happened inside something, also across the root of a panel.
 * @param {Event} event
 * @param {string} selector
 */
function isWithin(event, selector) {
  return event.composedPath().some((node) => node instanceof Element && node.matches(selector));
}

/** @param {string} colour */
function blank(colour) {
  const was = cover ? cover.dataset.colour : "";
  if (cover) cover.remove();
  cover = null;
  if (!colour || was === colour) return;
  cover = el("div", { class: `cover is-${colour}`, "data-colour": colour, onclick: () => blank("") });
  document.body.append(cover);
}

/** @param {string} digit */
function typeDigit(digit) {
  digits = (digits + digit).slice(-4);
  tell(t("pack_jump", { n: digits }));
}

function jump() {
  const n = Number(digits);
  digits = "";
  if (n >= 1 && n <= room.scenes.length) {
    tell("");
    showScene(n - 1);
  } else tell(t("pack_no_scene", { n }));
}

/** The innermost thing closes first; with nothing open the presentation ends, at this scene. */
function escapeKey() {
  if (digits) {
    digits = "";
    tell("");
  } else if (cover) blank("");
  else if (closeKeys()) return;
  else if (closeSlip() || closeMenu() || stopPointing()) return;
  else if (closeInnermost(!room.presenting)) return;
  else if (room.presenting && (closeAside() || leaveBoard())) return;
  else if (room.presenting) end();
  else if (room.face) closeBoard();
  else if (room.state.focus) chooseSubject("");
}

/** @type {Record<string, () => void>} */
const LETTERS = {
  b: () => blank("black"),
  ".": () => blank("black"),
  w: () => blank("white"),
  s: openSpeaker,
  l: () => toggleSpotlight(),
  d: () => toggleInk(),
  n: noteDecision,
  "/": seek,
  "?": () => openKeys(),
  Backspace: returnToScene,
};
const ALWAYS = ["/", "?", "n", "s"];

/**
 * What a key does, or null where it is not ours.
 * @param {KeyboardEvent} event
 */
function actOf(event) {
  const key = event.key;
  const lower = key.length === 1 ? key.toLowerCase() : key;
  if (key === "F5") return start;
  if (key === "Escape") return escapeKey;
  if (!room.presenting) return ALWAYS.includes(lower) ? LETTERS[lower] : null;
  if (/^[0-9]$/.test(key)) return () => typeDigit(key);
  if (key === "Enter" && digits) return jump;
  // A button that was reached by Tab keeps Enter and the space bar; one that was clicked lost the focus (below).
  if ((key === "Enter" || key === " ") && isWithin(event, "button, summary, a, [type=checkbox]")) return null;
  if (key in KEY_STEPS) return () => step(KEY_STEPS[key]);
  if (key === "Home" || key === "End") return () => showScene(key === "Home" ? 0 : room.scenes.length - 1);
  if (/^Arrow(Up|Down)$/.test(key)) return isWithin(event, "#side, #board") ? null : () => undefined;
  return LETTERS[lower] || null;
}

/** @param {number} by */
function step(by) {
  digits = "";
  blank("");
  stepBy(by);
}

/**
 * Who has found something still stands in the search line, which is empty then: one key returns to the scene from there
 * too. A key that is held down deletes letters.
 * @param {KeyboardEvent} event
 */
function leavesEmptySearch(event) {
  const line = targetOf(event);
  const isEmpty = line instanceof HTMLInputElement && line.type === "search" && line.value === "";
  return event.key === "Backspace" && !event.repeat && room.presenting && room.strayed && isEmpty;
}

/** @param {KeyboardEvent} event */
function hearKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !room.started) return;
  const isStep = event.key === "PageDown" || event.key === "PageUp" || event.key === "F5";
  const leavesForm = event.key === "Escape" && isWithin(event, "form");
  if (isWriting(targetOf(event)) && !isStep && !leavesForm && !leavesEmptySearch(event)) return;
  const act = actOf(event);
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

window.addEventListener("keydown", hearKey, true);
whenRoom("key", hearKey);
// The focus goes back to the page after a click, or the next Enter of the clicker would press that button again.
window.addEventListener("click", (event) => {
  const pressed = room.presenting && event.detail > 0 ? targetOf(event) : null;
  const node = pressed && pressed.closest("button, summary, [type=checkbox]");
  if (node instanceof HTMLElement) setTimeout(() => node.blur(), 0);
});
whenRoom("leaving", () => blank(""));
