// Where labels stand: each tries places inside its shape and around it. The sum of what all places cost is made small,
// and no label touches another.
//
// Boxes are {x, y, w, h} in pixels of the world at the zoom. Nothing here knows the map: what lies on it comes as
// `ground`. Lying on a mark, a line or a foreign shape costs; a line that leads from a label to its thing across
// another label
// costs; lying on a label is out of the question.

import { apart, between, holds, meet } from "../base/plane.js";

/** @type {Placement} */ let prices; // what places cost and how far things stand apart; the sheets read the same table

// Gives each of the wanted labels its `box`, or null where there is no room.
export function placeLabels(/** @type {Placed[]} */ wanted, /** @type {LabelGround} */ ground) {
  prices = ground.numbers;
  const things = obstacles(ground);
  const name = ground.setName(
    (box) =>
      nameCost(box, ground) + (ground.pointers.some((other) => touchLabel(box, other)) ? prices.letter_on_pointer : 0),
  );
  ground.pointers.concat(name).forEach((box) => things.push({ box: box, cost: Infinity, id: "" }));
  placeAmong(wanted, things, ground.home, prices);
}

// The same among obstacles that are known: no map is needed, so that a test can compare it with the sheets' algorithm.
export function placeAmong(
  /** @type {Placed[]} */ wanted,
  /** @type {Obstacle[]} */ things,
  /** @type {LabelGround["home"]} */ edge,
  /** @type {Placement} */ numbers,
) {
  prices = numbers;
  const order = wanted
    .slice()
    .sort((a, b) => missingCost(b) - missingCost(a) || crowdAround(b, wanted) - crowdAround(a, wanted));
  order.forEach((label) => {
    label.box = null;
    const found = candidates(label);
    const region = enclosing(found);
    const near = things.filter((thing) => touchLabel(region, thing.box));
    label.tries = found.filter((box) => {
      box.price += standingCost(box, label, near) + (edge ? unseenCost(box, edge) : 0);
      if (box.key === label.kept) box.price -= prices.kept;
      return box.price < missingCost(label);
    });
    label.tries = label.tries.sort((a, b) => a.price - b.price).slice(0, prices.spots);
  });
  order.forEach((label) => settleLabel(label, order));
  for (let sweep = 0; sweep < prices.sweeps; sweep++) {
    order.forEach((label) => settleLabel(label, order));
    order.forEach((label) => insistOn(label, order));
  }
  order.forEach((label) => (label.kept = label.box ? label.box.key : ""));
}

// What it costs to leave a label out.
function missingCost(/** @type {Placed} */ label) {
  const missing = prices.kinds[label.kind].missing;
  return missing * (label.shown === false ? prices.out : 1) + (label.chosen ? prices.chosen : 0);
}

function crowdAround(/** @type {Placed} */ label, /** @type {Placed[]} */ all) {
  return all.filter((other) => apart(other.anchor, label.anchor) < prices.crowd).length;
}

// Give a label the cheapest of its places, given where the others stand.
function settleLabel(/** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  label.box = null;
  let least = missingCost(label);
  /** @type {Stand | null} */ let best = null;
  for (let i = 0; i < label.tries.length && label.tries[i].price < least; i++) {
    const cost = label.tries[i].price + quarrel(label.tries[i], label, order);
    if (cost < least) {
      least = cost;
      best = label.tries[i];
    }
  }
  label.box = best;
}

// What a place costs because of the other labels.
function quarrel(/** @type {Stand} */ box, /** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  let cost = 0;
  for (let i = 0; i < order.length && cost < Infinity; i++) {
    const other = order[i];
    if (other === label || !other.box) continue;
    if (touchLabel(box, other.box)) cost = Infinity;
    else if ((box.lead && crosses(box.lead, other.box)) || (other.box.lead && crosses(other.box.lead, box)))
      cost += prices.crossed;
  }
  return cost;
}

function costOf(/** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  return label.box ? label.box.price + quarrel(label.box, label, order) : missingCost(label);
}

// Try the better places of a label that others hold: they move where all together becomes cheaper.
function insistOn(/** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  const now = label.box;
  for (let i = 0; i < Math.min(prices.tries, label.tries.length); i++) {
    const box = label.tries[i];
    if (now && box.price >= now.price - prices.better) return;
    const holders = order.filter((other) => other !== label && other.box && touchLabel(box, other.box));
    if (holders.length > prices.holders) continue;
    const party = holders.concat(label);
    const before = party.map((one) => one.box);
    const was = sumCosts(party, order);
    label.box = box;
    holders.forEach((other) => (other.box = null));
    holders.forEach((other) => settleLabel(other, order));
    if (sumCosts(party, order) < was - prices.worth) return;
    party.forEach((one, k) => (one.box = before[k]));
  }
}

function sumCosts(/** @type {Placed[]} */ party, /** @type {Placed[]} */ order) {
  return party.reduce((all, one) => all + costOf(one, order), 0);
}

function touchLabel(/** @type {Box} */ a, /** @type {Box} */ b) {
  return meet(a, b, prices.gap);
}

function enclosing(/** @type {Box[]} */ boxes) {
  const x = Math.min.apply(
    null,
    boxes.map((box) => box.x),
  );
  const y = Math.min.apply(
    null,
    boxes.map((box) => box.y),
  );
  return {
    x: x,
    y: y,
    w:
      Math.max.apply(
        null,
        boxes.map((box) => box.x + box.w),
      ) - x,
    h:
      Math.max.apply(
        null,
        boxes.map((box) => box.y + box.h),
      ) - y,
  };
}

// What it costs to be seen in part only.
function unseenCost(/** @type {Box} */ box, /** @type {Box & { covers: Box[] }} */ edge) {
  const air = prices.edge;
  const across = box.x < edge.x + air || box.x + box.w > edge.x + edge.w - air;
  const cut = across || box.y < edge.y + air || box.y + box.h > edge.y + edge.h - air;
  return (cut ? prices.cut_off : 0) + (edge.covers.some((cover) => touchLabel(box, cover)) ? prices.furniture : 0);
}

// Whether a lead, sampled along its way, runs through a box.
function crosses(/** @type {[Point, Point]} */ lead, /** @type {Box} */ box) {
  const air = prices.lead_air;
  for (let i = 1; i <= prices.samples; i++) {
    const { x, y } = between(lead[0], lead[1], i / (prices.samples + 1));
    if (x > box.x - air && x < box.x + box.w + air && y > box.y - air && y < box.y + box.h + air) return true;
  }
  return false;
}

// ---- what lies on the map already ----

function obstacles(/** @type {LabelGround} */ ground) {
  /** @type {Obstacle[]} */ const things = [];
  if (ground.marks.length <= prices.most_marks) {
    ground.marks.forEach((mark) => things.push({ box: squareAt(mark, mark.r), cost: prices.mark, id: mark.id }));
  }
  ground.all.forEach((/** @type {Placed} */ label) => {
    const { share, covered } = prices.kinds[label.kind];
    if (covered) things.push({ box: squareAt(label.anchor, label.r * share), cost: covered, id: label.id });
    if (label.kind === "platform")
      things.push({ box: squareAt(label.anchor, prices.platform_reach), cost: prices.mark, id: label.id });
    if (label.kind === "core")
      ringPoints(label.outline || []).forEach((point) =>
        things.push({ box: squareAt(point, prices.ring_reach), cost: prices.ring, id: "" }),
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

// What it costs a letter of the corridor's name to stand on a box.
function nameCost(/** @type {Box} */ box, /** @type {LabelGround} */ ground) {
  let cost = 0;
  ground.marks.slice(0, prices.most_marks).forEach((mark) => {
    if (touchLabel(box, squareAt(mark, mark.r + 2))) cost += prices.letter_on_mark;
  });
  ground.all.forEach((/** @type {Placed} */ label) => {
    const { share } = prices.kinds[label.kind];
    if (share && touchLabel(box, squareAt(label.anchor, label.r * share))) cost += prices.letter_on_area;
    if (label.kind === "core" && holds(label.outline || [], box.x + box.w / 2, box.y + box.h / 2))
      cost += prices.letter_on_core;
  });
  return cost;
}

function standingCost(/** @type {Box} */ box, /** @type {Placed} */ label, /** @type {Obstacle[]} */ things) {
  let cost = 0;
  for (let i = 0; i < things.length; i++) {
    const thing = things[i];
    if ((thing.id === "" || thing.id !== label.id) && touchLabel(box, thing.box)) cost += thing.cost;
  }
  return cost;
}

// ---- where a label may stand ----

function candidates(/** @type {Placed} */ label) {
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
  const far = label.outline ? prices.land_reach : prices.point_reach;
  const [across, down] = prices.land_step;
  for (let dy = -far; dy <= far; dy++) {
    for (let dx = -far; dx <= far; dx++) {
      const box = centred(label, dx * across, dy * down, Math.hypot(dx * across, dy * down) * prices.land_slope);
      if (label.outline && !holds(label.outline, box.x + box.w / 2, box.y + box.h / 2)) continue;
      if (label.outline && !fitsInside(box, label.outline)) box.price += prices.off_land;
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
      if (fitsInside(box, label.outline)) found.push(box);
    }
  }
  return found;
}

// Whether a box with a little air around it lies in an outline.
function fitsInside(/** @type {Box} */ box, /** @type {Point[]} */ outline) {
  const air = prices.air;
  return [box.x - air, box.x + box.w / 2, box.x + box.w + air].every((x) =>
    [box.y, box.y + box.h].every((y) => holds(outline, x, y)),
  );
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
