// The seven counties: land, thin borders, and the city's own border a little firmer. A county that the selection leaves
// out steps back. A unit without an outline (a functional zone) comes as a point: it has a label and a badge only.

import { atlas, featuresOf, when } from "../base/atlas.js";
import { unitChosen, unitsRestricted } from "../base/select.js";
import { addLabel } from "./label_list.js";
import { addArea, elementOf, placeOf } from "./shapes.js";

/** @type {Record<string, L.Polygon>} */ const outlines = {};

when("draw", () => {
  // A wide soft edge under all seven lifts the city off its surroundings, as on a printed sheet.
  featuresOf("counties").forEach((feature) => {
    if (feature.geometry.type !== "Point") addArea(feature, "counties", "atlas-city-edge", 0.6);
  });
  featuresOf("counties").forEach((feature) => {
    if (feature.geometry.type !== "Point") {
      outlines[feature.id] = addArea(feature, "counties", "atlas-county", 0.6);
    }
    addLabel({
      id: feature.id,
      kind: feature.geometry.type === "Point" ? "unit" : "county",
      layer: "",
      thing: feature.properties,
      at: placeOf(feature),
      path: outlines[feature.id],
    });
  });
  nameCity();
});

// From far away the city has a name like those around it, and its counties have none.
function nameCity() {
  const bounds = cityBounds();
  if (!atlas.texts || !bounds.isValid()) return;
  const thing = /** @type {Thing} */ ({ name_zh: atlas.texts.zh.city, name_en: atlas.texts.en.city });
  addLabel({ id: "", kind: "neighbour", layer: "", thing, at: bounds.getCenter(), far: true });
}

// The bounds of the whole city: of its land, where the data says so (`bbox`: west, south, east, north), else of its
// outlines.
export function cityBounds() {
  const box = atlas.data.counties.bbox;
  if (box) return L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
  const bounds = L.latLngBounds([]);
  Object.keys(outlines).forEach((id) => bounds.extend(outlines[id].getBounds()));
  return bounds;
}

export function countyBounds(/** @type {string} */ id) {
  return outlines[id] ? outlines[id].getBounds() : null;
}

// A highlighted border lies above its neighbours' borders.
function raise() {
  [atlas.state.hover, atlas.state.focus].forEach((id) => outlines[id] && outlines[id].bringToFront());
}

when("focus", raise);
when("hover", raise);
when("select", () => {
  Object.keys(outlines).forEach((id) => {
    const box = elementOf(outlines[id]).classList;
    box.toggle("is-out", !unitChosen(id));
    box.toggle("is-in", unitsRestricted() && unitChosen(id));
  });
});
