// A finger that rests on a button of the map reads its word and does not press it: no pointer hovers there.

import { atlas, when } from "../base/atlas.js";

const REST_MS = 450;
const READ_MS = 1500; // the word stays so long after the finger has left
const STRAYED = 10; // pixels

/** @type {HTMLElement | null} */ let rested = null;
let resting = 0;
let leaving = 0;
/** @type {[number, number]} */ let restsAt = [0, 0];

function tellOf(/** @type {HTMLElement | null} */ button) {
  window.clearTimeout(leaving);
  if (rested) rested.classList.remove("is-told");
  rested = button;
  if (rested) rested.classList.add("is-told");
}

function fingerDown(/** @type {TouchEvent} */ event) {
  tellOf(null);
  window.clearTimeout(resting);
  const button = event.target instanceof Element ? event.target.closest(".atlas-button") : null;
  if (!(button instanceof HTMLElement) || event.touches.length !== 1) return;
  restsAt = [event.touches[0].clientX, event.touches[0].clientY];
  resting = window.setTimeout(() => tellOf(button), REST_MS);
}

function fingerMoved(/** @type {TouchEvent} */ event) {
  const { clientX, clientY } = event.touches[0];
  if (Math.hypot(clientX - restsAt[0], clientY - restsAt[1]) > STRAYED) window.clearTimeout(resting);
}

function fingerUp(/** @type {TouchEvent} */ event) {
  window.clearTimeout(resting);
  if (!rested) return;
  if (event.cancelable) event.preventDefault(); // it has read, not pressed
  leaving = window.setTimeout(() => tellOf(null), READ_MS);
}

when("drawn", () => {
  const box = atlas.map.getContainer();
  // On the way down, for the buttons keep a touch from the map below them.
  box.addEventListener("touchstart", fingerDown, { capture: true, passive: true });
  box.addEventListener("touchmove", fingerMoved, { capture: true, passive: true });
  box.addEventListener("touchend", fingerUp, true);
  box.addEventListener("touchcancel", fingerUp, true);
  // The browser's own menu of a long press would lie over the word.
  box.addEventListener("contextmenu", (event) => rested && event.preventDefault(), true);
});
