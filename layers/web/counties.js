// The seven counties: land, thin borders, and the city's own border a little firmer. A county that the selection leaves out
// steps back. A unit without an outline (a functional zone) comes as a point: it has a label and a badge only.
(function () {
  "use strict";

  const outlines = {};

  atlas.when("draw", () => {
    // A wide soft edge under all seven lifts the city off its surroundings, as on a printed sheet.
    atlas.features("counties").forEach((feature) => {
      if (feature.geometry.type !== "Point") atlas.addArea(feature, "counties", "atlas-city-edge", { smoothFactor: 0.6 });
    });
    atlas.features("counties").forEach((feature) => {
      if (feature.geometry.type !== "Point") {
        outlines[feature.id] = atlas.addArea(feature, "counties", "atlas-county", { smoothFactor: 0.6 });
      }
      atlas.addLabel({
        id: feature.id,
        kind: feature.geometry.type === "Point" ? "unit" : "county",
        layer: "",
        thing: feature.properties,
        at: atlas.latLng(feature.properties.label || feature.geometry.coordinates),
        path: outlines[feature.id],
      });
    });
  });

  // The bounds of the whole city: of its land, where the data says so (`bbox`: west, south, east, north), else of its outlines.
  atlas.cityBounds = function () {
    const box = atlas.data.counties.bbox;
    if (box) return L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const bounds = L.latLngBounds([]);
    Object.keys(outlines).forEach((id) => bounds.extend(outlines[id].getBounds()));
    return bounds;
  };

  atlas.countyBounds = function (id) {
    return outlines[id] ? outlines[id].getBounds() : null;
  };

  // A highlighted border lies above its neighbours' borders.
  function raise() {
    ["hover", "focus"].forEach((which) => outlines[atlas.state[which]] && outlines[atlas.state[which]].bringToFront());
  }

  atlas.when("focus", raise);
  atlas.when("hover", raise);
  atlas.when("select", () => {
    Object.keys(outlines).forEach((id) => {
      const element = outlines[id].getElement();
      element.classList.toggle("is-out", !atlas.unitChosen(id));
      element.classList.toggle("is-in", atlas.unitsRestricted() && atlas.unitChosen(id));
    });
  });
})();
