// Where the window is in the city: a small picture above the scale, once the window no longer holds the whole of it.

import { atlas, featuresOf, say, when } from "../base/atlas.js";
import { addElement, addSvg, caption } from "../base/text.js";
import { cityBounds } from "../ground/counties.js";

const LOCATOR_W = 112; // pixels
const LOCATOR_H = 88;
const LOCATOR_EDGE = 5;
const LEAST_FRAME = 4; // pixels of the frame that shows the window, however near one is

let locatorBox = null;
let windowFrame = null;
let locatorScale = 1;
let locatorCorner = null;

// Mercator, as the map has it, in units of the whole world.
function worldPoint(lat, lng) {
  return L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0);
}

function countyPath(feature) {
  const rings =
    feature.geometry.type === "Polygon"
      ? feature.geometry.coordinates
      : [].concat.apply([], feature.geometry.coordinates);
  return rings.map((ring) => "M" + pathPoints(ring).join("L") + "Z").join("");
}

// Points of a ring that are a pixel apart; a hundred times fewer than on the map.
function pathPoints(ring) {
  const kept = [];
  let last = null;
  ring.forEach((at) => {
    const spot = worldPoint(at[1], at[0])
      .subtract(locatorCorner)
      .multiplyBy(locatorScale)
      .add([LOCATOR_EDGE, LOCATOR_EDGE]);
    if (last && Math.hypot(spot.x - last.x, spot.y - last.y) < 1) return;
    last = spot;
    kept.push(spot.x.toFixed(1) + " " + spot.y.toFixed(1));
  });
  return kept;
}

when("draw", () => {
  const bounds = cityBounds();
  const northWest = bounds.getNorthWest();
  const southEast = bounds.getSouthEast();
  locatorCorner = worldPoint(northWest.lat, northWest.lng);
  const span = worldPoint(southEast.lat, southEast.lng).subtract(locatorCorner);
  locatorScale = Math.min((LOCATOR_W - 2 * LOCATOR_EDGE) / span.x, (LOCATOR_H - 2 * LOCATOR_EDGE) / span.y);
  locatorBox = addElement("div", "atlas-locator atlas-furniture", atlas.corner);
  locatorBox.hidden = true;
  locatorBox.setAttribute("role", "img");
  caption(locatorBox, "locator", "aria-label");
  const svg = addSvg(
    "svg",
    { width: LOCATOR_W, height: LOCATOR_H, viewBox: "0 0 " + LOCATOR_W + " " + LOCATOR_H, "aria-hidden": "true" },
    locatorBox,
  );
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
  const from = worldPoint(view.getNorth(), view.getWest())
    .subtract(locatorCorner)
    .multiplyBy(locatorScale)
    .add([LOCATOR_EDGE, LOCATOR_EDGE]);
  const to = worldPoint(view.getSouth(), view.getEast())
    .subtract(locatorCorner)
    .multiplyBy(locatorScale)
    .add([LOCATOR_EDGE, LOCATOR_EDGE]);
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
