// Pointers to what the corridor leads to: 上海科创中心 and 杭州城西科创大走廊. Where the place is out of the window, its pointer
// waits at the window's edge in the right direction, clear of the furniture.

import { atlas, referenceOf, when } from "../base/atlas.js";
import { addElement, addSvg, linesOf, nameOf, shortName, write } from "../base/text.js";
import { typeScale } from "../base/theme.js";
import { furnitureBoxes, isMedium } from "../base/window.js";
import { arrowBoxes, arrowLength, bearingOf, isCorridorNamed } from "./corridor.js";
import { placeOf } from "./shapes.js";

const NARROW = 600; // pixels of the window at the usual size of type
const POINTER_MARGIN = 10;
const LONG_NAME = 24; // characters; longer names take two lines
/** @type {Pointer[]} */ const pointers = [];
let isDrawn = false; // before, furniture and map still move, and nobody asks where a pointer stands

when("draw", () => {
  referenceOf("pointer").forEach((feature) => {
    const plate = addElement("div", "atlas-pointer", atlas.map.getContainer());
    const arrow = addSvg(
      "svg",
      { class: "atlas-pointer-arrow", viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" },
      plate,
    );
    const shaft = addSvg("path", { d: "M0 7V-6M-4.5 -1.5L0 -6.5L4.5 -1.5" }, arrow);
    const words = addElement("span", "atlas-pointer-name", plate);
    pointers.push({ feature, plate, shaft, words, at: placeOf(feature), w: 0, h: 0, stands: [] });
  });
  atlas.map.on("move zoom moveend zoomend resize", placePointers);
});

// Large type makes a window narrow.
function isNarrowForType() {
  return atlas.map.getSize().x / typeScale() < NARROW;
}

function namePointers() {
  if (!isDrawn) return;
  pointers.forEach((pointer) => {
    const thing = pointer.feature.properties;
    const words = isNarrowForType() ? shortName(thing) : nameOf(thing);
    const letters = isNarrowForType() ? 16 : isMedium() ? 22 : 30;
    const lines = words.length > LONG_NAME || isNarrowForType() ? linesOf(words, letters) : [words];
    pointer.plate.style.display = ""; // what is hidden has no size
    write(pointer.words, "");
    lines.forEach((line) => write(addElement("span", "atlas-line", pointer.words), line));
    pointer.w = pointer.plate.offsetWidth;
    pointer.h = pointer.plate.offsetHeight;
  });
  placePointers();
}

function placePointers() {
  if (!isDrawn) return;
  const size = atlas.map.getSize();
  const centre = size.divideBy(2);
  const corner = atlas.map.getPixelBounds().getTopLeft();
  const heads = arrowBoxes().map((box) => ({ x: box.x - corner.x, y: box.y - corner.y, w: box.w, h: box.h }));
  const taken = furnitureBoxes().concat(heads);
  pointers.forEach((pointer) => {
    pointer.plate.style.display = isCorridorNamed() ? "" : "none";
    const half = L.point(pointer.w / 2 + POINTER_MARGIN, pointer.h / 2 + POINTER_MARGIN);
    const target = atlas.map.latLngToContainerPoint(pointer.at);
    const home = pastHead(target, pointer);
    const clear = nearestFree(withinFrame(home, centre, half, size), pointer, taken, size, half);
    const way = target.subtract(clear);
    const away = target.x < 0 || target.y < 0 || target.x > size.x || target.y > size.y;
    const bearing = away ? Math.atan2(way.x, -way.y) : bearingOf(pointer.feature);
    pointer.shaft.setAttribute("transform", "rotate(" + Math.round((bearing * 180) / Math.PI) + ")");
    L.DomUtil.setPosition(pointer.plate, clear.subtract([pointer.w / 2, pointer.h / 2]).round());
    pointer.stands = [home, clear];
  });
}

// Where a plate stands when its place is in the window: past the arrow head and on the outer side, away from the city.
function pastHead(/** @type {L.Point} */ target, /** @type {Pointer} */ pointer) {
  const angle = bearingOf(pointer.feature);
  const east = Math.sin(angle);
  const south = -Math.cos(angle);
  const tip = target.add(L.point(east, south).multiplyBy(1.1 * arrowLength()));
  return tip.add([Math.sign(east) * (pointer.w / 2 - 16), Math.sign(south) * (pointer.h / 2 + 6)]);
}

// The boxes of the plates in pixels of the world, where they stand now and where they would if their place were in the
// window, for labels to stay clear of.
export function pointerBoxes() {
  if (!isCorridorNamed()) return [];
  placePointers();
  const corner = atlas.map.getPixelBounds().getTopLeft();
  /** @type {Box[]} */ const boxes = [];
  pointers.forEach((pointer) =>
    pointer.stands.forEach((stand) => {
      const at = stand.add(corner);
      boxes.push({ x: at.x - pointer.w / 2 - 3, y: at.y - pointer.h / 2 - 3, w: pointer.w + 6, h: pointer.h + 6 });
    }),
  );
  return boxes;
}

// The target, or the point of the window's inner frame on the way to it.
function withinFrame(
  /** @type {L.Point} */ target,
  /** @type {L.Point} */ centre,
  /** @type {L.Point} */ half,
  /** @type {L.Point} */ size,
) {
  const way = target.subtract(centre);
  const shareX = Math.abs(way.x) > 0 ? (size.x / 2 - half.x) / Math.abs(way.x) : Infinity;
  const shareY = Math.abs(way.y) > 0 ? (size.y / 2 - half.y) / Math.abs(way.y) : Infinity;
  return centre.add(way.multiplyBy(Math.max(0, Math.min(1, shareX, shareY))));
}

// The nearest place in the window where nothing is in the way.
function nearestFree(
  /** @type {L.Point} */ at,
  /** @type {Pointer} */ pointer,
  /** @type {Box[]} */ taken,
  /** @type {L.Point} */ size,
  /** @type {L.Point} */ half,
) {
  const free = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= half.x &&
    y >= half.y &&
    x <= size.x - half.x &&
    y <= size.y - half.y &&
    taken.every(
      (box) =>
        Math.abs(x - box.x - box.w / 2) >= (pointer.w + box.w) / 2 + 6 ||
        Math.abs(y - box.y - box.h / 2) >= (pointer.h + box.h) / 2 + 4,
    );
  if (free(at.x, at.y)) return at;
  for (let away = 6; away < Math.max(size.x, size.y); away += 6) {
    for (let k = 0; k < 16; k++) {
      const x = at.x + away * Math.cos((k * Math.PI) / 8);
      const y = at.y + away * Math.sin((k * Math.PI) / 8);
      if (free(x, y)) return L.point(x, y);
    }
  }
  return at;
}

when("language", namePointers);
when("theme", namePointers);
when("layers", placePointers);
when("select", placePointers);
when("staged", placePointers);
when("drawn", () => {
  isDrawn = true;
  namePointers();
});
when("furniture", placePointers);
when("resize", namePointers);
