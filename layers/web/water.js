// The sea and the great lakes, laid over the counties' outlines, which are administrative and reach into Hangzhou Bay. The
// borders stay faintly visible through it. Drawn only where the data is there.
(function () {
  "use strict";

  atlas.when("draw", () => {
    atlas.features("water").forEach((feature) => atlas.addArea(feature, "water", "atlas-water", { smoothFactor: 0.8 }));
  });
})();
