// High-tech zones: hexagons of one size, because the plan gives no area. A symbol of a place, not its outline.

import { featuresOf, when } from "../base/atlas.js";
import { addLabel } from "./label_list.js";
import { addArea, latLng, reachOf } from "./shapes.js";

when("draw", () => {
  featuresOf("high_tech_zones").forEach((feature) => {
    const path = addArea(feature, "zones", "atlas-zone", { smoothFactor: 0 });
    addLabel({
      id: feature.id,
      kind: "zone",
      layer: "zones",
      thing: feature.properties,
      at: latLng(feature.properties.label),
      reach: reachOf(feature),
      path: path,
    });
  });
});
