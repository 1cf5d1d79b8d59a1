// The view of the whole city: as large as it can be without the legend, the notice or the buttons covering one of the plan's
// figures or a county's name.
(function () {
  "use strict";

  const STEP = 0.1; // zoom levels between two tries
  const TRIES = 8;
  const ENOUGH = 2; // steps that one may go out and still say that the city fits
  const SHIFTS = [0, 0.25, 0.5, 0.75, 1]; // shares of the free room by which the city is moved aside and up
  const ROOM = { x: 46, y: 20 }; // what a figure and its name need around its middle, in pixels

  // {center, zoom} of the whole city in this window, and whether it fits without being made much smaller.
  atlas.homeView = function () {
    const size = atlas.map.getSize();
    const margin = Math.max(12, Math.min(40, size.x * 0.03));
    const bounds = atlas.cityBounds();
    const fit = atlas.map.getBoundsZoom(bounds, false, L.point(2 * margin, 2 * margin));
    const covers = atlas.furnitureBoxes();
    let best = null;
    for (let k = 0; k < TRIES; k++) {
      const zoom = Math.max(atlas.map.options.minZoom || 0, fit - k * STEP);
      SHIFTS.forEach((aside) =>
        SHIFTS.forEach((up) => {
          const found = view(bounds, zoom, size, margin, aside, up);
          const hidden = covered(found, covers, size);
          const price = 100 * hidden + 12 * k + 2 * aside + 2 * up;
          if (!best || price < best.price) best = Object.assign(found, { price: price, fits: !hidden && k <= ENOUGH });
        })
      );
    }
    return best;
  };

  // The city moved to the left and up by shares of the room that is free at this zoom.
  function view(bounds, zoom, size, margin, aside, up) {
    const northWest = atlas.map.project(bounds.getNorthWest(), zoom);
    const southEast = atlas.map.project(bounds.getSouthEast(), zoom);
    const free = L.point(Math.max(0, size.x - 2 * margin - (southEast.x - northWest.x)), Math.max(0, size.y - 2 * margin - (southEast.y - northWest.y)));
    const middle = northWest.add(southEast).divideBy(2).add([(aside * free.x) / 2, (up * free.y) / 2]);
    return { center: atlas.map.unproject(middle, zoom), zoom: zoom, corner: middle.subtract(size.divideBy(2)) };
  }

  // How many figures a view would leave under furniture or out of the window.
  function covered(found, covers, size) {
    return figures().filter((at) => {
      const point = atlas.map.project(at, found.zoom).subtract(found.corner);
      const out = point.x < 10 || point.y < 10 || point.x > size.x - 10 || point.y > size.y - 10;
      return out || covers.some((box) => point.x + ROOM.x > box.x && point.x - ROOM.x < box.x + box.w && point.y + ROOM.y > box.y && point.y - ROOM.y < box.y + box.h);
    }).length;
  }

  let known = null;

  function figures() {
    if (known) return known;
    const labelled = ["counties", "core_area", "high_tech_zones", "lake_districts"].map(atlas.features);
    known = [].concat.apply([], labelled).map((feature) => atlas.latLng(feature.properties.label || feature.geometry.coordinates));
    atlas.features("reference").forEach((feature) => {
      if (feature.geometry.type === "Point") known.push(atlas.latLng(feature.geometry.coordinates));
    });
    return known;
  }
})();
