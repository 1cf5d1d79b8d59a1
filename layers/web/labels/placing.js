// Where labels stand: each tries places inside its shape and around it. The sum of what all places cost is made small,
// and no label touches another.
//
// Boxes are {x, y, w, h} in pixels of the world at the zoom. Nothing here knows the map: what lies on it comes as
// `ground`: {all: labels, marks, arrows: boxes, pointers: boxes, road: points, home: the window of the whole city or
// null, setName(cost)}. Lying on a mark, a line or a foreign shape costs; a line that leads from a label to its thing
// across another label costs; lying on a label is out of the question.

import { apart, between, holds, meet } from "../base/plane.js";

const LABEL_GAP = 2; // pixels between two labels
const ON_MARK = 22; // what it costs to lie on a carrier's mark
const CROSSED = 30; // ... to have one's lead cross another label
const MISSING = {
  plate: 40,
  core: 400,
  lake: 320,
  zone: 320,
  county: 600,
  unit: 90,
  platform: 60,
  carrier: 40,
  neighbour: 20,
};
const CHOSEN = 5000; // what it costs not to show the chosen one
const COVERED = 70; // what it costs to lie under furniture where the window shows the whole city
const CUT_OFF = 260; // ... and to be cut by the window's edge: nearly any other place is better
const KEPT = 6; // what a place is worth that the label has already
const MOST_PLACES = 120; // places a label looks at, the cheapest
const TRIES_WON = 40; // places a label tries to win from others
const SWEEPS = 3;

// Gives each of the wanted labels its `box`, or null where there is no room.
export function placeLabels(/** @type {Placed[]} */ wanted, /** @type {LabelGround} */ ground) {
  const things = obstacles(ground);
  const edge = ground.home;
  const name = ground.setName(
    (box) => nameCost(box, ground) + (ground.pointers.some((other) => touchLabel(box, other)) ? 40 : 0),
  );
  ground.pointers.concat(name).forEach((box) => things.push({ box: box, cost: Infinity, id: "" }));
  const order = wanted
    .slice()
    .sort((a, b) => missingCost(b) - missingCost(a) || crowdAround(b, wanted) - crowdAround(a, wanted));
  order.forEach((/** @type {Placed} */ label) => {
    label.box = null;
    const found = candidates(label);
    const region = enclosing(found);
    const near = things.filter((thing) => touchLabel(region, thing.box));
    label.tries = found.filter((box) => {
      box.price +=
        standingCost(box, label, near) + (edge ? unseenCost(box, edge) : 0) - (box.key === label.kept ? KEPT : 0);
      return box.price < missingCost(label);
    });
    label.tries = label.tries.sort((a, b) => a.price - b.price).slice(0, MOST_PLACES);
  });
  order.forEach((/** @type {Placed} */ label) => settleLabel(label, order));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    order.forEach((/** @type {Placed} */ label) => settleLabel(label, order));
    order.forEach((/** @type {Placed} */ label) => insistOn(label, order));
  }
  order.forEach((/** @type {Placed} */ label) => (label.kept = label.box ? label.box.key : ""));
}

// What it costs to leave a label out.
function missingCost(/** @type {Placed} */ label) {
  return MISSING[label.kind] * (label.shown === false ? 0.5 : 1) + (label.chosen ? CHOSEN : 0);
}

function crowdAround(/** @type {Placed} */ label, /** @type {Placed[]} */ all) {
  return all.filter((other) => apart(other.anchor, label.anchor) < 130).length;
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
      cost += CROSSED;
  }
  return cost;
}

function costOf(/** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  return label.box ? label.box.price + quarrel(label.box, label, order) : missingCost(label);
}

// Try the better places of a label that others hold; if they find places elsewhere and all together it is cheaper, so
// be it.
function insistOn(/** @type {Placed} */ label, /** @type {Placed[]} */ order) {
  const now = label.box;
  for (let i = 0; i < Math.min(TRIES_WON, label.tries.length); i++) {
    const box = label.tries[i];
    if (now && box.price >= now.price - 1) return;
    const holders = order.filter((other) => other !== label && other.box && touchLabel(box, other.box));
    if (holders.length > 3) continue;
    const party = holders.concat(label);
    const before = party.map((one) => one.box);
    const was = sumCosts(party, order);
    label.box = box;
    holders.forEach((other) => (other.box = null));
    holders.forEach((other) => settleLabel(other, order));
    if (sumCosts(party, order) < was - 0.5) return;
    party.forEach((one, k) => (one.box = before[k]));
  }
}

function sumCosts(/** @type {Placed[]} */ party, /** @type {Placed[]} */ order) {
  return party.reduce((all, one) => all + costOf(one, order), 0);
}

function touchLabel(/** @type {Box} */ a, /** @type {Box} */ b) {
  return meet(a, b, LABEL_GAP);
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
  const cut =
    box.x < edge.x + 4 ||
    box.y < edge.y + 4 ||
    box.x + box.w > edge.x + edge.w - 4 ||
    box.y + box.h > edge.y + edge.h - 4;
  return (cut ? CUT_OFF : 0) + (edge.covers.some((cover) => touchLabel(box, cover)) ? COVERED : 0);
}

// Whether a lead, sampled along its way, runs through a box.
function crosses(/** @type {[Point, Point]} */ lead, /** @type {Box} */ box) {
  for (let s = 0.1; s < 1; s += 0.1) {
    const x = lead[0].x + (lead[1].x - lead[0].x) * s;
    const y = lead[0].y + (lead[1].y - lead[0].y) * s;
    if (x > box.x - 1 && x < box.x + box.w + 1 && y > box.y - 1 && y < box.y + box.h + 1) return true;
  }
  return false;
}

// ---- what lies on the map already ----

function obstacles(/** @type {LabelGround} */ ground) {
  /** @type {Obstacle[]} */ const things = [];
  if (ground.marks.length <= 400) {
    ground.marks.forEach((mark) => things.push({ box: squareAt(mark, mark.r), cost: ON_MARK, id: mark.id }));
  }
  ground.all.forEach((/** @type {Placed} */ label) => {
    if (label.kind === "platform") things.push({ box: squareAt(label.anchor, 6), cost: ON_MARK, id: label.id });
    if (label.kind === "zone") things.push({ box: squareAt(label.anchor, label.r * 0.85), cost: 18, id: label.id });
    if (label.kind === "lake") things.push({ box: squareAt(label.anchor, label.r * 0.75), cost: 12, id: label.id });
    if (label.kind === "core")
      ringPoints(label.outline || []).forEach((point) => things.push({ box: squareAt(point, 4), cost: 1.5, id: "" }));
  });
  ground.arrows.forEach((box) => things.push({ box: box, cost: 30, id: "" }));
  ground.road.forEach((point) => things.push({ box: squareAt(point, 3), cost: 2.5, id: "" }));
  return things;
}

// Points every few pixels along an outline.
function ringPoints(/** @type {Point[]} */ outline) {
  /** @type {Point[]} */ const points = [];
  outline.forEach((from, i) => {
    const to = outline[(i + 1) % outline.length];
    const steps = Math.ceil(apart(from, to) / 7);
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
  ground.marks.slice(0, 400).forEach((mark) => (cost += touchLabel(box, squareAt(mark, mark.r + 2)) ? 10 : 0));
  ground.all.forEach((/** @type {Placed} */ label) => {
    if (label.kind === "lake" || label.kind === "zone")
      cost += touchLabel(box, squareAt(label.anchor, label.r * 0.85)) ? 8 : 0;
    if (label.kind === "core") cost += holds(label.outline || [], box.x + box.w / 2, box.y + box.h / 2) ? 6 : 0;
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
  return label.stands.map((at, i) => centred(label, at.x - label.anchor.x, at.y - label.anchor.y, 3 * i));
}

// A name of land may stand anywhere in its land, best near its point.
function scattered(/** @type {Placed} */ label) {
  /** @type {Stand[]} */ const found = [];
  const far = label.outline ? 10 : 4;
  for (let dy = -far; dy <= far; dy++) {
    for (let dx = -far; dx <= far; dx++) {
      const box = centred(label, dx * 14, dy * 12, Math.hypot(dx * 14, dy * 12) * 0.16);
      if (label.outline && !holds(label.outline, box.x + box.w / 2, box.y + box.h / 2)) continue;
      if (label.outline && !fitsInside(box, label.outline)) box.price += 25;
      found.push(box);
    }
  }
  return found;
}

// A name of a thing stands inside it if it fits, else around it, else further off with a line to it.
function placesAround(/** @type {Placed} */ label) {
  const found = placesWithin(label);
  [3, 12, 26, 44, 66, 92].forEach((gap, ring) => {
    for (let k = 0; k < 16; k++) found.push(beside(label, (k * Math.PI) / 8, label.r + gap, ring));
  });
  return found;
}

// Places inside the shape, the middle first; the core is wide and mostly empty, so anywhere in it is as good.
function placesWithin(/** @type {Placed} */ label) {
  /** @type {Stand[]} */ const found = [];
  if (!label.outline || label.kind === "zone") return found;
  const xs = label.outline.map((point) => point.x - label.anchor.x);
  const ys = label.outline.map((point) => point.y - label.anchor.y);
  const step = Math.max(label.kind === "core" ? 9 : 5, label.r / 12);
  const price = label.kind === "core" ? 0.03 : 0.25;
  for (let dy = Math.ceil(Math.min.apply(null, ys) / step) * step; dy <= Math.max.apply(null, ys); dy += step) {
    for (let dx = Math.ceil(Math.min.apply(null, xs) / step) * step; dx <= Math.max.apply(null, xs); dx += step) {
      const box = centred(label, dx, dy, Math.hypot(dx, dy) * price);
      if (fitsInside(box, label.outline)) found.push(box);
    }
  }
  return found;
}

// Whether a box with a little air around it lies in an outline.
function fitsInside(/** @type {Box} */ box, /** @type {Point[]} */ outline) {
  const air = 3;
  return [box.x - air, box.x + box.w / 2, box.x + box.w + air].every((x) =>
    [box.y, box.y + box.h].every((y) => holds(outline, x, y)),
  );
}

// The box that touches a circle around the anchor in a direction. Right is best, then left, below, above.
function beside(
  /** @type {Placed} */ label,
  /** @type {number} */ angle,
  /** @type {number} */ away,
  /** @type {number} */ ring,
) {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  /** @type {Stand} */ const box = {
    key: "r" + ring + "," + Math.round(angle * 10),
    x: label.anchor.x + cos * away + (cos > 0.3 ? 0 : cos < -0.3 ? -label.w : -label.w / 2),
    y: label.anchor.y + sin * away - (label.h * (1 - sin)) / 2,
    w: label.w,
    h: label.h,
    side: cos > 0.3 ? "left" : cos < -0.3 ? "right" : "center",
    price: 4 + [0, 7, 20, 32, 48, 70][ring] + (1 - cos) + Math.abs(sin) * 2,
  };
  if (ring > 1) box.lead = leadTo(label, box);
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
