// Towns below the plan: a small ring and a name, only where the plan's names, marks and figures leave room. They are
// placed after all other labels and move none of them.

import { atlas, featuresOf, when } from "../base/atlas.js";
import { holds, meet } from "../base/plane.js";
import { isHidden } from "../base/select.js";
import { addElement, nameOf, write } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { arrowBoxes, roadPoints } from "../ground/corridor.js";
import { labels, leaderSvg } from "../ground/label_list.js";
import { platforms } from "../ground/platforms.js";
import { pointerBoxes } from "../ground/pointers.js";
import { placeOf } from "../ground/shapes.js";

const RING = 4; // pixels from a town's point to the edge of its ring
const AIR = 4; // between a name and its ring, or another name
const ON_ROAD = 3; // what it costs to lie on the G60, counted in places further down the list
// Where a name stands by its ring, the best first: shares of its width and height.
/** @type {[string, number, number][]} */ const TOWN_SIDES = [
  ["right", 0, -0.5],
  ["left", -1, -0.5],
  ["below", -0.5, 0],
  ["above", -0.5, -1],
];
const KINDS = ["town", "subdistrict", "settlement"];

/** @type {Town[]} */ const towns = [];

when("draw", () => {
  const found = featuresOf("towns").map(addTown);
  found.sort((one, other) => Number(other.bodies) - Number(one.bodies) || kindOf(one) - kindOf(other));
  towns.push(...found);
});

function kindOf(/** @type {Town} */ town) {
  return KINDS.indexOf(town.thing.kind);
}

/** @returns {Town} */ function addTown(/** @type {Feature} */ feature) {
  const icon = L.divIcon({ className: "atlas-town", iconSize: [0, 0] });
  const at = placeOf(feature);
  const options = { icon, pane: "atlas-towns", interactive: false, keyboard: false };
  const element = /** @type {HTMLElement} */ (L.marker(at, options).addTo(atlas.map).getElement());
  element.setAttribute("aria-hidden", "true"); // the card of what stands here says its town in words
  element.dataset.town = feature.id;
  element.style.display = "none";
  addElement("span", "atlas-town-ring", element);
  const words = addElement("span", "atlas-town-name", element);
  const thing = feature.properties;
  return { at, thing, element, words, bodies: Boolean(thing.bodies), w: 0, h: 0, box: null };
}

function nameTowns() {
  towns.forEach((town) => write(town.words, nameOf(town.thing)));
  measureTowns();
}

function measureTowns() {
  towns.forEach((town) => (town.element.style.display = ""));
  towns.forEach((town) => {
    town.w = Math.ceil(town.words.offsetWidth);
    town.h = Math.ceil(town.words.offsetHeight);
  });
  towns.forEach(showTown);
}

function showTown(/** @type {Town} */ town) {
  town.element.style.display = town.box ? "" : "none";
}

function isWanted(/** @type {Town} */ town, /** @type {number} */ zoom) {
  const from = atlas.symbology.towns_from;
  return zoom >= from[town.thing.kind] || (town.bodies && zoom >= from.bodies);
}

// Give each wanted town the best place that nothing else takes.
function placeTowns() {
  const zoom = atlas.map.getZoom();
  const off = isHidden("towns");
  const wanted = off ? [] : towns.filter((town) => isWanted(town, zoom));
  towns.forEach((town) => (town.box = null));
  if (wanted.length) {
    const taken = takenBoxes();
    const figures = labels.filter((label) => label.outline && ["lake", "zone", "core"].indexOf(label.kind) >= 0);
    const road = roadPoints(12).map((point) => square(point, 4));
    const frame = seenWindow();
    wanted.forEach((town) => placeTown(town, zoom, taken, figures, road, frame));
  }
  towns.forEach(showTown);
}

function placeTown(
  /** @type {Town} */ town,
  /** @type {number} */ zoom,
  /** @type {Box[]} */ taken,
  /** @type {Label[]} */ figures,
  /** @type {Box[]} */ road,
  /** @type {Box} */ frame,
) {
  const anchor = atlas.map.project(town.at, zoom);
  // A mark may stand on the town's own point: the name keeps clear of it.
  const marks = carriers.marks().filter((mark) => Math.hypot(mark.x - anchor.x, mark.y - anchor.y) < mark.r + RING);
  const away = Math.max(RING, ...marks.map((mark) => mark.r)) + AIR / 2;
  let least = TOWN_SIDES.length;
  TOWN_SIDES.forEach(([side, across, down], place) => {
    const [right, below] = [
      across === 0 ? away : across === -1 ? -away : 0,
      down === 0 ? away : down === -1 ? -away : 0,
    ];
    const box = {
      x: anchor.x + across * town.w + right,
      y: anchor.y + down * town.h + below,
      w: town.w,
      h: town.h,
    };
    const cost = place + (road.some((one) => meet(box, one, 0)) ? ON_ROAD : 0);
    if (cost >= least || taken.some((one) => meet(box, one, AIR)) || figures.some((one) => cuts(one, box))) return;
    if (isCut(box, frame)) return;
    least = cost;
    town.box = box;
    town.element.style.setProperty("--town-away", away + "px");
    town.element.dataset.side = side;
  });
  if (town.box) taken.push(town.box, square(anchor, RING));
}

// What no name of a town may touch: names, marks, squares, arrows, plates, the letters along the corridor.
function takenBoxes() {
  const marks = carriers.marks().map((mark) => square(mark, mark.r));
  const squares = platforms.map((at) => square(atlas.map.project(at), 7));
  /** @type {Box[]} */ const standing = [];
  labels.forEach((label) => label.box && standing.push(label.box));
  return standing.concat(marks, squares, arrowBoxes(), pointerBoxes(), corridorLetters());
}

// What the window shows, in pixels of the world.
/** @returns {Box} */ function seenWindow() {
  const { x, y } = atlas.map.project(atlas.map.getCenter());
  const size = atlas.map.getSize();
  return { x: x - size.x / 2, y: y - size.y / 2, w: size.x, h: size.y };
}

// Whether the window's edge runs through a name: outside, names may stand and are there when the map is dragged.
function isCut(/** @type {Box} */ box, /** @type {Box} */ frame) {
  if (!meet(box, frame, 0)) return false;
  const across = box.x < frame.x || box.x + box.w > frame.x + frame.w;
  return across || box.y < frame.y || box.y + box.h > frame.y + frame.h;
}

// The letters of the corridor's name, where it is written.
function corridorLetters() {
  const name = leaderSvg().querySelector("text");
  /** @type {Box[]} */ const boxes = [];
  if (!(name instanceof SVGTextContentElement) || name.style.display === "none") return boxes;
  const origin = atlas.map.getPixelOrigin();
  for (let i = 0; i < name.getNumberOfChars(); i++) {
    const { x, y, width, height } = name.getExtentOfChar(i);
    boxes.push({ x: x + origin.x, y: y + origin.y, w: width, h: height });
  }
  return boxes;
}

// Whether a figure's edge runs through a box, or the box lies on a zone, which is small.
function cuts(/** @type {Label} */ figure, /** @type {Box} */ box) {
  const outline = figure.outline || [];
  const inside = [box.x, box.x + box.w / 2, box.x + box.w].flatMap((x) =>
    [box.y, box.y + box.h].map((y) => holds(outline, x, y)),
  );
  const count = inside.filter(Boolean).length;
  return figure.kind === "zone" ? count > 0 : count > 0 && count < inside.length;
}

function square(/** @type {Point} */ at, /** @type {number} */ r) {
  return { x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r };
}

// For tests and other readers: the towns that are named now, with their boxes in pixels of the window.
export function namedTowns() {
  return towns
    .filter((town) => town.box)
    .map((town) => {
      const { left, top, width, height } = town.words.getBoundingClientRect();
      return { id: town.element.dataset.town, text: town.words.textContent, x: left, y: top, w: width, h: height };
    });
}

when("drawn", () => {
  nameTowns();
  placeTowns();
  atlas.map.on("moveend", placeTowns);
});
when("language", nameTowns);
when("theme", () => atlas.drawn && measureTowns());
when("resize", () => atlas.drawn && measureTowns());
when("placed", placeTowns);
