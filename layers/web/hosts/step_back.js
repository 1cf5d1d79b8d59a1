// Esc on the page leads back one step, innermost first; one listener serves every part. After what is open on the page
// comes the card (results.js), then what is open on the map.

import { isWriting, targetOf } from "../base/dom.js";
import { closeInnermost } from "../base/opened.js";
import { tellMap } from "./map_frame.js";

/**
 * In a dialogue of Streamlit's what is typed is handed over first, and what is unfolded is folded up: it closes itself
 * at the next Esc.
 * @param {Element} dialogue
 * @param {HTMLElement | null} at
 */
function steppedInDialogue(dialogue, at) {
  const fold = dialogue.querySelector("details[open] > summary");
  if (at instanceof HTMLInputElement && at.type === "text" && at.value && dialogue.contains(at)) {
    const around = at.parentElement && at.parentElement.closest("[tabindex]");
    if (around instanceof HTMLElement)
      around.focus({ preventScroll: true }); // the dialogue keeps the focus
    else at.blur();
  } else if (fold instanceof HTMLElement) {
    fold.click();
    fold.focus({ preventScroll: true });
  } else return false;
  return true;
}

/** The window hears Esc before Streamlit does. @param {KeyboardEvent} event */
function hearFirst(event) {
  const dialogue = event.key === "Escape" && !event.isComposing && document.querySelector(".stDialog");
  if (!dialogue || !steppedInDialogue(dialogue, targetOf(event))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Whether nothing has taken the key, neither a field nor a dialogue. @param {KeyboardEvent} event */
function isFree(event) {
  const isTaken = event.key !== "Escape" || event.defaultPrevented || isWriting(targetOf(event));
  return !isTaken && !document.querySelector(".stDialog");
}

/** What is open inside takes the key first. @param {KeyboardEvent} event */
function hearNext(event) {
  if (isFree(event) && closeInnermost(true)) event.preventDefault();
}

/** @param {KeyboardEvent} event */
function hearLast(event) {
  if (isFree(event)) tellMap({ type: "back" });
}

export function hearEscape() {
  if (window.atlasEscape) return;
  window.atlasEscape = true;
  window.addEventListener("keydown", hearFirst, true);
  document.addEventListener("keydown", hearNext);
  window.addEventListener("keydown", hearLast);
}
