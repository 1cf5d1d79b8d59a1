// The three platforms of the core area, part of its layer.

import { atlas, referenceOf, when } from "../base/atlas.js";
import { isKindShown } from "../base/select.js";
import { markScaleHere, symbolOf } from "../base/theme.js";
import { addLabel } from "./label_list.js";
import { addPath, elementOf, placeOf } from "./shapes.js";

// A small square keeps its size at every scale.
class Square extends L.CircleMarker {
  _updatePath() {
    const { _point: at, _radius: r, _renderer: renderer } = /** @type {CircleInside} */ (/** @type {unknown} */ (this));
    renderer._setPath(this, "M" + (at.x - r) + " " + (at.y - r) + "h" + 2 * r + "v" + 2 * r + "h" + -2 * r + "z");
  }
}

/** @type {L.LatLng[]} */ export const platforms = []; // where the squares stand: carriers' marks stay clear of them

/** @type {SVGElement[]} */ const squares = [];

when("draw", () => referenceOf("platform").forEach(addPlatform));
// They step back with the core.
when("select", () => squares.forEach((square) => square.classList.toggle("is-faded", !isKindShown("core_area"))));

function platformRadius() {
  return (symbolOf("platform").size / 2) * markScaleHere();
}

function addPlatform(/** @type {Feature} */ feature) {
  const at = placeOf(feature);
  platforms.push(at);
  const square = new Square(at, { radius: platformRadius() });
  const size = () => square.setRadius(platformRadius());
  atlas.map.on("zoomend", size);
  when("theme", size);
  addPath(square, "core", "atlas-platform");
  const drawn = elementOf(square);
  drawn.dataset.id = feature.id;
  drawn.classList.add("atlas-shape");
  squares.push(drawn);
  addLabel({ id: feature.id, kind: "platform", layer: "core", thing: feature.properties, at: at, size: 6 });
}
