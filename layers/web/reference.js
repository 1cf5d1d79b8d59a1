// The G60 expressway, firm, and the high-speed railway, thin and classic: what a reader knows the city by.
(function () {
  "use strict";

  atlas.when("draw", () => {
    line("railway", "atlas-rail-casing", "atlas-rail", "atlas-rail-ties");
    line("expressway", "atlas-road-casing", "atlas-road");
  });

  function line(kind) {
    const classes = Array.prototype.slice.call(arguments, 1);
    atlas.features("reference").filter((feature) => feature.properties.kind === kind).forEach((feature) => {
      // Not clipped, so that dashes and arrow heads stay where they are while the map is dragged.
      classes.forEach((name) => atlas.addLine(feature, "reference", name, { noClip: true, smoothFactor: 1, fill: false }));
    });
  }
})();
