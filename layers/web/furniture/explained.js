// A legend of what the map shows now and nothing else, for those who present it: the same entries as on sheets and slides.

import { atlas, featuresOf } from "../base/atlas.js";
import { isAskedFor, isHidden, isShown } from "../base/select.js";
import { addElement, text, write } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { addSwatch } from "./swatches.js";

const MOST_LOOKED_AT = 20000; // of longer lists nothing but groups and badges is shown
/** @type {Record<string, string>} */ const SWATCHES = { known: "full" };

// The kinds of the legend's entries that are on the map, in the window as it is or as it will be.
export function kindsShown(/** @type {L.LatLngBounds} */ window = atlas.map.getBounds()) {
  /** @type {Set<string>} */ const kinds = new Set();
  atlas.symbology.layers
    .filter((layer) => layer.kind && layer.z && !isHidden(layer.code))
    .forEach((layer) => {
      const inWindow = featuresOf(layer.data).filter((feature) => window.intersects(boundsOf(feature.geometry)));
      inWindow.forEach((feature) => kinds.add(isShown(feature.id) ? layer.symbol : "faded"));
    });
  // The core's platforms belong to its layer.
  if (kinds.has("core_area") && pointsShown("platform", window)) kinds.add("platform");
  if (!isHidden("reference")) kinds.add("expressway");
  ["roads", "railways"].forEach((data) => {
    const layer = atlas.symbology.layers.find((one) => one.data === data);
    if (layer && !isHidden(layer.code) && featuresOf(data).length) kinds.add(layer.symbol);
  });
  if (isAskedFor("tasks")) kinds.add("task_light");
  addCarriers(kinds, window);
  return kinds;
}

function pointsShown(/** @type {string} */ kind, /** @type {L.LatLngBounds} */ window) {
  return featuresOf("reference").some(
    (feature) => feature.properties.kind === kind && window.intersects(boundsOf(feature.geometry)),
  );
}

function addCarriers(/** @type {Set<string>} */ kinds, /** @type {L.LatLngBounds} */ window) {
  const counts = carriers.countyOnly();
  if (Object.keys(counts).some((unit) => counts[unit].shown > 0)) kinds.add("badge");
  if (carriers.groups().some((group) => group.count > 0)) kinds.add("gathered");
  if (carriers.count() > MOST_LOOKED_AT) return;
  carriers.each((i) => {
    const one = carriers.at(i);
    if (!one.at || isHidden(one.layer) || !window.contains(one.at)) return;
    if (!one.shown) return kinds.add("faded");
    kinds.add(one.layer === "carriers" ? "carrier" : "body");
    kinds.add(one.grade === "C" ? "open" : "known");
    if (one.id === atlas.state.focus && one.uncertainty_m) kinds.add("uncertainty");
  });
}

function boundsOf(/** @type {Geometry} */ geometry) {
  const bounds = L.latLngBounds([]);
  extendBy(bounds, geometry.coordinates);
  return bounds;
}

/** @type {ExtendBy} */ function extendBy(bounds, part) {
  if (typeof part[0] === "number") bounds.extend(L.latLng(Number(part[1]), part[0]));
  else part.forEach((one) => typeof one !== "number" && extendBy(bounds, one));
}

// An entry's words for one line in a hall, where it has any of its own.
function briefly(/** @type {string} */ kind, /** @type {string} */ key) {
  const own = "legend_brief_" + kind;
  const words = text(own);
  return words === own ? text(key) : words;
}

// Write the legend of what is shown into an element.
export function explainMap(/** @type {Element} */ box, /** @type {L.LatLngBounds | undefined} */ window) {
  const kinds = kindsShown(window);
  write(box, "");
  atlas.symbology.legend
    .filter((entry) => kinds.has(entry.kind))
    .forEach((entry) => {
      const line = addElement("span", "atlas-explained", box);
      line.dataset.kind = entry.kind;
      addSwatch(SWATCHES[entry.kind] || entry.kind, line);
      write(addElement("span", "", line), briefly(entry.kind, entry.text.replace("map_", "")));
    });
  if (!kinds.has("faded")) return;
  const quiet = addElement("span", "atlas-explained is-quiet", box);
  quiet.dataset.kind = "faded";
  write(quiet, briefly("faded", "legend_faded"));
}
