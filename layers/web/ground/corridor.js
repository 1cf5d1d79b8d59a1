// The corridor: a broad translucent band along the G60 line, its name set along the line, road plates drawn on it, and
// an arrow head at each end. The band is schematic; the line (reference.js) is surveyed.

import { atlas, featuresOf, referenceOf, when } from "../base/atlas.js";
import { holds } from "../base/plane.js";
import { isHidden, isShown } from "../base/select.js";
import { staged } from "../base/staged.js";
import { addSvg, shortName, text, write } from "../base/text.js";
import { typeScale } from "../base/theme.js";
import { metresPerPixel } from "../base/window.js";
import { areaClasses, dress } from "./areas.js";
import { addLabel, leaderSvg } from "./label_list.js";
import { addArea, addPath, elementOf, latLng, outlineOf, placeOf } from "./shapes.js";

const PLATES = [0.16, 0.5, 0.85]; // where along the line the road plates stand, from west to east
const MOST_BEND = 0.6; // radians between the first and the last of the letters along the line
const HEAD_M = 1500; // length of an arrow head on the ground

/** @type {Record<string, L.Polygon>} */ const bands = {}; // by the corridor's id
/** @type {L.LatLng[]} */ let roadLine = []; // the G60 line as latLngs from west to east
/** @type {SVGElement} */ let roadName; // the <text> along it
/** @type {SVGElement} */ let nameText; // its <textPath>
/** @type {SVGElement} */ let nameGuide; // the path it follows

when("draw", () => {
  featuresOf("corridor").forEach((feature) => {
    bands[feature.id] = addArea(feature, "corridor", areaClasses("corridor")[0], 0.5);
    dress(elementOf(bands[feature.id]), "corridor");
  });
  const road = referenceOf("expressway")[0];
  if (!road || road.geometry.type !== "LineString") return;
  roadLine = road.geometry.coordinates.map(latLng);
  if (roadLine[0].lng > roadLine[roadLine.length - 1].lng) roadLine.reverse();
  referenceOf("pointer").forEach(addHead);
  PLATES.forEach(addPlate);
});

function addPlate(/** @type {number} */ share) {
  const spots = [0, 0.03, -0.03, 0.06, -0.06, 0.09, -0.09, 0.12, -0.12].map((off) => pointOnRoad(share + off));
  addLabel({ id: "", kind: "plate", layer: "corridor", words: "G60", at: spots[0], spots: spots });
}

// An arrow head at a pointer's place, pointing its way: the corridor goes on there.
function addHead(/** @type {Feature} */ feature) {
  const at = placeOf(feature);
  const shrink = Math.cos((at.lat * Math.PI) / 180);
  const angle = bearingOf(feature);
  const corner = (/** @type {number} */ ahead, /** @type {number} */ aside) => {
    const east = (ahead * Math.sin(angle) + aside * Math.cos(angle)) / 111320 / shrink;
    const north = (ahead * Math.cos(angle) - aside * Math.sin(angle)) / 111320;
    return L.latLng(at.lat + north, at.lng + east);
  };
  const corners = [
    corner(HEAD_M, 0),
    corner(-0.4 * HEAD_M, 0.9 * HEAD_M),
    corner(0, 0),
    corner(-0.4 * HEAD_M, -0.9 * HEAD_M),
  ];
  addPath(L.polygon(corners, { smoothFactor: 0 }), "corridor", "atlas-arrow");
}

// A pointer's direction in radians, clockwise from north.
export function bearingOf(/** @type {Feature} */ pointer) {
  return (Number(pointer.properties.bearing) * Math.PI) / 180;
}

// The outlines of the corridors in pixels of the world, for labels to stay clear of.
export function bandOutlines() {
  if (isHidden("corridor")) return [];
  const zoom = atlas.map.getZoom();
  return Object.keys(bands).map((id) => ({ outline: outlineOf(bands[id], zoom), shown: isShown(id) }));
}

// The squares that the arrow heads stand in, in pixels of the world.
export function arrowBoxes() {
  const r = arrowLength();
  return referenceOf("pointer").map((feature) => {
    const at = atlas.map.project(placeOf(feature));
    return { x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r };
  });
}

// How long an arrow head is at this zoom, in pixels.
export function arrowLength() {
  return HEAD_M / metresPerPixel(atlas.map.getCenter());
}

// Points every so many pixels along the line at this zoom, for labels that want to stay clear of it.
export function roadPoints(/** @type {number} */ step) {
  if (!roadLine.length) return [];
  const points = roadLine.map((at) => atlas.map.project(at));
  /** @type {L.Point[]} */ const found = [];
  for (let s = 0; s < lengthOf(points); s += step) found.push(walkRoad(points, s).at);
  return found;
}

// The point at a share of the line's length.
function pointOnRoad(/** @type {number} */ share) {
  const points = roadLine.map((at) => atlas.map.project(at, 12));
  return atlas.map.unproject(walkRoad(points, share * lengthOf(points)).at, 12);
}

function lengthOf(/** @type {L.Point[]} */ points) {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += points[i].distanceTo(points[i - 1]);
  return sum;
}

// The point so many pixels along, and the line's angle there.
function walkRoad(/** @type {L.Point[]} */ points, /** @type {number} */ pixels) {
  let left = pixels;
  for (let i = 1; i < points.length; i++) {
    const step = points[i].distanceTo(points[i - 1]);
    if (left <= step || i === points.length - 1) {
      const share = step ? left / step : 0;
      const way = points[i].subtract(points[i - 1]);
      return { at: points[i - 1].add(way.multiplyBy(share)), angle: Math.atan2(way.y, way.x) };
    }
    left -= step;
  }
  return { at: points[0], angle: 0 };
}

// The corridor that is named: the first one that is shown, else the first.
function namedCorridor() {
  const ids = Object.keys(bands);
  return ids.find(isShown) || ids[0] || "";
}

// Whether the corridor has its name and its pointers: a scene that leaves it out does not name it.
export function isCorridorNamed() {
  return !isHidden("corridor") && (!staged || isShown(namedCorridor()));
}

// Set the corridor's name along the line where it is straight and free, and return the boxes of its letters (in pixels
// of the world) for the labels to stay clear of. `cost(box)` says how bad it is to lie on a box.
export function setCorridorName(/** @type {(box: Box) => number} */ cost) {
  const id = namedCorridor();
  const thing = atlas.places[id];
  if (!thing || !roadLine.length || !isCorridorNamed()) return hideName();
  // The variable comes as it is written, a product of pixels and the theme's scale.
  const written = getComputedStyle(atlas.map.getContainer()).getPropertyValue("--label-corridor").replace("calc(", "");
  const size = (parseFloat(written) || 13) * typeScale();
  const letter = size * (atlas.state.lang === "en" ? 0.68 : 1.35);
  const points = roadLine.map((at) => atlas.map.project(at));
  const total = lengthOf(points);
  const outline = outlineOf(bands[id], atlas.map.getZoom());
  // Large letters that the band cannot hold stand beside it, so that its edge does not run through them.
  const half = areaOf(outline) / 2 / total;
  const isBeside = size * 1.3 > half;
  const lift = isBeside ? half + size * 0.3 : size * 0.75; // above the line
  // A name that fills its line is not read: take the legend's shorter one, or none.
  const names = [shortName(thing), text("layer_corridor")].filter((name) => letter * name.length * 2.4 < total);
  for (let k = 0; k < names.length; k++) {
    const wide = letter * names[k].length;
    let least = Infinity;
    /** @type {{ start: number, boxes: LetterBox[] } | null} */ let best = null;
    for (let start = total * 0.04; start + wide < total * 0.96; start += 12) {
      const boxes = letterBoxes(points, start, names[k].length, letter, size, lift);
      const off = (/** @type {Box} */ box) => (isBeside ? 0 : offBand(box, outline));
      const price = boxes.reduce((sum, box) => sum + cost(box) + off(box), 0) + bendCost(boxes);
      if (price >= least) continue;
      least = price;
      best = { start: start, boxes: boxes };
    }
    if (!best) continue;
    drawName(points, best.start, names[k], letter, lift);
    return best.boxes;
  }
  return hideName();
}

// On a bend letters run into each other: the whole name stays near one direction, and from letter to letter turns little.
function bendCost(/** @type {LetterBox[]} */ boxes) {
  const angles = boxes.map((box) => box.angle);
  const bend = Math.max.apply(null, angles) - Math.min.apply(null, angles);
  return bend * 60 + (bend > MOST_BEND ? 400 : 0);
}

function areaOf(/** @type {Point[]} */ outline) {
  return Math.abs(
    outline.reduce((sum, a, i) => {
      const b = outline[(i + 1) % outline.length];
      return sum + (a.x * b.y - b.x * a.y) / 2;
    }, 0),
  );
}

// A letter off the band says nothing about it.
function offBand(/** @type {Box} */ box, /** @type {Point[]} */ outline) {
  return holds(outline, box.x + box.w / 2, box.y + box.h / 2) ? 0 : 12;
}

function letterBoxes(
  /** @type {L.Point[]} */ points,
  /** @type {number} */ start,
  /** @type {number} */ count,
  /** @type {number} */ letter,
  /** @type {number} */ size,
  /** @type {number} */ lift,
) {
  /** @type {LetterBox[]} */ const boxes = [];
  for (let i = 0; i < count; i++) {
    const place = walkRoad(points, start + (i + 0.5) * letter);
    const x = place.at.x + Math.sin(place.angle) * (lift + size * 0.4);
    const y = place.at.y - Math.cos(place.angle) * (lift + size * 0.4);
    boxes.push({ x: x - letter / 2, y: y - size * 0.6, w: letter, h: size * 1.2, angle: place.angle });
  }
  return boxes;
}

function drawName(
  /** @type {L.Point[]} */ points,
  /** @type {number} */ start,
  /** @type {string} */ words,
  /** @type {number} */ letter,
  /** @type {number} */ lift,
) {
  const svg = leaderSvg();
  if (!roadName) {
    nameGuide = addSvg("path", { id: "atlas-corridor-guide", fill: "none" }, svg);
    roadName = addSvg("text", { class: "atlas-corridor-name" }, svg);
    nameText = addSvg("textPath", { href: "#atlas-corridor-guide" }, roadName);
  }
  const origin = atlas.map.getPixelOrigin();
  const wide = letter * words.length;
  /** @type {string[]} */ const way = [];
  // The name follows a smoothed line, so that its letters stand evenly.
  for (let s = start - 20; s <= start + wide + 40; s += 20) {
    const before = walkRoad(points, Math.max(0, s - 30)).at;
    const after = walkRoad(points, s + 30).at;
    const here = walkRoad(points, Math.max(0, s))
      .at.multiplyBy(0.4)
      .add(before.add(after).multiplyBy(0.3))
      .subtract(origin);
    way.push(here.x.toFixed(1) + " " + here.y.toFixed(1));
  }
  nameGuide.setAttribute("d", "M" + way.join("L"));
  roadName.setAttribute("dy", String(-lift));
  nameText.setAttribute("startOffset", "20");
  roadName.setAttribute("textLength", String(wide));
  roadName.style.display = "";
  roadName.dataset.id = namedCorridor();
  write(nameText, words);
  markName();
}

function hideName() {
  if (roadName) roadName.style.display = "none";
  return [];
}

function markName() {
  if (!roadName) return;
  roadName.classList.toggle("is-faded", !isShown(roadName.dataset.id || ""));
  roadName.classList.toggle("is-focus", atlas.state.focus === roadName.dataset.id);
}

when("select", markName);
when("focus", markName);
