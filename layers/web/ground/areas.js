// The plan's areas, each kind by the shape of its symbol: rings around what belongs to them, discs under a hatch,
// hexagons of one size. The plan gives no outlines, so every edge is dashed. The corridor has a module of its own.

import { atlas, featuresOf, when } from "../base/atlas.js";
import { symbolOf } from "../base/theme.js";
import { addLabel } from "./label_list.js";
import { addArea, elementOf, placeOf, reachOf } from "./shapes.js";

// The classes of each path that draws a symbol, from below.
export function areaClasses(/** @type {string} */ symbol) {
  const own = "atlas-area atlas-" + symbolOf(symbol).shape;
  return symbolOf(symbol).shape === "ring" ? [own + "-band", own] : [own];
}

// Give an element the colour, width, dashes and paint of a symbol; the style sheet says where they go.
export function dress(/** @type {SVGElement} */ element, /** @type {string} */ symbol) {
  const name = symbol.replace(/_/g, "-");
  element.style.setProperty("--own", "var(--" + symbolOf(symbol).colour + ")");
  ["width", "dash", "opacity", "paint", "paint-opacity"].forEach((part) =>
    element.style.setProperty("--own-" + part, "var(--" + name + "-" + part + ")"),
  );
}

function addFigure(/** @type {MapLayer} */ layer, /** @type {Feature} */ feature) {
  const { symbol, code } = layer;
  const smooth = symbolOf(symbol).shape === "hexagon" ? 0 : 0.4; // a hexagon keeps its corners
  const paths = areaClasses(symbol).map((classes) => addArea(feature, code, classes, smooth));
  paths.forEach((path) => dress(elementOf(path), symbol));
  if (!layer.label) return;
  const where = { at: placeOf(feature), reach: reachOf(feature), path: paths[paths.length - 1] };
  const label = addLabel({ id: feature.id, kind: layer.label, layer: code, thing: feature.properties, ...where });
  label.element.style.setProperty("--own-ink", "var(--" + symbolOf(symbol).colour + "-ink)");
}

when("draw", () => {
  const layers = atlas.symbology.layers.filter((layer) => layer.kind && layer.z && layer.code !== "corridor");
  layers
    .sort((one, other) => one.z - other.z)
    .forEach((layer) => featuresOf(layer.data).forEach((feature) => addFigure(layer, feature)));
});
