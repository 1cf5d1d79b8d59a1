// Shapes with a place on the ground, as SVG that Leaflet keeps in place: one pane per layer, one path per shape.
//
// A path carries its thing's id, so that hand.js knows what is under the pointer, and classes, so that atlas.css knows how it
// looks: is-faded (not in the selection), is-focus (chosen), is-hover.

import { atlas, when } from "../base/atlas.js";
import { isHidden, isShown } from "../base/select.js";

// From the ground up. The code is what the legend and the URL call the layer; ground cannot be switched off.
const PANES = {
  neighbours: { z: 210, code: "neighbours" },
  counties: { z: 220, code: "" },
  water: { z: 225, code: "" },
  corridor: { z: 230, code: "corridor" },
  lakes: { z: 250, code: "lakes" },
  zones: { z: 260, code: "zones" },
  reference: { z: 240, code: "reference" },
  core: { z: 270, code: "core" },
  uncertainty: { z: 280, code: "" },
  marks: { z: 300, code: "" },
  leaders: { z: 390, code: "" },
  labels: { z: 400, code: "" },
};
const renderers = {};
const shapePaths = {}; // for each id the paths that show it

export function paneOf(name) {
  return atlas.map.getPane("atlas-" + name);
}

// The renderer that draws into a pane.
export function rendererOf(name) {
  if (!renderers[name]) renderers[name] = L.svg({ pane: "atlas-" + name, padding: 0.35 });
  return renderers[name];
}

// Add a Leaflet path to a pane, with the classes that style it.
export function addPath(path, pane, classes) {
  path.options.renderer = rendererOf(pane);
  path.options.pane = "atlas-" + pane;
  path.options.className = classes;
  path.options.interactive = false; // hand.js asks what is under the pointer; Leaflet need not
  path.options.bubblingMouseEvents = true;
  path.addTo(atlas.map);
  return path;
}

// Draw a feature's polygons as one path that can be chosen. Its colours come from the style sheet.
export function addArea(feature, pane, classes, options) {
  const path = L.polygon(geometryLatLngs(feature.geometry), options || {});
  addPath(path, pane, classes);
  answerToId(path.getElement(), feature.id);
  return path;
}

// Draw a feature's line.
export function addLine(feature, pane, classes, options) {
  const path = L.polyline(geometryLatLngs(feature.geometry), options || {});
  return addPath(path, pane, classes);
}

function answerToId(element, id) {
  element.dataset.id = id;
  element.classList.add("atlas-shape");
  (shapePaths[id] = shapePaths[id] || []).push(element);
}

// GeoJSON writes longitude first; Leaflet wants latitude first.
function geometryLatLngs(geometry) {
  const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[geometry.type];
  return L.GeoJSON.coordsToLatLngs(geometry.coordinates, depth);
}

export function latLng(position) {
  return L.latLng(position[1], position[0]);
}

// How far a polygon reaches from a point, in metres: the radius of a disc, the half of a hexagon.
export function reachOf(feature) {
  const bounds = L.latLngBounds(L.polygon(geometryLatLngs(feature.geometry)).getBounds());
  return (
    Math.min(
      atlas.map.distance(bounds.getNorthWest(), bounds.getNorthEast()),
      atlas.map.distance(bounds.getNorthWest(), bounds.getSouthWest()),
    ) / 2
  );
}

// A path's largest ring in pixels of the world at a zoom.
export function outlineOf(path, zoom) {
  let rings = path.getLatLngs();
  while (rings.length && Array.isArray(rings[0]) && Array.isArray(rings[0][0])) rings = longestRing(rings);
  const ring = Array.isArray(rings[0]) ? longestRing(rings) : rings;
  const step = Math.max(1, Math.floor(ring.length / 120)); // enough to know inside from outside
  return ring.filter((at, i) => i % step === 0).map((at) => atlas.map.project(at, zoom));
}

function longestRing(list) {
  return list.reduce((best, one) => (ringSize(one) > ringSize(best) ? one : best));
}

function ringSize(list) {
  return Array.isArray(list[0]) ? Math.max.apply(null, list.map(ringSize)) : list.length;
}

when("begin", () => {
  Object.keys(PANES).forEach((name) => {
    const pane = atlas.map.createPane("atlas-" + name);
    pane.style.zIndex = PANES[name].z;
    pane.classList.add("atlas-pane");
  });
});

when("layers", () => {
  Object.keys(PANES).forEach((name) => {
    const code = PANES[name].code;
    paneOf(name).style.display = code && isHidden(code) ? "none" : "";
  });
});

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
