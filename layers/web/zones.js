// High-tech zones: hexagons of one size, because the plan gives no area. A symbol of a place, not its outline.
(function () {
  "use strict";

  atlas.when("draw", () => {
    atlas.features("high_tech_zones").forEach((feature) => {
      const path = atlas.addArea(feature, "zones", "atlas-zone", { smoothFactor: 0 });
      atlas.addLabel({
        id: feature.id,
        kind: "zone",
        layer: "zones",
        thing: feature.properties,
        at: atlas.latLng(feature.properties.label),
        reach: atlas.reach(feature),
        path: path,
      });
    });
  });
})();
