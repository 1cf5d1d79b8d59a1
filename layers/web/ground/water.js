// The sea and the great lakes, laid over the counties' outlines, which are administrative and reach into Hangzhou Bay.
// The borders stay faintly visible through it. Drawn only where the data is there.

import { featuresOf, when } from "../base/atlas.js";
import { addArea } from "./shapes.js";

when("draw", () => {
  featuresOf("water").forEach((feature) => addArea(feature, "water", "atlas-water", 0.8));
});
