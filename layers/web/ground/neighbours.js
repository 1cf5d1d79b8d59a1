// The land around the city, faint: it says where the city lies and nothing else.

import { featuresOf, when } from "../base/atlas.js";
import { addLabel } from "./label_list.js";
import { addArea, placeOf } from "./shapes.js";

when("draw", () => {
  featuresOf("neighbours").forEach((feature) => {
    addArea(feature, "neighbours", "atlas-neighbour", 1.5);
    if (!feature.properties.name_zh) return; // a county of the city that the data does not hold
    addLabel({
      id: feature.id,
      kind: "neighbour",
      layer: "neighbours",
      thing: feature.properties,
      at: placeOf(feature),
    });
  });
});
