// Measuring a distance and an area along the ground. Only what the reader draws is measured: nobody surveyed the plan's
// shapes, so they refuse, and nothing snaps to their edges.

import { atlas, when } from "../base/atlas.js";
import { geodesicArea, geodesicLength } from "../base/geodesy.js";
import { nameOf, text } from "../base/text.js";
import { symbolOf } from "../base/theme.js";
import { findThing } from "../carriers/rows.js";
import { plateRefuses, plateSays } from "../furniture/plate.js";
import { Sketch } from "./sketch.js";
import { addTool } from "./tools.js";

/** @type {Record<string, string>} */ const MEASURE_ICONS = {
  distance: "M3 13L13 3M1.5 11L5 14.5M11 1.5L14.5 5M6.6 8L8 9.4M9 5.6L10.4 7",
  area: "M2.5 2.5H13.5V13.5H2.5ZM2.5 6H5M2.5 10H5M6 13.5V11M10 13.5V11",
};

// A length in words of the reader's language, in four figures.
export function lengthText(/** @type {number} */ metres) {
  return metres < 1000
    ? text("scale_m", { n: Math.round(metres) })
    : text("scale_km", { n: fourFigures(metres / 1000) });
}

export function areaText(/** @type {number} */ squareMetres) {
  return squareMetres < 1e5
    ? text("area_m2", { n: Math.round(squareMetres).toLocaleString("en-US") })
    : text("area_km2", { n: fourFigures(squareMetres / 1e6) });
}

function fourFigures(/** @type {number} */ number) {
  const digits = number > 0 ? Math.max(0, 3 - Math.floor(Math.log10(number))) : 0;
  return number.toFixed(Math.min(3, digits));
}

// What has been measured: metres, or square metres of an area; null while nothing is.
atlas.measured = null;

function measurer(/** @type {string} */ name, /** @type {boolean} */ closed) {
  /** @type {Sketch} */ let sketch;

  const remeasure = () => {
    const points = sketch.live();
    const enough = points.length > (closed ? 2 : 1);
    atlas.measured = enough ? (closed ? geodesicArea(points) : geodesicLength(points)) : null;
    return enough;
  };
  const words = (/** @type {L.LatLng[]} */ points) =>
    closed && points.length > 2 ? areaText(geodesicArea(points)) : lengthText(geodesicLength(points));
  const whole = (/** @type {L.LatLng[]} */ points) => () =>
    closed
      ? text("measured_area", { area: words(points), edge: lengthText(geodesicLength(points, true)) })
      : words(points);
  // The corners that are set are said aloud; the one under the pointer only stands beside it.
  const tell = () => {
    remeasure();
    const points = sketch.points.slice();
    plateSays(points.length > (closed ? 2 : 1) ? whole(points) : null);
  };
  /** @type {Tool} */ const tool = {
    name: name,
    icon: MEASURE_ICONS[name],
    standing: "schematic_standing",
    begin: () => {
      sketch = new Sketch({ closed: closed, words: words });
      refuseSchematic(atlas.state.focus);
    },
    end: () => {
      sketch.remove();
      atlas.measured = null;
    },
    click: (/** @type {L.LatLng} */ at) => {
      plateRefuses(sketch.add(at));
      tell();
    },
    move: (/** @type {L.LatLng} */ at) => {
      sketch.move(at);
      if (!sketch.done) remeasure();
    },
    back: () => {
      sketch.back();
      plateRefuses("");
      tell();
    },
    // An end without enough corners, on a shape or with one chosen, was an attempt to measure that shape.
    finish: (/** @type {string} */ id) => {
      if (sketch.points.length < (closed ? 3 : 2) && refuseSchematic(id || atlas.state.focus)) return sketch.clear();
      plateRefuses(sketch.finish());
      return tell();
    },
  };
  when("language", () => sketch && atlas.tool === tool && sketch.show());
  return tool;
}

// Say that a schematic shape cannot be measured; whether it is one.
function refuseSchematic(/** @type {string} */ id) {
  const thing = id ? findThing(id) : null;
  if (!thing || !(symbolOf(thing.kind) || {}).schematic) return false;
  plateRefuses("schematic_refused", () => ({ name: nameOf(thing) }));
  return true;
}

addTool(measurer("distance", false));
addTool(measurer("area", true));
