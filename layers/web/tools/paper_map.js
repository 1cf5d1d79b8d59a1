// The map on paper: the picture that stands on the screen, enlarged or reduced until it is as wide as the page.
//
// How wide a page is, and which way it is turned, no script knows. A drawing with a view box is as wide as what it
// stands in, and all that is in it keeps its place: so the map is put into one while a page is printed.

import { atlas } from "../base/atlas.js";
import { drawMarksAsShapes } from "../carriers/carriers.js";
import { setSizeForPaper } from "./view.js";

const SVG = "http://www.w3.org/2000/svg";
const ASPECT = 1.75; // width to height at least: a page that lies across has room for the title block below the map

/** @type {HTMLElement | null} */ let holder = null;
/** @type {() => void} */ let paintAgain = () => {};

/** Puts the map into a drawing that takes its place. */
function layForPaper() {
  if (holder || !atlas.drawn) return;
  const map = atlas.map.getContainer();
  const high = map.offsetHeight;
  const wide = Math.max(map.offsetWidth, Math.ceil(high * ASPECT));
  if (!high) return;
  setSizeForPaper(wide, high);
  paintAgain = drawMarksAsShapes();
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${wide} ${high}`);
  const inside = document.createElementNS(SVG, "foreignObject");
  inside.setAttribute("width", String(wide));
  inside.setAttribute("height", String(high));
  holder = document.createElement("div");
  holder.className = "atlas-on-paper";
  holder.style.paddingBottom = `${(100 * high) / wide}%`; // its height: the width is the page's
  /** @type {HTMLElement} */ (map.parentNode).insertBefore(holder, map);
  holder.appendChild(drawing);
  drawing.appendChild(inside);
  inside.appendChild(map);
}

/** Puts the map back where it was, in the size of its window. */
function liftFromPaper() {
  if (!holder) return;
  /** @type {HTMLElement} */ (holder.parentNode).insertBefore(atlas.map.getContainer(), holder);
  holder.remove();
  holder = null;
  paintAgain();
  setSizeForPaper(0, 0);
}

window.addEventListener("beforeprint", layForPaper);
window.addEventListener("afterprint", liftFromPaper);
