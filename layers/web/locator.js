// Where the window is in the city: a small picture above the scale, once the window no longer holds the whole of it.
(function () {
  "use strict";

  const WIDE = 112; // pixels
  const HIGH = 88;
  const EDGE = 5;
  const LEAST = 4; // pixels of the frame that shows the window, however near one is

  let box = null;
  let frame = null;
  let scale = 1;
  let corner = null;

  // Mercator, as the map has it, in units of the whole world.
  function place(lat, lng) {
    return L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lng), 0);
  }

  function outline(feature) {
    const rings = feature.geometry.type === "Polygon" ? feature.geometry.coordinates : [].concat.apply([], feature.geometry.coordinates);
    return rings.map((ring) => "M" + points(ring).join("L") + "Z").join("");
  }

  // Points of a ring that are a pixel apart; a hundred times fewer than on the map.
  function points(ring) {
    const kept = [];
    let last = null;
    ring.forEach((at) => {
      const spot = place(at[1], at[0]).subtract(corner).multiplyBy(scale).add([EDGE, EDGE]);
      if (last && Math.hypot(spot.x - last.x, spot.y - last.y) < 1) return;
      last = spot;
      kept.push(spot.x.toFixed(1) + " " + spot.y.toFixed(1));
    });
    return kept;
  }

  atlas.when("draw", () => {
    const bounds = atlas.cityBounds();
    const northWest = bounds.getNorthWest();
    const southEast = bounds.getSouthEast();
    corner = place(northWest.lat, northWest.lng);
    const span = place(southEast.lat, southEast.lng).subtract(corner);
    scale = Math.min((WIDE - 2 * EDGE) / span.x, (HIGH - 2 * EDGE) / span.y);
    box = atlas.element("div", "atlas-locator atlas-furniture", atlas.corner);
    box.hidden = true;
    box.setAttribute("role", "img");
    atlas.caption(box, "locator", "aria-label");
    const svg = atlas.svg("svg", { width: WIDE, height: HIGH, viewBox: "0 0 " + WIDE + " " + HIGH, "aria-hidden": "true" }, box);
    atlas.features("counties").forEach((feature) => {
      if (feature.geometry.type !== "Point") atlas.svg("path", { class: "atlas-locator-county", d: outline(feature) }, svg);
    });
    frame = atlas.svg("rect", { class: "atlas-locator-window" }, svg);
  });

  function show() {
    if (!box) return;
    const view = atlas.map.getBounds();
    const hidden = view.contains(atlas.cityBounds());
    if (box.hidden !== hidden) {
      box.hidden = hidden;
      atlas.say("furniture");
    }
    if (hidden) return;
    const from = place(view.getNorth(), view.getWest()).subtract(corner).multiplyBy(scale).add([EDGE, EDGE]);
    const to = place(view.getSouth(), view.getEast()).subtract(corner).multiplyBy(scale).add([EDGE, EDGE]);
    const left = Math.max(1, Math.min(WIDE - LEAST - 1, from.x));
    const up = Math.max(1, Math.min(HIGH - LEAST - 1, from.y));
    frame.setAttribute("x", left.toFixed(1));
    frame.setAttribute("y", up.toFixed(1));
    frame.setAttribute("width", Math.max(LEAST, Math.min(WIDE - 1, to.x) - left).toFixed(1));
    frame.setAttribute("height", Math.max(LEAST, Math.min(HIGH - 1, to.y) - up).toFixed(1));
  }

  atlas.when("drawn", () => {
    show();
    atlas.map.on("move zoomend moveend", show);
  });
  atlas.when("resize", show);
})();
