// The land around the city, faint: it says where the city lies and nothing else.
(function () {
  "use strict";

  atlas.when("draw", () => {
    atlas.features("neighbours").forEach((feature) => {
      atlas.addArea(feature, "neighbours", "atlas-neighbour", { smoothFactor: 1.5 });
      atlas.addLabel({
        id: feature.id,
        kind: "neighbour",
        layer: "neighbours",
        thing: feature.properties,
        at: atlas.latLng(feature.properties.label),
      });
    });
  });
})();
