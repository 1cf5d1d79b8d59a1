// Labels: what each says, how large it is, and when it is shown. Where it stands is decided in placing.js.
//
// Places are computed in pixels of the whole world at a zoom, never of the window, so dragging the map moves no label
// against it.

import { atlas, say, when } from "../base/atlas.js";
import { isHidden, isKindShown, isShown, kindsRestricted, unitChosen, unitsRestricted } from "../base/select.js";
import { staged } from "../base/staged.js";
import { addElement, addSvg, briefName, linesOf, nameOf, shortName, write } from "../base/text.js";
import { typeScale } from "../base/theme.js";
import { isNarrow, metresPerPixel } from "../base/window.js";
import { badgeOf, countsNobody } from "../carriers/badges.js";
import { carriers } from "../carriers/carriers.js";
import { findThing } from "../carriers/rows.js";
import { arrowBoxes, bandOutlines, roadPoints, setCorridorName } from "../ground/corridor.js";
import { cityBounds } from "../ground/counties.js";
import { homeWindow } from "../ground/home.js";
import { addLabel, labels, leaderSvg } from "../ground/label_list.js";
import { pointerBoxes } from "../ground/pointers.js";
import { outlineOf } from "../ground/shapes.js";
import { CARRIERS_FROM, FROM_ZOOM, lacksCount, lacksRoom, sceneWindow } from "./enough_room.js";
import { placeLabels } from "./placing.js";

const NARROWEST_NAMED = 420; // pixels of the window; below, only counties are named
const CITY_BELOW = 250; // pixels; where the city is narrower, it has one name, and what lies in it none
const MOST_CARRIERS = 400; // beyond, carriers are labelled when chosen or pointed at, not by themselves
/** @type {LessRoom[]} */ const LESS_ROOM = ["brief", "tight", "bare"];

let isBrief = false; // whether the briefest names are written
let carriersLabelled = false;
// For tests and other readers: the labels that stand now, with their boxes in pixels of the window.
export function standingLabels() {
  return labels
    .filter((label) => label.box)
    .map((label) => {
      const box = label.element.getBoundingClientRect();
      return {
        id: label.id,
        kind: label.kind,
        text: label.element.textContent,
        x: box.left,
        y: box.top,
        w: box.width,
        h: box.height,
      };
    });
}

// ---- what they say ----

function fillLabel(/** @type {Label} */ label) {
  const element = label.element;
  write(element, "");
  labelWords(label).forEach((words) => write(addElement("span", "atlas-line", element), words));
  if (label.kind === "county" || label.kind === "unit") {
    const badge = badgeOf(label.id);
    label.hasBadge = Boolean(badge) && !(staged && countsNobody(label.id));
    if (badge && label.hasBadge) element.appendChild(badge);
  }
}

function labelWords(/** @type {Label} */ label) {
  if (label.words) return [label.words];
  const { thing, kind } = label;
  if (!thing || label.bare) return [];
  if (kind === "county" && atlas.state.lang === "en") return [shortName(thing).toUpperCase()];
  if (kind === "county") return [isBrief && !staged ? shortName(thing) : nameOf(thing)];
  if (kind === "neighbour" || kind === "unit") return [shortName(thing)];
  return (isBrief && briefName(thing)) || linesOf(shortName(thing));
}

// A label without a place is measured and hidden again: paper may be printed before it gets one.
function measureLabels() {
  const before = labels.map((label) => label.element.style.display);
  labels.forEach((label) => {
    label.element.style.display = "";
  });
  labels.forEach((label) => {
    label.w = Math.ceil(label.element.offsetWidth);
    label.h = Math.ceil(label.element.offsetHeight);
  });
  labels.forEach((label, i) => {
    label.element.style.display = before[i];
  });
}

// ---- which of them are wanted, best first ----

function wantedLabels() {
  const zoom = atlas.map.getZoom();
  const narrow = isNarrow();
  const far = !staged && cityWidth() < CITY_BELOW;
  const areas = atlas.symbology.layers.filter((layer) => layer.kind && layer.label).map((layer) => layer.code);
  const named = atlas.map.getSize().x >= NARROWEST_NAMED;
  return labels.filter((label) => {
    if (label.layer && isHidden(label.layer)) return false;
    if (isChosen(label)) return true;
    if (label.far || far) return far && label.kind === "neighbour";
    if (label.kind === "unit") return label.hasBadge;
    if (staged) return zoom >= (FROM_ZOOM[label.kind] || 0) || (label.kind === "platform" && label.about);
    if (narrow && zoom < 11) return label.kind === "county" || (named && areas.indexOf(label.layer || "") >= 0);
    return zoom >= (FROM_ZOOM[label.kind] || 0);
  });
}

// How wide the city is in pixels at this zoom.
function cityWidth() {
  const bounds = cityBounds();
  if (!bounds.isValid()) return Infinity;
  return atlas.map.project(bounds.getSouthEast()).x - atlas.map.project(bounds.getNorthWest()).x;
}

// What the pointer lies on has no part in it: the map that comes back would not be the same.
function isChosen(/** @type {Label} */ label) {
  return label.id !== "" && label.id === atlas.state.focus;
}

// A carrier that is chosen gets a label at any zoom.
function labelChosen() {
  const carrier = carriers.find(atlas.state.focus);
  if (!carrier || !carrier.at || labels.some((label) => label.id === carrier.id)) return;
  const label = addCarrier(carrier, carrier.at);
  fillLabel(label);
  measureLabels();
}

function addCarrier(/** @type {Thing} */ carrier, /** @type {L.LatLng} */ at) {
  return addLabel({ id: carrier.id, kind: "carrier", layer: carrier.layer, thing: carrier, at: at, size: 7 });
}

// Carriers get labels when first they are near enough to be read; their marks may stand beside their place.
function labelCarriers() {
  if (!carriersLabelled && atlas.map.getZoom() >= CARRIERS_FROM && carriers.count() <= MOST_CARRIERS) {
    carriersLabelled = true;
    /** @type {Label[]} */ const fresh = [];
    carriers.each((i) => {
      const carrier = carriers.at(i);
      if (carrier.at && !labels.some((label) => label.id === carrier.id)) fresh.push(addCarrier(carrier, carrier.at));
    });
    fresh.forEach(fillLabel);
    measureLabels();
  }
}

// ---- putting them there ----

let isOpen = false; // before, what is said is heard when all is drawn
let placePending = false;

function placeSoon() {
  if (placePending || !isOpen) return;
  placePending = true;
  requestAnimationFrame(() => {
    placePending = false;
    placeAll();
  });
}

function placeAll() {
  if (!atlas.drawn) return;
  labelCarriers();
  labelChosen();
  weigh();
  if (staged) setForScene("");
  else writeBriefly(isNarrow());
  placeOnce();
  // Where the names find no room, or none near what they name, briefer ones take their place; where these find none,
  // smaller ones; and a county in a scene that finds none even so has its count alone.
  LESS_ROOM.forEach((how) => {
    if (!lacksRoom(how)) return;
    if (staged) setForScene(how);
    else writeBriefly(true, how === "tight");
    placeOnce();
  });
  labels.forEach(showLabel);
  positionLabels(null);
  drawLeaders();
  markLabels();
  leaderSvg().classList.remove("is-away");
  say("placed");
}

// On a narrow map the briefest names are written: the full ones of all areas find no room.
function writeBriefly(/** @type {boolean} */ brief, tight = false) {
  const was = atlas.map.getContainer().classList;
  if (brief === isBrief && tight === was.contains("is-tight")) return;
  was.toggle("is-tight", tight);
  isBrief = brief;
  labels.forEach(fillLabel);
  measureLabels();
}

// What the labels of a scene look like depends on the scene, and so does their size.
function setForScene(/** @type {"" | LessRoom} */ how) {
  atlas.map.getContainer().classList.toggle("is-tight", how === "tight" || how === "bare");
  isBrief = how !== "";
  labels.forEach((label) => {
    label.bare = how === "bare" && lacksCount(label);
    fillLabel(label);
  });
  labels.forEach((label) => (label.kept = ""));
  markLabels();
  measureLabels();
}

function placeOnce() {
  const zoom = atlas.map.getZoom();
  const marks = carriers.marks();
  /** @type {Record<string, Mark>} */ const spots = {};
  marks.forEach((mark) => (spots[mark.id] = mark));
  labels.forEach((label) => {
    label.box = null;
    label.leader = null;
    label.anchor = atlas.map.project(label.at, zoom);
    if (label.kind === "carrier" && spots[label.id]) label.anchor = L.point(spots[label.id].x, spots[label.id].y);
    label.r = label.reach ? label.reach / metresPerPixel(label.at) : label.size || 0;
    label.outline = label.path ? outlineOf(label.path, zoom) : null;
    label.stands = label.spots ? label.spots.map((at) => atlas.map.project(at, zoom)) : [];
  });
  const asked = wantedLabels();
  placeLabels(asked, {
    numbers: atlas.symbology.placement,
    px: typeScale(),
    scene: Boolean(staged),
    squeeze: !staged && isNarrow(),
    all: labels.filter((label) => !label.layer || !isHidden(label.layer)),
    marks: marks,
    bands: bandOutlines(),
    arrows: arrowBoxes(),
    pointers: pointerBoxes(),
    road: roadPoints(atlas.symbology.placement.road_step * typeScale()),
    home: staged === "scene" ? sceneWindow() : homeWindow(),
    setName: setCorridorName,
  });
  labels.forEach((label) => (label.tried = false));
  asked.forEach((label) => (label.tried = label.shown || label.chosen));
}

// What the selection makes of each label.
function weigh() {
  labels.forEach((label) => {
    label.shown = label.kind === "carrier" ? carriers.isShown(label.id) : isShown(label.id);
    if (label.kind === "platform") label.shown = isKindShown("core_area");
    label.chosen = isChosen(label);
    const land = label.kind === "county" || label.kind === "unit";
    const plans = Boolean(label.id) && label.kind !== "neighbour" && label.kind !== "platform";
    label.about =
      Boolean(staged) && (land ? unitsRestricted() && unitChosen(label.id) : plans && label.shown !== false);
    if (label.kind === "platform") label.about = Boolean(staged) && kindsRestricted() && label.shown;
  });
}

// A filter fades labels and moves none, unless one that is wanted has no place yet.
function reweigh() {
  if (!atlas.drawn) return;
  labelChosen();
  if (staged === "scene") return placeSoon();
  weigh();
  markLabels();
  // One that found no place when it was shown before will find none now.
  if (wantedLabels().some((label) => !label.box && !label.tried && (label.shown || label.chosen))) placeSoon();
}

function showLabel(/** @type {Label} */ label) {
  label.element.style.display = label.box ? "" : "none";
  if (label.box) {
    label.offset = L.point(label.box.x - label.anchor.x, label.box.y - label.anchor.y);
    label.element.style.textAlign = label.box.side || "center";
    label.anchorAt = atlas.map.unproject(L.point(label.anchor.x, label.anchor.y));
  }
}

// Labels keep their distance in pixels to their anchor while the map zooms.
function positionLabels(/** @type {L.ZoomAnimEvent | null} */ event) {
  labels.forEach((label) => {
    if (!label.box) return;
    const at = event
      ? atlas.map._latLngToNewLayerPoint(label.anchorAt, event.zoom, event.center)
      : atlas.map.latLngToLayerPoint(label.anchorAt);
    L.DomUtil.setPosition(label.element, at.add(label.offset).round());
  });
}

// A thin line from a label that had to stand apart to what it names.
function drawLeaders() {
  Array.prototype.slice
    .call(leaderSvg().querySelectorAll(".atlas-leader"))
    .forEach((line) => leaderSvg().removeChild(line));
  const origin = atlas.map.getPixelOrigin();
  labels.forEach((label) => {
    if (!label.box || !label.box.lead) return;
    const [from, to] = label.box.lead;
    const ends = { x1: from.x - origin.x, y1: from.y - origin.y, x2: to.x - origin.x, y2: to.y - origin.y };
    label.leader = addSvg("line", Object.assign({ class: "atlas-leader", "data-id": label.id }, ends), leaderSvg());
  });
}

function markLabels() {
  labels.forEach((label) => {
    const id = label.id;
    const out = label.kind === "county" || label.kind === "unit" ? !unitChosen(id) : label.shown === false;
    label.element.classList.toggle("is-faded", out);
    if (label.leader) label.leader.classList.toggle("is-faded", out);
    label.element.classList.toggle("is-focus", Boolean(id) && id === atlas.state.focus);
    label.element.classList.toggle("is-hover", Boolean(id) && id === atlas.state.hover);
  });
}

function remeasureAll() {
  if (!atlas.drawn) return;
  measureLabels();
  placeSoon();
}

when("drawn", () => {
  isOpen = true;
  labels.forEach(fillLabel);
  measureLabels();
  placeAll();
  placeSoon(); // from where they stand now more of them find room, and nobody has seen them yet
  atlas.map.on("zoomend viewreset", () => {
    positionLabels(null);
    placeSoon();
  });
  atlas.map.on("moveend", () => staged === "scene" && placeSoon());
  atlas.map.on("zoomanim", positionLabels);
  atlas.map.on("zoom", () => positionLabels(null));
  atlas.map.on("zoomstart", () => leaderSvg().classList.add("is-away"));
});
when("language", () => {
  labels.forEach(fillLabel);
  measureLabels();
  placeSoon();
});
when("theme", () => {
  if (!atlas.drawn) return;
  measureLabels();
  placeSoon();
});
when("resize", remeasureAll);
when("sized", () => {
  labels.forEach((label) => (label.kept = "")); // each page is printed as the first one was
  placeAll();
});
when("staged", placeSoon);
when("select", reweigh);
when("focus", reweigh);
when("layers", placeSoon);
when("hover", markLabels);
when("named", () => {
  const nameless = labels.filter((label) => label.kind === "carrier" && label.thing && !label.thing.name_zh);
  nameless.forEach((label) => {
    label.thing = findThing(label.id) || undefined;
    fillLabel(label);
  });
  if (nameless.length) measureLabels();
  placeSoon();
});
