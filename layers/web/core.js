// The core area: a ring around its three platforms, not a blob. The plan says what belongs to it and not where it ends.
(function () {
  "use strict";

  // A small square keeps its size at every scale.
  const Square = L.CircleMarker.extend({
    _updatePath: function () {
      const at = this._point;
      const r = this._radius;
      this._renderer._setPath(this, "M" + (at.x - r) + " " + (at.y - r) + "h" + 2 * r + "v" + 2 * r + "h" + -2 * r + "z");
    },
  });

  atlas.platforms = []; // where the squares stand: carriers' marks stay clear of them

  atlas.when("draw", () => {
    atlas.features("core_area").forEach((feature) => {
      atlas.addArea(feature, "core", "atlas-core-band", { smoothFactor: 0.4 });
      const path = atlas.addArea(feature, "core", "atlas-core", { smoothFactor: 0.4 });
      atlas.addLabel({
        id: feature.id,
        kind: "core",
        layer: "core",
        thing: feature.properties,
        at: atlas.latLng(feature.properties.label),
        reach: atlas.reach(feature),
        path: path,
      });
    });
    atlas.features("reference").filter((feature) => feature.properties.kind === "platform").forEach(platform);
  });

  function radius() {
    return (atlas.symbol("platform").size / 2) * atlas.carriers.scale();
  }

  function platform(feature) {
    const at = atlas.latLng(feature.geometry.coordinates);
    atlas.platforms.push(at);
    const square = new Square(at, { radius: radius() });
    const size = () => square.setRadius(radius());
    atlas.map.on("zoomend", size);
    atlas.when("theme", size);
    atlas.addPath(square, "core", "atlas-platform");
    square.getElement().dataset.id = feature.id;
    square.getElement().classList.add("atlas-shape");
    atlas.addLabel({ id: feature.id, kind: "platform", layer: "core", thing: feature.properties, at: at, size: 6 });
  }
})();
