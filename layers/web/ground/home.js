// The view of the whole city: as large as it can be without the legend, the notice or the buttons covering one of the
// plan's figures or a county's name.

import { atlas, featuresOf } from "../base/atlas.js";
import { meet } from "../base/plane.js";
import { flyTo, furnitureBoxes } from "../base/window.js";
import { cityBounds } from "./counties.js";
import { placeOf } from "./shapes.js";

const ZOOM_STEP = 0.1; // zoom levels between two tries
const ZOOM_TRIES = 8;
const STEPS_OUT = 2; // steps that one may go out and still say that the city fits
const HOME_SHIFTS = [0, 0.25, 0.5, 0.75, 1]; // shares of the free room by which the city is moved aside and up
const FIGURE_ROOM = { x: 46, y: 20 }; // what a figure and its name need around its middle, in pixels

// {center, zoom} of the whole city in this window, and whether it fits without being made much smaller.
export function homeView() {
  const size = atlas.map.getSize();
  const margin = Math.max(12, Math.min(40, size.x * 0.03));
  const bounds = cityBounds();
  const fit = atlas.map.getBoundsZoom(bounds, false, L.point(2 * margin, 2 * margin));
  const covers = furnitureBoxes();
  let best = /** @type {WholeCity} */ ({ price: Infinity });
  for (let k = 0; k < ZOOM_TRIES; k++) {
    const zoom = Math.max(atlas.map.options.minZoom || 0, fit - k * ZOOM_STEP);
    const figures = planFigures().map((at) => atlas.map.project(at, zoom));
    HOME_SHIFTS.forEach((aside) =>
      HOME_SHIFTS.forEach((up) => {
        const found = cityView(bounds, zoom, size, margin, aside, up);
        const hidden = countCovered(figures, found.corner, covers, size);
        const price = 100 * hidden + 12 * k + 2 * aside + 2 * up;
        if (price < best.price) best = Object.assign(found, { price: price, fits: !hidden && k <= STEPS_OUT });
      }),
    );
  }
  return best;
}

// The city moved to the left and up by shares of the room that is free at this zoom.
function cityView(
  /** @type {L.LatLngBounds} */ bounds,
  /** @type {number} */ zoom,
  /** @type {L.Point} */ size,
  /** @type {number} */ margin,
  /** @type {number} */ aside,
  /** @type {number} */ up,
) {
  const northWest = atlas.map.project(bounds.getNorthWest(), zoom);
  const southEast = atlas.map.project(bounds.getSouthEast(), zoom);
  const free = L.point(
    Math.max(0, size.x - 2 * margin - (southEast.x - northWest.x)),
    Math.max(0, size.y - 2 * margin - (southEast.y - northWest.y)),
  );
  const moved = L.point((aside * free.x) / 2, (up * free.y) / 2);
  const middle = northWest.add(southEast).divideBy(2).add(moved);
  return { center: atlas.map.unproject(middle, zoom), zoom: zoom, corner: middle.subtract(size.divideBy(2)) };
}

// How many figures, in pixels of the world, a view would leave under furniture or out of the window.
function countCovered(
  /** @type {Point[]} */ figures,
  /** @type {Point} */ corner,
  /** @type {Box[]} */ covers,
  /** @type {Point} */ size,
) {
  return figures.filter((figure) => {
    const [x, y] = [figure.x - corner.x, figure.y - corner.y];
    const room = { x: x - FIGURE_ROOM.x, y: y - FIGURE_ROOM.y, w: 2 * FIGURE_ROOM.x, h: 2 * FIGURE_ROOM.y };
    const out = x < 10 || y < 10 || x > size.x - 10 || y > size.y - 10;
    return out || covers.some((box) => meet(room, box, 0));
  }).length;
}

/** @type {L.LatLng[]} */ let figurePoints;

function planFigures() {
  if (figurePoints) return figurePoints;
  const points = featuresOf("reference").filter((feature) => feature.geometry.type === "Point");
  const framed = atlas.symbology.layers.filter((layer) => layer.label).map((layer) => featuresOf(layer.data));
  figurePoints = points.concat(...framed).map(placeOf);
  return figurePoints;
}

export function showWholeCity() {
  const whole = homeView();
  flyTo(whole.center, whole.zoom);
}

// The window of the whole city in pixels of the world, and the furniture that covers parts of it; null at another zoom.
export function homeWindow() {
  const whole = homeView();
  const zoom = atlas.map.getZoom();
  if (Math.abs(zoom - whole.zoom) > 0.3) return null;
  const size = atlas.map.getSize();
  const corner = atlas.map.project(whole.center, zoom).subtract(size.divideBy(2));
  const covers = furnitureBoxes().map((box) => ({ x: box.x + corner.x, y: box.y + corner.y, w: box.w, h: box.h }));
  return { x: corner.x, y: corner.y, w: size.x, h: size.y, covers: covers };
}
