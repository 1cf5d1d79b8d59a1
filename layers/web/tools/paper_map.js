// The map on paper: the picture that stands on the screen, enlarged or reduced until it is as wide as the page.
//
// How wide the page is, and which way it is turned, is known to style sheets alone. So there is a rule for each width;
// the picture is scaled as a whole, and labels and lines keep their places on it.

import { atlas } from "../base/atlas.js";
import { setSizeForPaper } from "./view.js";

// Pixels of CSS: from half a page of A5 to A2 across.
const NARROWEST = 300;
const WIDEST = 2200;
const STEP = 2;
const ASPECT = 1.5; // width to height at least: a page across holds as much

/** @type {CSSStyleSheet | null} */ let rules = null;

/** The first style sheet that rules can be added to: a policy that forbids styles in the page allows that. */
function sheetOfRules() {
  for (const sheet of Array.from(document.styleSheets)) {
    try {
      if (sheet.cssRules) return sheet;
    } catch {
      // A sheet of another origin shows nobody its rules.
    }
  }
  return null;
}

/**
 * Lays the map for paper in its frame: frame and map get a class each, and the map its size.
 * @param {HTMLElement} frame
 */
export function layMapForPaper(frame) {
  const map = atlas.map.getContainer();
  const high = map.offsetHeight;
  const wide = Math.max(map.offsetWidth, Math.ceil(high * ASPECT));
  setSizeForPaper(wide, high);
  frame.classList.add("on-paper");
  rules = sheetOfRules();
  if (!rules) return;
  for (let page = NARROWEST; page <= WIDEST; page += STEP) {
    const scale = page / wide;
    const told = `.on-paper { height: ${high * scale}px !important } .on-paper > * { transform: scale(${scale}) }`;
    rules.insertRule(`@media print and (min-width: ${page}px) { ${told} }`, rules.cssRules.length);
  }
}

/** Puts everything back as it was. @param {HTMLElement} frame */
export function liftMapFromPaper(frame) {
  frame.classList.remove("on-paper");
  for (let i = 0; rules && i <= (WIDEST - NARROWEST) / STEP; i++) rules.deleteRule(rules.cssRules.length - 1);
  rules = null;
  setSizeForPaper(0, 0);
}
