// Nearer, further, the whole city.
(function () {
  "use strict";

  const DRAWINGS = {
    zoom_in: "M3 8H13M8 3V13",
    zoom_out: "M3 8H13",
    whole_city: "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10",
  };
  const ACTS = {
    zoom_in: () => atlas.map.zoomIn(1),
    zoom_out: () => atlas.map.zoomOut(1),
    whole_city: () => atlas.home(),
  };

  atlas.when("draw", () => {
    const box = atlas.element("div", "atlas-buttons atlas-furniture", atlas.map.getContainer());
    L.DomEvent.disableClickPropagation(box);
    Object.keys(DRAWINGS).forEach((key) => {
      const button = atlas.element("button", "atlas-button", box);
      button.type = "button";
      atlas.caption(button, key, "aria-label");
      atlas.caption(button, key, "title");
      atlas.svg("path", { d: DRAWINGS[key] }, atlas.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, button));
      button.addEventListener("click", ACTS[key]);
    });
  });
})();
