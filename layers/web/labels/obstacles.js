// What lies on the map already: the symbols, whose names stand by them, and everything that no name may lie on.

import { apart, between, holds, meet } from "../base/plane.js";
import { prices } from "./prices.js";
import { stripsOf } from "./strips.js";

// The symbols that names belong to, as boxes. In a scene those that it leaves out are no obstacles for the others.
export function symbolsOf(/** @type {LabelGround} */ ground) {
  /** @type {PlacedSymbol[]} */ const symbols = [];
  ground.all.forEach((/** @type {Placed} */ label) => {
    const active = !ground.scene || label.shown !== false;
    if (prices.kinds[label.kind].shaped && label.outline) {
      const boxes = stripsOf(label.outline, prices.strip, prices.most_strips);
      symbols.push({ id: label.id, kind: label.kind, boxes, active });
    }
    if (label.kind === "platform")
      symbols.push({ id: label.id, kind: "platform", boxes: [squareAt(label.anchor, prices.platform_reach)], active });
  });
  if (ground.marks.length > prices.most_marks) return symbols;
  ground.marks.forEach((mark) =>
    symbols.push({
      id: mark.id,
      kind: "carrier",
      boxes: [squareAt(mark, mark.r)],
      active: !ground.scene || mark.shown !== false,
    }),
  );
  return symbols;
}

// What it costs to lie on each thing. Nothing is written on what is shown, nor on the core's ring and the corridor.
export function obstaclesOf(/** @type {LabelGround} */ ground, /** @type {PlacedSymbol[]} */ symbols) {
  /** @type {Obstacle[]} */ const things = [];
  symbols.forEach(({ id, boxes, active }) =>
    boxes.forEach((box) => things.push({ box: box, cost: active ? Infinity : prices.faded, id: id, drawn: true })),
  );
  ground.all.forEach((/** @type {Placed} */ label) => {
    if (label.kind !== "core") return;
    const cost = ground.scene && label.shown === false ? prices.faded : Infinity;
    ringPoints(label.outline || []).forEach((point) =>
      things.push({ box: squareAt(point, prices.ring_reach), cost: cost, id: "", drawn: true }),
    );
  });
  ground.bands.forEach((band) => {
    const cost = ground.scene && !band.shown ? prices.faded : Infinity;
    stripsOf(band.outline, prices.strip, Infinity).forEach((box) =>
      things.push({ box: box, cost: cost, id: "", band: true, drawn: true }),
    );
  });
  ground.arrows.forEach((box) => things.push({ box: box, cost: prices.arrow, id: "" }));
  ground.road.forEach((point) => things.push({ box: squareAt(point, prices.road_reach), cost: prices.road, id: "" }));
  return things;
}

// Points every few pixels along an outline.
function ringPoints(/** @type {Point[]} */ outline) {
  /** @type {Point[]} */ const points = [];
  outline.forEach((from, i) => {
    const to = outline[(i + 1) % outline.length];
    const steps = Math.ceil(apart(from, to) / prices.ring_step);
    for (let k = 0; k < steps; k++) points.push(between(from, to, k / steps));
  });
  return points;
}

function squareAt(/** @type {Point} */ at, /** @type {number} */ r) {
  return { x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r };
}

// What it costs a letter of the corridor's name to stand on a box: it is written on nothing that is shown.
export function letterCost(
  /** @type {Box} */ box,
  /** @type {LabelGround} */ ground,
  /** @type {PlacedSymbol[]} */ symbols,
) {
  const { home } = ground;
  if (home && home.strict && !isWithin(box, home)) return Infinity;
  let cost = ground.pointers.some((other) => meet(box, other, prices.gap)) ? Infinity : 0;
  symbols.forEach((symbol) => {
    if (symbol.boxes.some((other) => meet(box, other, 1))) cost += symbol.active ? Infinity : prices.faded;
  });
  ground.all.forEach((/** @type {Placed} */ label) => {
    if (label.kind === "core" && holds(label.outline || [], box.x + box.w / 2, box.y + box.h / 2))
      cost += prices.letter_on_core;
  });
  return cost;
}

function isWithin(/** @type {Box} */ box, /** @type {LabelEdge} */ edge) {
  const inside = box.x >= edge.x && box.y >= edge.y && box.x + box.w <= edge.x + edge.w;
  return inside && box.y + box.h <= edge.y + edge.h && !edge.covers.some((cover) => meet(box, cover, prices.gap));
}
