// The core area: a ring around its three platforms, not a blob. The plan says what belongs to it and not where it ends.

import { atlas, featuresOf, when } from "../base/atlas.js";
import { markScaleHere, symbolOf } from "../base/theme.js";
import { addLabel } from "./label_list.js";
import { addArea, addPath, latLng, reachOf } from "./shapes.js";

// A small square keeps its size at every scale.
const Square = L.CircleMarker.extend({
  _updatePath: function () {
    const at = this._point;
    const r = this._radius;
    this._renderer._setPath(this, "M" + (at.x - r) + " " + (at.y - r) + "h" + 2 * r + "v" + 2 * r + "h" + -2 * r + "z");
  },
});

export const platforms = []; // where the squares stand: carriers' marks stay clear of them

when("draw", () => {
  featuresOf("core_area").forEach((feature) => {
    addArea(feature, "core", "atlas-core-band", { smoothFactor: 0.4 });
    const path = addArea(feature, "core", "atlas-core", { smoothFactor: 0.4 });
    addLabel({
      id: feature.id,
      kind: "core",
      layer: "core",
      thing: feature.properties,
      at: latLng(feature.properties.label),
      reach: reachOf(feature),
      path: path,
    });
  });
  featuresOf("reference")
    .filter((feature) => feature.properties.kind === "platform")
    .forEach(addPlatform);
});

function platformRadius() {
  return (symbolOf("platform").size / 2) * markScaleHere();
}

function addPlatform(feature) {
  const at = latLng(feature.geometry.coordinates);
  platforms.push(at);
  const square = new Square(at, { radius: platformRadius() });
  const size = () => square.setRadius(platformRadius());
  atlas.map.on("zoomend", size);
  when("theme", size);
  addPath(square, "core", "atlas-platform");
  square.getElement().dataset.id = feature.id;
  square.getElement().classList.add("atlas-shape");
  addLabel({ id: feature.id, kind: "platform", layer: "core", thing: feature.properties, at: at, size: 6 });
}
