// A scale bar that is right at the latitude in the middle of the window, where Web Mercator is 16 % too long.

import { atlas, when } from "../base/atlas.js";
import { addElement, text, write } from "../base/text.js";

const LONGEST_BAR = 130; // pixels
/** @type {HTMLElement} */ let scaleBar;
/** @type {HTMLElement} */ let scaleWords;

function drawScale() {
  if (!scaleBar) return;
  const size = atlas.map.getSize();
  const middle = size.y / 2;
  const from = atlas.map.containerPointToLatLng([size.x / 2 - LONGEST_BAR / 2, middle]);
  const metres = atlas.map.distance(from, atlas.map.containerPointToLatLng([size.x / 2 + LONGEST_BAR / 2, middle]));
  if (!metres) return;
  const round = roundBelow(metres);
  scaleBar.style.width = Math.round((LONGEST_BAR * round) / metres) + "px";
  write(scaleWords, round >= 1000 ? text("scale_km", { n: round / 1000 }) : text("scale_m", { n: round }));
}

// The largest of 1, 2, 5 times a power of ten that is not above a number.
function roundBelow(/** @type {number} */ number) {
  const power = 10 ** Math.floor(Math.log10(number));
  const digit = number / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

when("begin", () => {
  const corner = addElement("div", "atlas-corner atlas-furniture", atlas.map.getContainer());
  const scale = addElement("div", "atlas-scale", corner);
  scaleWords = addElement("div", "atlas-scale-words", scale);
  scaleBar = addElement("div", "atlas-scale-bar", scale);
  atlas.corner = corner;
});
when("drawn", () => {
  drawScale();
  atlas.map.on("moveend zoomend", drawScale);
});
when("language", drawScale);
when("resize", drawScale);
