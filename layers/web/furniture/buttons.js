// Nearer, further, the whole city.

import { atlas, when } from "../base/atlas.js";
import { addElement, addSvg, caption } from "../base/text.js";
import { showWholeCity } from "../ground/home.js";

const ZOOM_ICONS = {
  zoom_in: "M3 8H13M8 3V13",
  zoom_out: "M3 8H13",
  whole_city: "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10",
};
const ZOOM_ACTS = {
  zoom_in: () => atlas.map.zoomIn(1),
  zoom_out: () => atlas.map.zoomOut(1),
  whole_city: () => showWholeCity(),
};

when("draw", () => {
  const box = addElement("div", "atlas-buttons atlas-furniture", atlas.map.getContainer());
  L.DomEvent.disableClickPropagation(box);
  Object.keys(ZOOM_ICONS).forEach((key) => {
    const button = addElement("button", "atlas-button", box);
    button.type = "button";
    caption(button, key, "aria-label");
    caption(button, key, "title");
    addSvg(
      "path",
      { d: ZOOM_ICONS[key] },
      addSvg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, button),
    );
    button.addEventListener("click", ZOOM_ACTS[key]);
  });
});
