// The window of the map: how wide it is, what furniture covers parts of it, and how the map flies to a place.

import { atlas, when } from "./atlas.js";

const NARROW_WINDOW = 600; // pixels of the window
const MEDIUM_WINDOW = 900;
const WIDE_WINDOW = 1500;
const FAR_ZOOM = 9.5; // zoom; from further away lines and dashes are finer
const FLIGHT_S = 0.6;

export function isNarrow() {
  return atlas.map.getSize().x < NARROW_WINDOW;
}

export function isMedium() {
  return atlas.map.getSize().x < MEDIUM_WINDOW;
}

export function isCalm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function flyTo(/** @type {Place} */ at, /** @type {number} */ zoom) {
  if (isCalm()) atlas.map.setView(at, zoom, { animate: false });
  else atlas.map.flyTo(at, zoom, { duration: FLIGHT_S });
}

// What a pixel is on the ground in metres, at a place and this zoom.
export function metresPerPixel(/** @type {Place} */ at) {
  return (40075016.7 * Math.cos((at.lat * Math.PI) / 180)) / (256 * 2 ** atlas.map.getZoom());
}

// The furniture's boxes in pixels of the window.
export function furnitureBoxes() {
  const frame = atlas.map.getContainer().getBoundingClientRect();
  return Array.from(atlas.map.getContainer().querySelectorAll(".atlas-furniture"), (element) => {
    const box = element.getBoundingClientRect();
    return { x: box.left - frame.left, y: box.top - frame.top, w: box.width, h: box.height };
  });
}

function markFar() {
  atlas.map.getContainer().classList.toggle("is-far", atlas.map.getZoom() < FAR_ZOOM);
}

function markWidth() {
  const box = atlas.map.getContainer().classList;
  box.toggle("is-narrow", isNarrow());
  box.toggle("is-medium", isMedium() && !isNarrow());
  box.toggle("is-wide", atlas.map.getSize().x >= WIDE_WINDOW);
  markFar();
}

when("drawn", () => {
  markWidth();
  atlas.map.on("zoomend", markFar);
});
when("resize", markWidth);
