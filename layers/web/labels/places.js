// Where a label may stand, with what each place costs before anybody else stands there.

import { apart, between, holds } from "../base/plane.js";
import { prices } from "./prices.js";
import { fitsInside } from "./strips.js";

export function candidates(/** @type {Placed} */ label) {
  if (label.kind === "plate") return alongRoad(label);
  if (label.kind === "county" || label.kind === "unit" || label.kind === "neighbour") return scattered(label);
  return placesAround(label);
}

function centred(
  /** @type {Placed} */ label,
  /** @type {number} */ dx,
  /** @type {number} */ dy,
  /** @type {number} */ price,
) {
  return {
    key: "c" + Math.round(dx) + "," + Math.round(dy),
    x: label.anchor.x + dx - label.w / 2,
    y: label.anchor.y + dy - label.h / 2,
    w: label.w,
    h: label.h,
    side: "center",
    price: price,
  };
}

// A road plate stands on the road, at its own place or a little further along.
function alongRoad(/** @type {Placed} */ label) {
  return label.stands.map((at, i) => centred(label, at.x - label.anchor.x, at.y - label.anchor.y, prices.further * i));
}

// A name of land may stand anywhere in its land, best near its point.
function scattered(/** @type {Placed} */ label) {
  /** @type {Stand[]} */ const found = [];
  // A count alone is small: there is room for it where a name's steps pass by.
  const finer = label.bare ? 3 : 1;
  const far = (label.outline ? prices.land_reach : prices.point_reach) * finer;
  const [across, down] = prices.land_step.map((step) => step / finer);
  for (let dy = -far; dy <= far; dy++) {
    for (let dx = -far; dx <= far; dx++) {
      const box = centred(label, dx * across, dy * down, Math.hypot(dx * across, dy * down) * prices.land_slope);
      const { outline } = label;
      const isHome = (label.squeezed ? [0.5] : [0.25, 0.5, 0.75]).every((part) =>
        holds(outline || [], box.x + box.w * part, box.y + box.h / 2),
      );
      if (outline && !isHome) continue;
      if (label.outline && !fitsInside(box, label.outline, prices.air)) box.price += prices.off_land;
      found.push(box);
    }
  }
  return found;
}

// A name of a thing stands inside it if it fits, else around it, else further off with a line to it.
function placesAround(/** @type {Placed} */ label) {
  const found = placesWithin(label);
  prices.rings.forEach((_, ring) => {
    prices.directions.forEach((_, way) => {
      found.push(beside(label, way, ring));
    });
  });
  return found;
}

// Places inside the shape, the middle first; the core is wide and mostly empty, so anywhere in it is as good.
function placesWithin(/** @type {Placed} */ label) {
  /** @type {Stand[]} */ const found = [];
  if (!label.outline || label.kind === "zone") return found;
  const core = label.kind === "core";
  const slope = core ? prices.core_slope : prices.inside_slope;
  const step = Math.max(core ? prices.core_step : prices.inside_step, label.r / prices.parts);
  const xs = label.outline.map((point) => (point.x - label.anchor.x) / step);
  const ys = label.outline.map((point) => (point.y - label.anchor.y) / step);
  for (let j = Math.ceil(Math.min.apply(null, ys)); j <= Math.max.apply(null, ys); j++) {
    for (let i = Math.ceil(Math.min.apply(null, xs)); i <= Math.max.apply(null, xs); i++) {
      const box = centred(label, i * step, j * step, Math.hypot(i * step, j * step) * slope);
      if (fitsInside(box, label.outline, prices.air)) found.push(box);
    }
  }
  return found;
}

// The box that touches a circle around the anchor in a direction. Right is best, then left, below, above.
function beside(/** @type {Placed} */ label, /** @type {number} */ way, /** @type {number} */ ring) {
  const [cos, sin] = prices.directions[way];
  const { gap, price, led } = prices.rings[ring];
  const away = label.r + gap;
  /** @type {Stand} */ const box = {
    key: "r" + ring + "," + way,
    x: label.anchor.x + cos * away + (cos > 0.3 ? 0 : cos < -0.3 ? -label.w : -label.w / 2),
    y: label.anchor.y + sin * away - (label.h * (1 - sin)) / 2,
    w: label.w,
    h: label.h,
    side: cos > 0.3 ? "left" : cos < -0.3 ? "right" : "center",
    ring: true,
    price: prices.beside + price + (1 - cos) + Math.abs(sin) * prices.upright,
  };
  if (led) box.lead = leadTo(label, box);
  return box;
}

/** @returns {[Point, Point]} */ function leadTo(/** @type {Placed} */ label, /** @type {Box} */ box) {
  const end = {
    x: Math.max(box.x, Math.min(label.anchor.x, box.x + box.w)),
    y: Math.max(box.y, Math.min(label.anchor.y, box.y + box.h)),
  };
  const far = apart(label.anchor, end) || 1;
  return [between(label.anchor, end, Math.min(1, (label.r * 0.95) / far)), end];
}
