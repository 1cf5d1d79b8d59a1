// Lakeside innovation districts: discs of water colour under a fine hatch, with a dashed edge, because the plan gives an area
// and no outline.
(function () {
  "use strict";

  atlas.when("draw", () => {
    atlas.features("lake_districts").forEach((feature) => {
      const path = atlas.addArea(feature, "lakes", "atlas-lake", { smoothFactor: 0.4 });
      atlas.addLabel({
        id: feature.id,
        kind: "lake",
        layer: "lakes",
        thing: feature.properties,
        at: atlas.latLng(feature.properties.label),
        reach: atlas.reach(feature),
        path: path,
      });
    });
  });
})();
