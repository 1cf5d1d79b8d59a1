// The land around the city, faint: it says where the city lies and nothing else.

import { featuresOf, when } from "../base/atlas.js";
import { addLabel } from "./label_list.js";
import { addArea, latLng } from "./shapes.js";

when("draw", () => {
  featuresOf("neighbours").forEach((feature) => {
    addArea(feature, "neighbours", "atlas-neighbour", { smoothFactor: 1.5 });
    addLabel({
      id: feature.id,
      kind: "neighbour",
      layer: "neighbours",
      thing: feature.properties,
      at: latLng(feature.properties.label),
    });
  });
});
