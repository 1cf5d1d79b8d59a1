// The G60 expressway, firm, and the high-speed railway, thin and classic: what a reader knows the city by.

import { referenceOf, when } from "../base/atlas.js";
import { addLine } from "./shapes.js";

when("draw", () => {
  addReferenceLine("railway", "atlas-rail-casing", "atlas-rail", "atlas-rail-ties");
  addReferenceLine("expressway", "atlas-road-casing", "atlas-road");
});

function addReferenceLine(/** @type {string} */ kind, /** @type {string[]} */ ...classes) {
  referenceOf(kind).forEach((feature) => {
    // Not clipped, so that dashes and arrow heads stay where they are while the map is dragged.
    classes.forEach((name) => addLine(feature, "reference", name, { noClip: true, smoothFactor: 1, fill: false }));
  });
}
