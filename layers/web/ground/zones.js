// High-tech zones: hexagons of one size, because the plan gives no area. A symbol of a place, not its outline.

import { featuresOf, when } from "../base/atlas.js";
import { addFigure } from "./label_list.js";

when("draw", () => {
  featuresOf("high_tech_zones").forEach((feature) => addFigure(feature, "zone", "zones", "atlas-zone", 0));
});
