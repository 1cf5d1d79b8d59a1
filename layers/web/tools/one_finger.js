// On a phone the map stands in a page that scrolls: one finger scrolls the page, two move the map. In full screen, and
// where the map has a side of its own, one finger moves the map.

import { atlas, when } from "../base/atlas.js";
import { addElement, caption } from "../base/text.js";
import { isFull } from "./full_screen.js";

const ON_ITS_OWN = 700; // pixels of width from which the map stands beside the list and not above it
const SAID_MS = 1600;
const STRAYED_PX = 12;
/** @type {HTMLElement} */ let words;
/** @type {number[] | null} */ let from = null;
let saying = 0;

function isGuarded() {
  const touches = window.matchMedia("(pointer: coarse)").matches;
  return touches && window.parent !== window && atlas.map.getSize().x < ON_ITS_OWN && !isFull();
}

export function guardFingers() {
  const guarded = isGuarded();
  if (guarded) atlas.map.dragging.disable();
  else atlas.map.dragging.enable();
  atlas.map.getContainer().classList.toggle("is-guarded", guarded);
}

function touched(/** @type {TouchEvent} */ event) {
  from = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null;
}

// Words for whoever tries to move the map with one finger.
function strayed(/** @type {TouchEvent} */ event) {
  if (!from || event.touches.length !== 1 || !isGuarded()) return;
  const { clientX, clientY } = event.touches[0];
  if (Math.abs(clientX - from[0]) + Math.abs(clientY - from[1]) < STRAYED_PX) return;
  from = null;
  words.classList.add("is-said");
  clearTimeout(saying);
  saying = setTimeout(() => words.classList.remove("is-said"), SAID_MS);
}

when("draw", () => {
  words = addElement("div", "atlas-fingers", atlas.map.getContainer());
  words.setAttribute("aria-hidden", "true");
  caption(addElement("span", "", words), "two_fingers");
});
when("drawn", () => {
  guardFingers();
  const box = atlas.map.getContainer();
  box.addEventListener("touchstart", touched, { passive: true });
  box.addEventListener("touchmove", strayed, { passive: true });
  document.addEventListener("fullscreenchange", guardFingers);
});
when("resize", guardFingers);
when("told", guardFingers);
