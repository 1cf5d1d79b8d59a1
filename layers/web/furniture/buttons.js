// Nearer, further, the whole city.

import { atlas, when } from "../base/atlas.js";
import { addElement, addIconButton } from "../base/text.js";
import { showWholeCity } from "../ground/home.js";

/** @type {[string, string, () => void][]} */ const ZOOMS = [
  ["zoom_in", "M3 8H13M8 3V13", () => atlas.map.zoomIn(1)],
  ["zoom_out", "M3 8H13", () => atlas.map.zoomOut(1)],
  ["whole_city", "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10", showWholeCity],
];

when("draw", () => {
  const box = addElement("div", "atlas-buttons atlas-furniture", atlas.map.getContainer());
  L.DomEvent.disableClickPropagation(box);
  ZOOMS.forEach(([key, icon, act]) => addIconButton(key, icon, box, act));
});
