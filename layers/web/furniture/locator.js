// Where the window is in the city: a small picture above the scale, once the window no longer holds the whole of it.

import { atlas, featuresOf, say, when } from "../base/atlas.js";
import { addElement, addSvg, caption } from "../base/text.js";
import { cityBounds } from "../ground/counties.js";
import { latLng } from "../ground/shapes.js";

const LOCATOR_W = 112; // pixels
const LOCATOR_H = 88;
const LOCATOR_EDGE = 5;
const LEAST_FRAME = 4; // pixels of the frame that shows the window, however near one is

/** @type {HTMLElement} */ let locatorBox;
/** @type {SVGElement} */ let windowFrame;
let locatorScale = 1;
/** @type {L.Point} */ let locatorCorner;

// Mercator, as the map has it, in units of the whole world.
function worldPoint(/** @type {L.LatLng} */ at) {
  return L.CRS.EPSG3857.latLngToPoint(at, 0);
}

// ... and in pixels of the picture.
function picturePoint(/** @type {L.LatLng} */ at) {
  return worldPoint(at).subtract(locatorCorner).multiplyBy(locatorScale).add([LOCATOR_EDGE, LOCATOR_EDGE]);
}

function countyPath(/** @type {Feature} */ feature) {
  const { geometry } = feature;
  const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  const rings = geometry.type === "Polygon" ? geometry.coordinates : polygons.reduce((all, one) => all.concat(one), []);
  return rings.map((ring) => "M" + pathPoints(ring).join("L") + "Z").join("");
}

// Points of a ring that are a pixel apart; a hundred times fewer than on the map.
function pathPoints(/** @type {Position[]} */ ring) {
  /** @type {string[]} */ const kept = [];
  /** @type {L.Point | null} */ let last = null;
  ring.forEach((at) => {
    const spot = picturePoint(latLng(at));
    if (last && Math.hypot(spot.x - last.x, spot.y - last.y) < 1) return;
    last = spot;
    kept.push(spot.x.toFixed(1) + " " + spot.y.toFixed(1));
  });
  return kept;
}

when("draw", () => {
  const bounds = cityBounds();
  locatorCorner = worldPoint(bounds.getNorthWest());
  const span = worldPoint(bounds.getSouthEast()).subtract(locatorCorner);
  locatorScale = Math.min((LOCATOR_W - 2 * LOCATOR_EDGE) / span.x, (LOCATOR_H - 2 * LOCATOR_EDGE) / span.y);
  locatorBox = addElement("div", "atlas-locator atlas-furniture", atlas.corner);
  locatorBox.hidden = true;
  locatorBox.setAttribute("role", "img");
  caption(locatorBox, "locator", "aria-label");
  const size = { width: LOCATOR_W, height: LOCATOR_H, viewBox: "0 0 " + LOCATOR_W + " " + LOCATOR_H };
  const svg = addSvg("svg", { ...size, "aria-hidden": "true" }, locatorBox);
  featuresOf("counties").forEach((feature) => {
    if (feature.geometry.type !== "Point")
      addSvg("path", { class: "atlas-locator-county", d: countyPath(feature) }, svg);
  });
  windowFrame = addSvg("rect", { class: "atlas-locator-window" }, svg);
});

function showWindow() {
  if (!locatorBox) return;
  const view = atlas.map.getBounds();
  const hidden = view.contains(cityBounds());
  if (locatorBox.hidden !== hidden) {
    locatorBox.hidden = hidden;
    say("furniture");
  }
  if (hidden) return;
  const from = picturePoint(view.getNorthWest());
  const to = picturePoint(view.getSouthEast());
  const left = Math.max(1, Math.min(LOCATOR_W - LEAST_FRAME - 1, from.x));
  const up = Math.max(1, Math.min(LOCATOR_H - LEAST_FRAME - 1, from.y));
  windowFrame.setAttribute("x", left.toFixed(1));
  windowFrame.setAttribute("y", up.toFixed(1));
  windowFrame.setAttribute("width", Math.max(LEAST_FRAME, Math.min(LOCATOR_W - 1, to.x) - left).toFixed(1));
  windowFrame.setAttribute("height", Math.max(LEAST_FRAME, Math.min(LOCATOR_H - 1, to.y) - up).toFixed(1));
}

when("drawn", () => {
  showWindow();
  atlas.map.on("move zoomend moveend", showWindow);
});
when("resize", showWindow);
