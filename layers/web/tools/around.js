// What the selection is drawn around: a circle with a rim to drag, a ring of corners, each with a button that takes it
// off again. Who is inside is for the server to say; here it is only drawn. The accent says that it was chosen.

import { atlas, say, when } from "../base/atlas.js";
import { geodesicDistance, geodesicPoint } from "../base/geodesy.js";
import { meet } from "../base/plane.js";
import { send } from "../base/talk.js";
import { addButton, addElement, addIcon, text, write } from "../base/text.js";
import { furnitureBoxes } from "../base/window.js";
import { addPane, addPath } from "../ground/shapes.js";

const SIDES = 96;
const CHIP_MARGIN = 60; // pixels that a chip needs on either side of its middle
const RADIUS = { least: 0.5, most: 50, step: 0.5 }; // km that the rim can be dragged or pushed to
/** @type {Record<string, number>} */
const PUSHES = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
const PUSHED_MS = 300; // after the last push the circle is asked for
const SOUTH_EAST = 135; // where labels seldom are

/** @type {Circle | null} */ let circleShown = null; // {path, dot, chip, rim, centre, km}
/** @type {DrawnRing | null} */ let ringShown = null; // {path, chip}
let pushTimer = 0;
let aroundTold = ""; // what was shown last, as text
let rimBearing = SOUTH_EAST; // on which side of the circle its rim is held

// "120.69,30.53,5" as {centre, km}; null for nothing.
function parseNear(/** @type {string} */ near) {
  const [lng, lat, km, more] = near.split(",").map(Number);
  return [lng, lat, km].every(Number.isFinite) && more === undefined ? { centre: L.latLng(lat, lng), km: km } : null;
}

export function askedNear() {
  return parseNear(atlas.state.near || "");
}

// Ask for what lies so near; null for anywhere. Shown at once, and told to the page.
export function askNear(/** @type {Near | null} */ near) {
  const parts = near ? [near.centre.lng.toFixed(4), near.centre.lat.toFixed(4), near.km.toFixed(1)] : [];
  atlas.state.near = parts.map(Number).join(",");
  say("around");
  send("near", { near: atlas.state.near });
}

// The same for a ring of points; none for anywhere.
export function askWithin(/** @type {L.LatLng[]} */ points) {
  const corners = points.map((at) => [Number(at.lng.toFixed(4)), Number(at.lat.toFixed(4))].join(","));
  atlas.state.within = corners.join(",");
  say("around");
  send("within", { within: corners.join(";") });
}

// The points of a circle on the ground.
function rimPoints(/** @type {Place} */ centre, /** @type {number} */ km) {
  return Array.from({ length: SIDES }, (_none, i) => geodesicPoint(centre, (i * 360) / SIDES, km * 1000));
}

/** @type {DrawPath} */ function drawAround(path, classes) {
  return addPath(path, "around", classes);
}

// An element of ours that stays at a place of the ground.
function standAt(/** @type {HTMLElement} */ element, /** @type {Place} */ at, held = false) {
  const icon = L.divIcon({ className: "atlas-anchor", html: element, iconSize: [0, 0] });
  const options = { icon: icon, keyboard: false, interactive: held, draggable: held, pane: "atlas-around-handles" };
  return L.marker(at, options).addTo(atlas.map);
}

// A small plate with words and a button that takes the shape off.
function addChip(
  /** @type {Place} */ at,
  /** @type {string} */ words,
  /** @type {string} */ key,
  /** @type {() => void} */ off,
) {
  const plate = addElement("div", "atlas-chip");
  L.DomEvent.disableClickPropagation(plate);
  const written = write(addElement("span", "atlas-chip-words", plate), words);
  const button = addButton("atlas-chip-off", plate, () => {
    off();
    atlas.map.getContainer().focus({ preventScroll: true });
  });
  button.setAttribute("aria-label", text(key));
  button.title = text(key);
  addIcon("M3 3L9 9M9 3L3 9", button, 12);
  return { marker: standAt(plate, at), words: written };
}

// ---- the circle ----

function showCircle(/** @type {Near} */ near) {
  const { centre, km } = near;
  const path = drawAround(L.polygon(rimPoints(centre, km), { smoothFactor: 0.2 }), "atlas-around");
  const dot = drawAround(L.circleMarker(centre, { radius: 3 }), "atlas-around-centre");
  const chip = addChip(firstSeen(chipPlaces(near)), radiusText(km), "near_off", () => askNear(null));
  const knob = addElement("div", "atlas-rim");
  const rim = standAt(knob, onRim(near), true);
  const circle = { centre, km, path, dot, chip, knob, rim };
  addHandle(circle);
  circleShown = circle;
}

// Where the rim is held.
function onRim(/** @type {Near} */ of) {
  return geodesicPoint(of.centre, rimBearing, of.km * 1000);
}

// Where a circle's chip may stand, best first.
function chipPlaces(/** @type {Near} */ of) {
  const ways = [0, 60, 300, 90, 270, 120, 240, 180];
  return ways.map((way) => geodesicPoint(of.centre, way, of.km * 1000)).concat([of.centre]);
}

// The first of these places that is well inside the window and clear of the furniture, else the first.
function firstSeen(/** @type {Place[]} */ places) {
  const size = atlas.map.getSize();
  const taken = furnitureBoxes();
  const inside = places.filter((at) => {
    const { x, y } = atlas.map.latLngToContainerPoint(at);
    const aside = x > CHIP_MARGIN && x < size.x - CHIP_MARGIN && y > CHIP_MARGIN / 2 && y < size.y - CHIP_MARGIN / 2;
    const room = { x: x - CHIP_MARGIN, y: y - CHIP_MARGIN / 2, w: 2 * CHIP_MARGIN, h: CHIP_MARGIN };
    return aside && !taken.some((box) => meet(room, box, 0));
  });
  return inside[0] || places[0];
}

// After a move the chips stand where they can be reached.
function reachChips() {
  if (circleShown) circleShown.chip.marker.setLatLng(firstSeen(chipPlaces(circleShown)));
  if (ringShown) ringShown.chip.marker.setLatLng(firstSeen(ringShown.tops));
}

function radiusText(/** @type {number} */ km) {
  return text("near_chip", { n: Number(km.toFixed(1)) });
}

function resizeCircle(/** @type {Circle} */ circle, /** @type {number} */ km) {
  circle.km = Math.max(RADIUS.least, Math.min(RADIUS.most, Math.round(km * 10) / 10));
  circle.path.setLatLngs(rimPoints(circle.centre, circle.km));
  circle.chip.marker.setLatLng(firstSeen(chipPlaces(circle)));
  write(circle.chip.words, radiusText(circle.km));
  labelKnob(circle);
}

function labelKnob(/** @type {Circle} */ circle) {
  circle.knob.setAttribute("aria-valuenow", String(circle.km));
  circle.knob.setAttribute("aria-valuetext", radiusText(circle.km));
}

// The knob on the rim: dragged by pointer, pushed by arrow keys.
function addHandle(/** @type {Circle} */ circle) {
  const { knob, rim } = circle;
  const values = { role: "slider", tabindex: "0", "aria-valuemin": RADIUS.least, "aria-valuemax": RADIUS.most };
  Object.entries(values).forEach(([name, value]) => knob.setAttribute(name, String(value)));
  knob.setAttribute("aria-label", text("near_radius"));
  knob.title = text("near_radius");
  labelKnob(circle);
  knob.addEventListener("keydown", (event) => pushRim(circle, event));
  rim.on("drag", () => {
    resizeCircle(circle, geodesicDistance(circle.centre, rim.getLatLng()) / 1000);
    rimBearing = bearingTo(circle.centre, rim.getLatLng());
  });
  rim.on("dragend", () => askNear(circle));
}

function pushRim(/** @type {Circle} */ circle, /** @type {KeyboardEvent} */ event) {
  const step = PUSHES[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  resizeCircle(circle, circle.km + step * RADIUS.step);
  circle.rim.setLatLng(onRim(circle));
  clearTimeout(pushTimer);
  pushTimer = setTimeout(() => circleShown === circle && askNear(circle), PUSHED_MS);
}

function bearingTo(/** @type {L.LatLngExpression} */ from, /** @type {L.LatLngExpression} */ to) {
  const a = atlas.map.project(from);
  const b = atlas.map.project(to);
  return (Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI;
}

// ---- both ----

/** @returns {L.Layer[]} */ function shownParts() {
  const found = circleShown ? [circleShown.path, circleShown.dot, circleShown.chip.marker, circleShown.rim] : [];
  return ringShown ? [...found, ringShown.path, ringShown.chip.marker] : found;
}

function ringCorners() {
  const numbers = (atlas.state.within || "").split(",").map(Number);
  /** @type {L.LatLng[]} */ const points = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) points.push(L.latLng(numbers[i + 1], numbers[i]));
  return points.length > 2 ? points : null;
}

function shownCircle() {
  return circleShown;
}

function showAround() {
  const near = askedNear();
  const points = ringCorners();
  const told = JSON.stringify([atlas.state.near, points, atlas.state.lang]);
  if (aroundTold === told) return;
  aroundTold = told;
  const held = document.activeElement && document.activeElement.classList.contains("atlas-rim");
  shownParts().forEach((part) => part.remove());
  circleShown = ringShown = null;
  if (near) showCircle(near);
  if (points) {
    const tops = points.slice().sort((a, b) => b.lat - a.lat);
    const path = drawAround(L.polygon(points, { smoothFactor: 0 }), "atlas-around");
    const chip = addChip(firstSeen(tops), text("within_chip"), "within_off", () => askWithin([]));
    ringShown = { tops, path, chip };
  }
  const circle = shownCircle();
  if (held && circle) circle.knob.focus({ preventScroll: true });
}

when("begin", () => {
  addPane("around", 290);
  addPane("around-handles", 470);
});
when("drawn", () => atlas.map.on("moveend", reachChips));
when("around", showAround);
when("language", showAround);
