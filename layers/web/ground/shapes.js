// Shapes with a place on the ground, as SVG that Leaflet keeps in place: one pane per layer, one path per shape.
//
// A path carries its thing's id, so that hand.js knows what is under the pointer, and classes, so that atlas.css knows
// how it looks: is-faded (not in the selection), is-focus (chosen), is-hover.

import { atlas, when } from "../base/atlas.js";
import { isHidden, isShown } from "../base/select.js";

// What lies above the layers of the symbology, each of which has a pane of its own.
const ABOVE = { uncertainty: 280, marks: 300, leaders: 390, labels: 400 };
/** @type {Record<string, L.Renderer>} */ const renderers = {};
/** @type {Record<string, Element[]>} */ const shapePaths = {}; // for each id the paths that show it

export function paneOf(/** @type {string} */ name) {
  return /** @type {HTMLElement} */ (atlas.map.getPane("atlas-" + name));
}

// The SVG element that Leaflet has made for a path that is on the map.
export function elementOf(/** @type {L.Path} */ path) {
  return /** @type {SVGElement} */ (path.getElement());
}

// The renderer that draws into a pane.
function rendererOf(/** @type {string} */ name) {
  if (!renderers[name]) renderers[name] = L.svg({ pane: "atlas-" + name, padding: 0.35 });
  return renderers[name];
}

// Add a Leaflet path to a pane, with the classes that style it.
/** @type {AddPath} */ export function addPath(path, pane, classes) {
  path.options.renderer = rendererOf(pane);
  path.options.pane = "atlas-" + pane;
  path.options.className = classes;
  path.options.interactive = false; // hand.js asks what is under the pointer; Leaflet need not
  path.options.bubblingMouseEvents = true;
  path.addTo(atlas.map);
  return path;
}

// Draw a feature's polygons as one path that can be chosen. Its colours come from the style sheet.
export function addArea(
  /** @type {Feature} */ feature,
  /** @type {string} */ pane,
  /** @type {string} */ classes,
  /** @type {number} */ smoothFactor,
) {
  const path = addPath(L.polygon(latLngsOf(feature), { smoothFactor: smoothFactor }), pane, classes);
  const element = elementOf(path);
  element.dataset.id = feature.id;
  element.classList.add("atlas-shape");
  shapePaths[feature.id] = (shapePaths[feature.id] || []).concat(element);
  return path;
}

// Draw a feature's line.
export function addLine(
  /** @type {Feature} */ feature,
  /** @type {string} */ pane,
  /** @type {string} */ classes,
  /** @type {L.PolylineOptions} */ options,
) {
  return addPath(L.polyline(latLngsOf(feature), options), pane, classes);
}

// GeoJSON writes longitude first; Leaflet wants latitude first.
function latLngsOf(/** @type {Feature} */ feature) {
  const depth = { Point: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[feature.geometry.type];
  return L.GeoJSON.coordsToLatLngs(feature.geometry.coordinates, depth);
}

export function latLng(/** @type {Position} */ position) {
  return L.latLng(position[1], position[0]);
}

// Where a feature is: its label's point, which lies inside it, or the point itself.
export function placeOf(/** @type {Feature} */ feature) {
  const { label } = feature.properties;
  return latLng(label || (feature.geometry.type === "Point" ? feature.geometry.coordinates : [0, 0]));
}

// How far a polygon reaches from a point, in metres: the radius of a disc, the half of a hexagon.
export function reachOf(/** @type {Feature} */ feature) {
  const bounds = L.polygon(latLngsOf(feature)).getBounds();
  const corner = bounds.getNorthWest();
  const wide = atlas.map.distance(corner, bounds.getNorthEast());
  return Math.min(wide, atlas.map.distance(corner, bounds.getSouthWest())) / 2;
}

// A path's largest ring in pixels of the world at a zoom, with as many points as it takes to know inside from outside.
export function outlineOf(/** @type {L.Polygon} */ path, /** @type {number} */ zoom) {
  const ring = ringsOf(path.getLatLngs()).reduce((best, one) => (one.length > best.length ? one : best));
  const step = Math.max(1, Math.floor(ring.length / 120));
  return ring.filter((_at, i) => i % step === 0).map((at) => atlas.map.project(at, zoom));
}

// All rings of a polygon or of several.
/** @type {RingsOf} */ function ringsOf(list) {
  if (!Array.isArray(list[0])) return [/** @type {L.LatLng[]} */ (list)];
  return /** @type {L.LatLng[][]} */ (list).reduce(
    (all, one) => all.concat(ringsOf(one)),
    /** @type {L.LatLng[][]} */ ([]),
  );
}

// A pane at a height; others lie between those of this module.
export function addPane(/** @type {string} */ name, /** @type {number} */ z) {
  const pane = atlas.map.createPane("atlas-" + name);
  pane.style.zIndex = String(z);
  pane.classList.add("atlas-pane");
  return pane;
}

function shapeLayers() {
  return atlas.symbology.layers.filter((layer) => layer.z > 0);
}

// The pane of a layer is called by its code, that of the ground by its data.
function paneName(/** @type {MapLayer} */ layer) {
  return layer.code || layer.data;
}

when("begin", () => Object.entries(ABOVE).forEach(([name, z]) => addPane(name, z)));
when("draw", () => shapeLayers().forEach((layer) => addPane(paneName(layer), layer.z)));
when("layers", () =>
  shapeLayers().forEach((layer) => {
    paneOf(paneName(layer)).style.display = layer.code && isHidden(layer.code) ? "none" : "";
  }),
);

function markShapes() {
  Object.keys(shapePaths).forEach((id) => {
    shapePaths[id].forEach((element) => {
      element.classList.toggle("is-faded", !isShown(id));
      element.classList.toggle("is-focus", atlas.state.focus === id);
      element.classList.toggle("is-hover", atlas.state.hover === id);
    });
  });
}

when("select", markShapes);
when("focus", markShapes);
when("hover", markShapes);
