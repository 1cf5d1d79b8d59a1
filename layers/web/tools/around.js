// What the selection is drawn around: a circle with a rim to drag, a ring of corners, each with a button that takes it off again.
// Who is inside is for the server to say; here it is only drawn. The accent says that it was chosen.

import { atlas, say, when } from "../base/atlas.js";
import { geodesicDistance, geodesicPoint } from "../base/geodesy.js";
import { send } from "../base/talk.js";
import { addElement, addSvg, text, write } from "../base/text.js";
import { furnitureBoxes } from "../base/window.js";
import { addPath } from "../ground/shapes.js";

const SIDES = 96;
const CHIP_MARGIN = 60; // pixels that a chip needs on either side of its middle
const RADIUS = { least: 0.5, most: 50, step: 0.5 }; // km that the rim can be dragged or pushed to
const SOUTH_EAST = 135; // where labels seldom are

let circleShown = null; // {path, dot, chip, rim, centre, km}
let ringShown = null; // {path, chip}
let rimBearing = SOUTH_EAST; // on which side of the circle its rim is held

// "120.69,30.53,5" as {centre, km}; null for nothing.
function parseNear(near) {
  const numbers = near.split(",").map(Number);
  return numbers.length === 3 && numbers.every(isFinite)
    ? { centre: L.latLng(numbers[1], numbers[0]), km: numbers[2] }
    : null;
}

export function askedNear() {
  return parseNear(atlas.state.near || "");
}

// Ask for what lies so near; null for anywhere. Shown at once, and told to the page.
export function askNear(near) {
  atlas.state.near = near
    ? [near.centre.lng.toFixed(4), near.centre.lat.toFixed(4), near.km.toFixed(1)].map(Number).join(",")
    : "";
  say("around");
  send("near", { near: atlas.state.near });
}

// The same for a ring of points; none for anywhere.
export function askWithin(points) {
  const corners = points.map((at) => [Number(at.lng.toFixed(4)), Number(at.lat.toFixed(4))].join(","));
  atlas.state.within = corners.join(",");
  say("around");
  send("within", { within: corners.join(";") });
}

// The points of a circle on the ground.
function rimPoints(centre, km) {
  return Array.from({ length: SIDES }, (none, i) => geodesicPoint(centre, (i * 360) / SIDES, km * 1000));
}

function drawAround(path, classes) {
  return addPath(path, "around", classes);
}

// An element of ours that stays at a place of the ground.
function standAt(element, at, options) {
  const icon = L.divIcon({ className: "atlas-anchor", html: element, iconSize: [0, 0] });
  return L.marker(
    at,
    Object.assign({ icon: icon, keyboard: false, interactive: false, pane: "atlas-around-handles" }, options),
  ).addTo(atlas.map);
}

// A small plate with words and a button that takes the shape off.
function addChip(at, words, key, off) {
  const plate = addElement("div", "atlas-chip");
  L.DomEvent.disableClickPropagation(plate);
  const written = write(addElement("span", "atlas-chip-words", plate), words);
  const button = addElement("button", "atlas-chip-off", plate);
  button.type = "button";
  button.setAttribute("aria-label", text(key));
  button.title = text(key);
  addSvg(
    "path",
    { d: "M3 3L9 9M9 3L3 9" },
    addSvg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, button),
  );
  button.addEventListener("click", () => {
    off();
    atlas.map.getContainer().focus({ preventScroll: true });
  });
  return { marker: standAt(plate, at), words: written };
}

// ---- the circle ----

function showCircle(near) {
  const km = near.km;
  circleShown = { centre: near.centre, km: km };
  circleShown.path = drawAround(L.polygon(rimPoints(near.centre, km), { smoothFactor: 0.2 }), "atlas-around");
  circleShown.dot = drawAround(L.circleMarker(near.centre, { radius: 3 }), "atlas-around-centre");
  circleShown.chip = addChip(firstSeen(chipPlaces(circleShown)), radiusText(km), "near_off", () => askNear(null));
  circleShown.rim = rimHandle(circleShown);
}

// Where a circle's chip may stand, best first.
function chipPlaces(of) {
  return [0, 60, 300, 90, 270, 120, 240, 180]
    .map((way) => geodesicPoint(of.centre, way, of.km * 1000))
    .concat([of.centre]);
}

// The first of these places that is well inside the window and clear of the furniture, else the first.
function firstSeen(places) {
  const size = atlas.map.getSize();
  const taken = furnitureBoxes();
  const clear = (point) =>
    taken.every(
      (box) =>
        Math.abs(point.x - box.x - box.w / 2) > box.w / 2 + CHIP_MARGIN ||
        Math.abs(point.y - box.y - box.h / 2) > (box.h + CHIP_MARGIN) / 2,
    );
  const inside = places.filter((at) => {
    const point = atlas.map.latLngToContainerPoint(at);
    return (
      point.x > CHIP_MARGIN &&
      point.x < size.x - CHIP_MARGIN &&
      point.y > CHIP_MARGIN / 2 &&
      point.y < size.y - CHIP_MARGIN / 2 &&
      clear(point)
    );
  });
  return inside[0] || places[0];
}

// After a move the chips stand where they can be reached.
function reachChips() {
  if (circleShown) circleShown.chip.marker.setLatLng(firstSeen(chipPlaces(circleShown)));
  if (ringShown) ringShown.chip.marker.setLatLng(firstSeen(ringShown.tops));
}

function radiusText(km) {
  return text("near_chip", { n: Number(km.toFixed(1)) });
}

function resizeCircle(km) {
  circleShown.km = Math.max(RADIUS.least, Math.min(RADIUS.most, Math.round(km * 10) / 10));
  circleShown.path.setLatLngs(rimPoints(circleShown.centre, circleShown.km));
  circleShown.chip.marker.setLatLng(firstSeen(chipPlaces(circleShown)));
  write(circleShown.chip.words, radiusText(circleShown.km));
  labelKnob(circleShown.knob);
}

function labelKnob(knob) {
  knob.setAttribute("aria-valuenow", String(circleShown.km));
  knob.setAttribute("aria-valuetext", radiusText(circleShown.km));
}

// The knob on the rim: dragged by pointer, pushed by arrow keys.
function rimHandle(of) {
  const knob = addElement("div", "atlas-rim");
  of.knob = knob;
  const values = {
    role: "slider",
    tabindex: "0",
    "aria-valuemin": RADIUS.least,
    "aria-valuemax": RADIUS.most,
    "aria-label": text("near_radius"),
  };
  Object.keys(values).forEach((name) => knob.setAttribute(name, values[name]));
  knob.title = text("near_radius");
  labelKnob(knob);
  knob.addEventListener("keydown", pushRim);
  const marker = standAt(knob, geodesicPoint(of.centre, rimBearing, of.km * 1000), {
    draggable: true,
    interactive: true,
  });
  marker.on("drag", () => {
    resizeCircle(geodesicDistance(circleShown.centre, marker.getLatLng()) / 1000);
    rimBearing = bearingTo(circleShown.centre, marker.getLatLng());
  });
  marker.on("dragend", () => askNear(circleShown));
  return marker;
}

function pushRim(event) {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  resizeCircle(circleShown.km + step * RADIUS.step);
  circleShown.rim.setLatLng(geodesicPoint(circleShown.centre, rimBearing, circleShown.km * 1000));
  clearTimeout(pushRim.timer);
  pushRim.timer = setTimeout(() => circleShown && askNear(circleShown), 300);
}

function bearingTo(from, to) {
  const a = atlas.map.project(from);
  const b = atlas.map.project(to);
  return (Math.atan2(b.x - a.x, a.y - b.y) * 180) / Math.PI;
}

// ---- both ----

function shownParts() {
  const found = circleShown ? [circleShown.path, circleShown.dot, circleShown.chip.marker, circleShown.rim] : [];
  return ringShown ? found.concat([ringShown.path, ringShown.chip.marker]) : found;
}

function ringCorners() {
  const numbers = (atlas.state.within || "").split(",").map(Number);
  const points = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) points.push(L.latLng(numbers[i + 1], numbers[i]));
  return points.length > 2 ? points : null;
}

function showAround() {
  const near = askedNear();
  const points = ringCorners();
  const told = JSON.stringify([atlas.state.near, points, atlas.state.lang]);
  if (showAround.told === told) return;
  showAround.told = told;
  const held = document.activeElement && document.activeElement.classList.contains("atlas-rim");
  shownParts().forEach((part) => part.remove());
  circleShown = ringShown = null;
  if (near) showCircle(near);
  if (points) {
    const tops = points.slice().sort((a, b) => b.lat - a.lat);
    ringShown = { tops: tops, path: drawAround(L.polygon(points, { smoothFactor: 0 }), "atlas-around") };
    ringShown.chip = addChip(firstSeen(tops), text("within_chip"), "within_off", () => askWithin([]));
  }
  if (held && circleShown) circleShown.knob.focus({ preventScroll: true });
}

when("begin", () => {
  [
    ["atlas-around", 290],
    ["atlas-around-handles", 470],
  ].forEach((one) => {
    const pane = atlas.map.createPane(one[0]);
    pane.style.zIndex = one[1];
    pane.classList.add("atlas-pane");
  });
});
when("drawn", () => atlas.map.on("moveend", reachChips));
when("around", showAround);
when("language", showAround);
