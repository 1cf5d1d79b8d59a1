// Lakeside innovation districts: discs of water colour under a fine hatch, with a dashed edge, because the plan gives an area
// and no outline.

import { featuresOf, when } from "../base/atlas.js";
import { addLabel } from "./label_list.js";
import { addArea, latLng, reachOf } from "./shapes.js";

when("draw", () => {
  featuresOf("lake_districts").forEach((feature) => {
    const path = addArea(feature, "lakes", "atlas-lake", { smoothFactor: 0.4 });
    addLabel({
      id: feature.id,
      kind: "lake",
      layer: "lakes",
      thing: feature.properties,
      at: latLng(feature.properties.label),
      reach: reachOf(feature),
      path: path,
    });
  });
});
