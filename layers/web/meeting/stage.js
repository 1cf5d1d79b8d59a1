// Showing the scenes: one scene is a selection and a view, and showing it twice gives the same picture.

import { clearLegend, explainScene } from "./explain.js";
import {
  announce,
  atlas,
  idsShown,
  isRestricted,
  keepLook,
  parseQuery,
  rememberScene,
  room,
  sceneNow,
  takeSelection,
  whenRoom,
} from "./room.js";

const FLIGHT_S = 0.55;
const FLIGHT_ENDS_MS = 590;
const LINES = 45; // a line of text is at least this share of the screen's height
const SMALLEST = 10; // pixels of the smallest type on the map at scale 1
const SMALL_TYPE = 0.8125; // the panels' smallest type, in rem
const BROWSING_PX = 13;
const IN_HAND_PX = 600; // a narrower window is in somebody's hand
const IN_HAND_TYPE = 12;
const REFERENCE = { x: 1000, y: 640 }; // the window in which a scene's zoom was chosen

let moving = false;

/** Whether the map is on its way to a scene. */
export function isMoving() {
  return moving;
}
let moveTimer = 0;
let isOurFullScreen = false;
let isWindowOpening = false;

/** @typedef {import("../panel/selection.js").Selection} Selection */
/** @typedef {{center: any, zoom: number}} MapView */

// ---- where a scene's subject lies ----

/** @param {any} bounds @param {any} coordinates */
function extend(bounds, coordinates) {
  if (typeof coordinates[0] === "number") bounds.extend(L.latLng(coordinates[1], coordinates[0]));
  else for (const part of coordinates) extend(bounds, part);
}

/** @param {string[]} ids */
export function boundsOf(ids) {
  const bounds = L.latLngBounds([]);
  const wanted = new Set(ids);
  for (const layer of atlas.symbology.layers.filter(
    (/** @type {MapLayer} */ one) => one.subjects && one.data !== "reference",
  )) {
    for (const feature of atlas.features(layer.data)) {
      if (wanted.has(feature.id)) extend(bounds, feature.geometry.coordinates);
    }
  }
  for (const one of ids.map((id) => room.held.find(id))) {
    if (!one || one.kind !== "carrier") continue;
    if (one.at) bounds.extend(L.latLng(one.at[1], one.at[0]));
    else if (one.unit && ids.length === 1) bounds.extend(atlas.countyBounds(one.unit) || L.latLngBounds([]));
  }
  return bounds;
}

/** @param {Selection} state @returns {string[]} */
export function subjectOf(state) {
  if (state.focus) return [state.focus];
  if (state.compare.length) return state.compare;
  if (!isRestricted()) return [];
  return state.unit.concat(idsShown());
}

/** A selection's view in the window as it is. @param {Selection} state @returns {MapView} */
export function viewOf(state) {
  const place = /^(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/.exec(state.map);
  const size = atlas.map.getSize();
  if (place) {
    const grown = Math.log2(Math.min(size.x / REFERENCE.x, size.y / REFERENCE.y));
    return { center: L.latLng(Number(place[2]), Number(place[3])), zoom: rounded(Number(place[1]) + grown) };
  }
  const ids = subjectOf(state);
  const bounds = boundsOf(ids);
  if (!bounds.isValid() || isCityWide(state, ids, bounds)) return wholeCity(size);
  const margin = L.point(size.x * 0.2, size.y * 0.2);
  const zoom = Math.min(12.5, atlas.map.getBoundsZoom(bounds, false, margin));
  return { center: bounds.getCenter(), zoom: rounded(zoom) };
}

/**
 * The same picture each time: what stands on the map at the moment has no say in it.
 * @param {any} size
 * @returns {MapView}
 */
function wholeCity(size) {
  const bounds = atlas.cityBounds();
  const zoom = rounded(atlas.map.getBoundsZoom(bounds, false, L.point(size.x * 0.06, size.y * 0.06)));
  const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => atlas.map.project(corner, zoom));
  return { center: atlas.map.unproject(corners[0].add(corners[1]).divideBy(2), zoom), zoom };
}

/**
 * Things all over the city are shown in the whole city; so are those whose place nobody knows, which counties' badges
 * count.
 * @param {Selection} state @param {string[]} ids @param {any} bounds
 */
function isCityWide(state, ids, bounds) {
  if (state.focus || state.unit.length) return false;
  const city = atlas.cityBounds();
  const wide = (bounds.getEast() - bounds.getWest()) / (city.getEast() - city.getWest());
  const high = (bounds.getNorth() - bounds.getSouth()) / (city.getNorth() - city.getSouth());
  return ids.some((id) => room.held.find(id).at === null) || (ids.length > 3 && Math.max(wide, high) > 0.5);
}

/** @param {number} zoom */
function rounded(zoom) {
  return Math.max(atlas.map.getMinZoom(), Math.min(atlas.map.getMaxZoom(), Math.round(zoom * 10) / 10));
}

/** @param {MapView} view @param {boolean} fly */
function moveTo({ center, zoom }, fly) {
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  moving = true;
  clearTimeout(moveTimer);
  atlas.map._stop(); // `stop` would zoom to the next whole step
  const near = atlas.map.getCenter().distanceTo(center) < 5 && Math.abs(atlas.map.getZoom() - zoom) < 0.05;
  const flies = fly && !near && !isCalm && atlas.painted;
  if (flies) atlas.map.flyTo(center, zoom, { duration: FLIGHT_S });
  else atlas.map.setView(center, zoom, { animate: false, reset: true }); // else it is moved by whole pixels
  room.view = { lat: center.lat, lng: center.lng, zoom };
  // A flight ends where it was asked to, also on a machine that was too busy to draw it.
  const arrive = () => {
    atlas.map._stop();
    if (flies) atlas.map.setView(center, zoom, { animate: false });
    moving = false;
  };
  moveTimer = setTimeout(arrive, flies ? FLIGHT_ENDS_MS : 60);
}

// ---- showing ----

/** @param {number} n @param {boolean} [still] */
export function showScene(n, still) {
  if (!room.scenes.length) return;
  room.at = Math.max(0, Math.min(room.scenes.length - 1, n));
  const scene = sceneNow();
  rememberScene();
  const { state, gone } = parseQuery(scene.query);
  room.gone = gone;
  moving = true;
  clearTimeout(moveTimer);
  announce("scene-leaves");
  atlas.stage(room.presenting ? "scene" : "");
  takeSelection(state);
  stray(false);
  announce("face", room.presenting ? scene.face : "");
  announce("scene"); // the title block is written first: its height is the map's
  fitForScene();
  moveTo(viewOf(room.state), !still);
}

/** The legend is of what the scene's view shows, and takes its room from the map. */
function fitForScene() {
  clearLegend();
  fit();
  explainScene(boundsOfView(viewOf(room.state)));
  fit();
}

/** @param {MapView} view */
function boundsOfView({ center, zoom }) {
  const middle = atlas.map.project(center, zoom);
  const half = atlas.map.getSize().divideBy(2);
  const corners = [middle.subtract(half), middle.add(half)];
  return L.latLngBounds(corners.map((/** @type {any} */ corner) => atlas.map.unproject(corner, zoom)));
}

/** @param {number} by */
export function stepBy(by) {
  if (!room.presenting) begin(room.at);
  else if (room.scenes[room.at + by]) showScene(room.at + by);
  else returnToScene();
}

export function returnToScene() {
  showScene(room.at);
}

/** @param {boolean} on */
export function stray(on) {
  if (room.strayed === on) return;
  room.strayed = on;
  if (room.presenting) atlas.stage(on ? "astray" : "scene");
  document.body.classList.toggle("is-astray", on);
  announce("strayed-changed");
}

// ---- the size of things ----

/** In presenting no text is smaller than a forty-fifth of the screen's height. */
function setSizes() {
  const inHand = window.innerWidth < IN_HAND_PX; // a telephone is read from near
  const least = inHand ? IN_HAND_TYPE : Math.ceil((window.innerHeight / LINES) * 10) / 10;
  const unit = room.presenting ? least : BROWSING_PX;
  document.documentElement.style.setProperty("--u", `${unit}px`);
  document.documentElement.style.fontSize = `${unit / SMALL_TYPE}px`;
  atlas.enlarge(room.presenting && !inHand ? unit / SMALLEST : 0);
}

export function fit() {
  setSizes();
  announce("fitted");
  atlas.map.invalidateSize({ pan: false, animate: false });
}

// ---- beginning and ending ----

/** @param {number} n */
export function begin(n) {
  room.presenting = true;
  document.body.classList.add("is-presenting");
  document.body.classList.remove("is-browsing");
  atlas.map.keyboard.disable();
  atlas.putAway();
  announce("presenting");
  fit();
  showScene(n, true);
  keepLook();
}

/** Presents from here, in the full screen where that is allowed. */
export function start() {
  begin(room.at);
  if (document.fullscreenElement || !document.fullscreenEnabled) return;
  document.documentElement.requestFullscreen().then(
    () => (isOurFullScreen = true),
    () => (isOurFullScreen = false), // not allowed: the window will do
  );
}

/** A new window may end the full screen: that is no wish to end. */
export function windowOpens() {
  isWindowOpening = true;
  setTimeout(() => (isWindowOpening = false), 1500);
}

export function end() {
  announce("leaving");
  if (room.asked.back) {
    const look = new URLSearchParams({ scene: String(room.at + 1) });
    if (room.lang !== "zh") look.append("lang", room.lang);
    if (room.theme !== "day") look.append("theme", room.theme);
    window.location.assign(`${room.asked.back}?${look}`);
    return;
  }
  room.presenting = false;
  atlas.stage("");
  isOurFullScreen = false;
  document.body.classList.remove("is-presenting");
  document.body.classList.add("is-browsing");
  if (document.fullscreenElement) document.exitFullscreen();
  atlas.map.keyboard.enable();
  announce("presenting");
  fit();
  showScene(room.at, true);
  keepLook();
}

document.addEventListener("fullscreenchange", () => {
  if (document.fullscreenElement || !isOurFullScreen) return;
  isOurFullScreen = false;
  if (room.presenting && !isWindowOpening) end();
});

whenRoom("strayed", () => room.presenting && stray(true));
atlas.when("drawn", () => {
  atlas.map.on("dragstart", () => room.presenting && stray(true));
  atlas.map.on("zoomstart", () => room.presenting && !moving && stray(true));
});
// A window of another size shows the same scene.
atlas.when("resize", () => {
  if (!room.started || !room.presenting) return;
  if (room.strayed) {
    setSizes();
    return;
  }
  fitForScene();
  moveTo(viewOf(room.state), false);
});
