// Lakeside innovation districts: discs of water colour under a fine hatch, with a dashed edge, because the plan gives
// an area and no outline.

import { featuresOf, when } from "../base/atlas.js";
import { addFigure } from "./label_list.js";

when("draw", () => {
  featuresOf("lake_districts").forEach((feature) => addFigure(feature, "lake", "lakes", "atlas-lake", 0.4));
});
