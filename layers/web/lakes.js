// Lakeside innovation districts: discs of water colour under a fine hatch, with a dashed edge, because the plan gives an area
// and no outline.
(function () {
  "use strict";

  // Patterns live in an SVG of their own that is never hidden: a pattern in a hidden one paints nothing.
  function hatch() {
    const look = atlas.symbol("lake_district").hatch;
    const svg = atlas.svg("svg", { class: "atlas-patterns", width: 0, height: 0, "aria-hidden": "true" }, atlas.map.getContainer());
    const size = { width: look.gap, height: look.gap, patternUnits: "userSpaceOnUse", patternTransform: "rotate(" + look.angle + ")" };
    const pattern = atlas.svg("pattern", Object.assign({ id: "atlas-hatch" }, size), svg);
    atlas.svg("rect", { class: "atlas-hatch-ground", width: look.gap, height: look.gap }, pattern);
    atlas.svg("line", { class: "atlas-hatch-line", y2: look.gap, "stroke-width": look.width, "stroke-opacity": look.opacity }, pattern);
  }

  atlas.when("draw", () => {
    hatch();
    atlas.features("lake_districts").forEach((feature) => {
      const path = atlas.addArea(feature, "lakes", "atlas-lake", { fillColor: "url(#atlas-hatch)", fillOpacity: 1, smoothFactor: 0.4 });
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
