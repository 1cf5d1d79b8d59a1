// Where labels stand: each tries places inside its shape and around it. The sum of what all places cost is made small,
// and no label touches another.
//
// Boxes are {x, y, w, h} in pixels of the world at the zoom. Nothing here knows the map: what lies on it comes as
// `ground`. No label lies on what is shown; to lie on a line, or on what is filtered out, costs. A label without a line
// is nearer to its own symbol than to any other of its kind. A line that leads from a label to its thing crosses
// neither another symbol of its kind nor a label, and to cross another line costs.

import { apart, between, meet } from "../base/plane.js";
import { letterCost, obstaclesOf, symbolsOf } from "./obstacles.js";
import { candidates } from "./places.js";
import { enlarged, prices, takePrices } from "./prices.js";
import { leastGap } from "./strips.js";

let inScene = false;
let squeezes = false; // on a narrow map a county is named even where its name must lie on something

// Gives each of the wanted labels its `box`, or null where there is no room. In a scene the names that it is about come
// first; those that it leaves out, and counts without a name, take what room is left.
export function placeLabels(/** @type {Placed[]} */ wanted, /** @type {LabelGround} */ ground) {
  takePrices(enlarged(ground.numbers, ground.px || 1));
  inScene = Boolean(ground.scene);
  squeezes = Boolean(ground.squeeze);
  const symbols = symbolsOf(ground);
  const things = obstaclesOf(ground, symbols);
  const name = ground.setName((box) => letterCost(box, ground, symbols));
  ground.pointers.concat(name).forEach((box) => things.push({ box: box, cost: Infinity, id: "" }));
  wanted.forEach((label) => (label.squeezed = squeezes));
  const first = wanted.filter((label) => !ground.scene || (label.shown !== false && !label.bare) || label.chosen);
  placeAmong(first, things, symbols, ground.home, prices);
  const rest = wanted.filter((label) => first.indexOf(label) < 0);
  if (!rest.length) return;
  first.forEach((label) => label.box && things.push({ box: label.box, cost: Infinity, id: "" }));
  first.forEach((label) => label.box && label.box.lead && things.push(...alongLead(label.box.lead)));
  placeAmong(rest, things, symbols, ground.home, prices);
}

// A line as obstacles for labels that come later.
function alongLead(/** @type {[Point, Point]} */ lead) {
  /** @type {Obstacle[]} */ const things = [];
  const steps = Math.ceil(apart(lead[0], lead[1]) / prices.strip);
  for (let i = 0; i <= steps; i++) {
    const { x, y } = between(lead[0], lead[1], i / Math.max(1, steps));
    things.push({ box: { x: x, y: y, w: 0, h: 0 }, cost: Infinity, id: "" });
  }
  return things;
}

// The same among obstacles that are known: no map is needed, so that a test can compare it with the sheets' algorithm.
export function placeAmong(
  /** @type {Placed[]} */ wanted,
  /** @type {Obstacle[]} */ things,
  /** @type {PlacedSymbol[]} */ symbols,
  /** @type {LabelGround["home"]} */ edge,
  /** @type {Placement} */ numbers,
) {
  takePrices(numbers);
  const order = wanted
    .slice()
    .sort((a, b) => missingCost(b) - missingCost(a) || crowdAround(b, wanted) - crowdAround(a, wanted));
  order.forEach((label) => {
    label.box = null;
    /** @type {Stand[]} */ const found = candidates(label);
    const region = enclosing(found);
    const near = things.filter((thing) => touchLabel(region, thing.box));
    const own = symbols.find((symbol) => symbol.kind === label.kind && symbol.id === label.id);
    const rivals = symbols.filter((symbol) => symbol.kind === label.kind && symbol.id !== label.id);
    const others = symbols.filter((symbol) => symbol.kind !== label.kind && symbol.active);
    label.tries = found.filter((box) => {
      box.price += standingCost(box, label, near) + (edge ? unseenCost(box, edge) : 0);
      if (box.price < missingCost(label)) box.price += strangeness(box, own, rivals);
      if (box.lead && box.price < missingCost(label)) box.price += pierced(box.lead, others);
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

// What a place costs because a reader could take the name for another one's: Infinity where it has no line and another
// symbol of its kind is as near, where its line runs through another one, or where it lies half on its own.
function strangeness(
  /** @type {Stand} */ box,
  /** @type {PlacedSymbol | undefined} */ own,
  /** @type {PlacedSymbol[]} */ rivals,
) {
  const mine = own ? leastGap(box, own.boxes) : 0;
  if (!own) return 0;
  if (box.ring && mine < prices.gap) return Infinity;
  if (box.lead && leastGap({ x: box.lead[0].x, y: box.lead[0].y, w: 0, h: 0 }, own.boxes) > prices.lead_air)
    return Infinity;
  let cost = 0;
  for (let i = 0; i < rivals.length; i++) {
    const boxes = rivals[i].boxes;
    const theirs = leastGap(box, boxes);
    const { lead } = box;
    if (!lead && theirs <= mine * prices.clearer + prices.clearly) return Infinity;
    if (lead && boxes.some((one) => crosses(lead, one))) return Infinity;
    if (lead && theirs < prices.elbow) cost += prices.elbowed;
  }
  return cost;
}

// What it costs a line to run through symbols of other kinds.
function pierced(/** @type {[Point, Point]} */ lead, /** @type {PlacedSymbol[]} */ others) {
  return prices.pierced * others.filter((symbol) => symbol.boxes.some((box) => crosses(lead, box))).length;
}

// What it costs to leave a label out.
function missingCost(/** @type {Placed} */ label) {
  const isGround = inScene && label.kind === "county";
  const missing = prices.kinds[label.kind].missing * (isGround ? prices.ground : 1);
  const more = (label.chosen ? prices.chosen : 0) + (label.about ? prices.about : 0);
  return missing * (label.shown === false ? (inScene ? prices.out_of_scene : prices.out) : 1) + more;
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
    if (excludes(box, other.box)) cost = Infinity;
    else if (box.lead && other.box.lead && crossing(box.lead, other.box.lead)) cost += prices.crossed;
  }
  return cost;
}

// Whether two labels cannot stand both: they touch, or the line of one runs through the other.
function excludes(/** @type {Stand} */ box, /** @type {Stand} */ other) {
  if (touchLabel(box, other)) return true;
  return Boolean((box.lead && crosses(box.lead, other)) || (other.lead && crosses(other.lead, box)));
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
    const holders = order.filter((other) => other !== label && other.box && excludes(box, other.box));
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
function unseenCost(/** @type {Box} */ box, /** @type {LabelEdge} */ edge) {
  const air = prices.edge;
  const across = box.x < edge.x + air || box.x + box.w > edge.x + edge.w - air;
  const cut = across || box.y < edge.y + air || box.y + box.h > edge.y + edge.h - air;
  const covered = edge.covers.some((cover) => touchLabel(box, cover));
  if (edge.strict) return cut || covered ? Infinity : 0;
  return (cut ? prices.cut_off : 0) + (covered ? prices.furniture : 0);
}

// Whether two lines cross.
function crossing(/** @type {[Point, Point]} */ one, /** @type {[Point, Point]} */ other) {
  return side(one, other[0]) * side(one, other[1]) < 0 && side(other, one[0]) * side(other, one[1]) < 0;
}

// On which side of a line a point lies, as the sign of a number.
function side(/** @type {[Point, Point]} */ line, /** @type {Point} */ at) {
  const [from, to] = line;
  return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
}

// Whether a lead runs through a box, or passes it too near.
function crosses(/** @type {[Point, Point]} */ lead, /** @type {Box} */ box) {
  const [from, to] = lead;
  const air = prices.lead_air;
  // The shares of the way at which it enters and leaves the box, first across and then down.
  const dx = to.x - from.x || 1e-12;
  const dy = to.y - from.y || 1e-12;
  const across = [(box.x - air - from.x) / dx, (box.x + box.w + air - from.x) / dx];
  const down = [(box.y - air - from.y) / dy, (box.y + box.h + air - from.y) / dy];
  const enters = Math.max(Math.min(across[0], across[1]), Math.min(down[0], down[1]), 0);
  return enters < Math.min(Math.max(across[0], across[1]), Math.max(down[0], down[1]), 1);
}

function standingCost(/** @type {Box} */ box, /** @type {Placed} */ label, /** @type {Obstacle[]} */ things) {
  let cost = 0;
  for (let i = 0; i < things.length; i++) {
    const thing = things[i];
    if (thing.band && label.kind === "plate") continue; // it belongs to the corridor
    if ((thing.id !== "" && thing.id === label.id) || !touchLabel(box, thing.box)) continue;
    cost += squeezes && thing.drawn && label.kind === "county" ? Math.min(thing.cost, prices.squeezed) : thing.cost;
  }
  return cost;
}
