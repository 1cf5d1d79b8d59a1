// What part of the ground is in the window. It moves when the reader moves it, when a chosen thing is out of sight, and
// never else.

import { atlas, say, when } from "../base/atlas.js";
import { staged } from "../base/staged.js";
import { send } from "../base/talk.js";
import { flyTo, isCalm } from "../base/window.js";
import { findThing } from "../carriers/rows.js";
import { cityBounds } from "../ground/counties.js";
import { homeView } from "../ground/home.js";
import { latLng } from "../ground/shapes.js";

const REPORT_MS = 300;
const FARTHEST = 7; // zoom; from further away the city is a dot
const STAY_OUT = 1.2; // how many zoom levels one may go out beyond the whole city: further lies land we do not draw

const MUCH_SMALLER = 0.75; // the share of its size at which a window shows the ground smaller

const STAY = { animate: false, reset: true }; // set the view as it is, and draw it anew

let wasMoved = false; // until somebody moved the map, a new size of the window shows the whole city again
let isQuiet = false; // while the map is moved by us and nobody need be told
let isOnPaper = false;
let reporting = 0;

function showHome() {
  const whole = homeView();
  atlas.map.setView(whole.center, whole.zoom, { animate: false });
}

// Whether the map has the size and the view of the whole city that it has been given.
function isHome(/** @type {DOMRect} */ { width, height }) {
  const { x, y } = atlas.map.getSize();
  if (Math.round(width) !== x || Math.round(height) !== y) return false;
  const whole = homeView();
  return wasMoved || (atlas.map.getZoom() === whole.zoom && atlas.map.getCenter().equals(whole.center));
}

// Where the reader put the map, and how large its window was then.
/** @type {{ centre: L.LatLng, zoom: number, size: L.Point } | null} */ let placed = null;

function keepPlace() {
  placed = { centre: atlas.map.getCenter(), zoom: atlas.map.getZoom(), size: atlas.map.getSize() };
}

// In a window that has become much smaller, as when a projector is plugged in, all that was in view still is. A scene is
// shown anew by who presents it.
function showPlace(/** @type {L.LatLng} */ centre) {
  const size = atlas.map.getSize();
  const share = placed ? Math.min(size.x / placed.size.x, size.y / placed.size.y) : 1;
  if (!placed || share > MUCH_SMALLER || staged === "scene")
    return atlas.map.setView(centre, atlas.map.getZoom(), STAY);
  const zoom = Math.floor((placed.zoom + Math.log2(share)) * 10) / 10;
  atlas.map.setMinZoom(Math.min(zoom, atlas.map.getMinZoom()));
  return atlas.map.setView(placed.centre, zoom, STAY);
}

/**
 * While the map is laid for paper its size is no window's: whoever prints sets the size, and sets it back.
 * @param {number} wide @param {number} high pixels; 0 for the window's size again
 */
export function setSizeForPaper(wide, high) {
  isOnPaper = wide > 0;
  const node = atlas.map.getContainer();
  const centre = atlas.map.getCenter();
  // The map fills its frame by rules that give way to nothing less.
  node.style.setProperty("width", wide ? `${wide}px` : "", "important");
  node.style.setProperty("height", high ? `${high}px` : "", "important");
  unheard(() => {
    atlas.map.invalidateSize({ pan: false, animate: false });
    atlas.map.setView(centre, atlas.map.getZoom(), STAY);
  });
  say("sized"); // labels are placed now: no frame is drawn before the page is printed
}

function unheard(/** @type {() => void} */ act) {
  isQuiet = true;
  act();
  isQuiet = false;
}

// "11,30.53,120.69" is zoom, latitude, longitude.
function parseView(/** @type {string} */ view) {
  const numbers = view.split(",").map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
  if (numbers[0] < 1 || numbers[0] > 22 || Math.abs(numbers[1]) > 85 || Math.abs(numbers[2]) > 180) return null;
  return numbers;
}

export function viewText() {
  const centre = atlas.map.getCenter();
  return [atlas.map.getZoom().toFixed(2), centre.lat.toFixed(5), centre.lng.toFixed(5)].map(Number).join(",");
}

// Fly to what is chosen if it is out of sight.
function followChosen(/** @type {string} */ id) {
  const thing = id && findThing(id);
  if (!thing) return;
  const at = whereIs(thing);
  if (at && !inSight(at)) flyTo(at, atlas.map.getZoom());
}

/** @returns {L.LatLng | null} */ function whereIs(/** @type {Thing} */ thing) {
  const unit = thing.kind === "carrier" && !thing.at ? findThing(thing.unit) : null;
  if (unit) return whereIs(unit);
  return thing.at || (thing.label ? latLng(thing.label) : null);
}

function inSight(/** @type {L.LatLng} */ at) {
  const size = atlas.map.getSize();
  const point = atlas.map.latLngToContainerPoint(at);
  const edge = Math.min(40, size.x * 0.06);
  return point.x > edge && point.y > edge && point.x < size.x - edge && point.y < size.y - edge;
}

// The view that the first message names, else the whole city.
when("open", (view) => {
  atlas.map.invalidateSize({ pan: false });
  const numbers = parseView(view || "");
  if (numbers) openAt(numbers);
  else unheard(showHome);
  wasMoved = Boolean(numbers);
  if (numbers) keepPlace();
  limitZoom();
  watchWindow();
});

// Where the address asks for a zoom that the map does not have, the page is told the one that it has.
function openAt(/** @type {number[]} */ [zoom, lat, lng]) {
  atlas.map.options.minZoom = FARTHEST;
  unheard(() => atlas.map.setView([lat, lng], zoom, { animate: false }));
  if (Math.abs(atlas.map.getZoom() - zoom) > 0.01) send("view", { view: viewText() });
}

// Not further out than a little beyond the city, or than a link has led.
function limitZoom() {
  const whole = atlas.map.getBoundsZoom(cityBounds());
  unheard(() => atlas.map.setMinZoom(Math.max(FARTHEST, Math.min(whole - STAY_OUT, atlas.map.getZoom()))));
}

function watchWindow() {
  atlas.map.on("moveend", () => {
    if (isQuiet) return;
    wasMoved = true;
    keepPlace();
    clearTimeout(reporting);
    reporting = setTimeout(() => send("view", { view: viewText() }), REPORT_MS);
  });
  let isFirst = true;
  new ResizeObserver(() => {
    const size = atlas.map.getContainer().getBoundingClientRect();
    if (isOnPaper || !size.width || !size.height) return; // the page has put the frame away for a moment
    const isToldAnew = isFirst && isHome(size); // it begins with the size that all stands in already
    isFirst = false;
    if (isToldAnew) return;
    const centre = atlas.map.getCenter(); // still that of the old size
    unheard(() => {
      atlas.map.invalidateSize({ pan: false, animate: false });
      if (wasMoved) showPlace(centre);
      else showHome();
    });
    limitZoom();
    say("resize");
  }).observe(atlas.map.getContainer());
}

// A link that names both a view and a focus shows the view.
when("focus", (detail) => {
  if (!detail.first || !wasMoved) followChosen(atlas.state.focus);
});

when("begin", () => {
  if (!isCalm()) return;
  atlas.map.options.inertia = false;
  atlas.map._zoomAnimated = false;
});
