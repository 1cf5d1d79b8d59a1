// Where labels stand: each tries places inside its shape and around it. The sum of what all places cost is made small, and no
// label touches another.
//
// Boxes are {x, y, w, h} in pixels of the world at the zoom. Lying on a mark, a line or a foreign shape costs; a line that leads
// from a label to its thing across another label costs; lying on a label is out of the question.
(function () {
  "use strict";

  const GAP = 2; // pixels between two labels
  const ON_MARK = 22; // what it costs to lie on a carrier's mark
  const CROSSED = 30; // ... to have one's lead cross another label
  const MISSING = { plate: 40, core: 400, lake: 320, zone: 320, county: 600, unit: 90, platform: 60, carrier: 40, neighbour: 20 };
  const CHOSEN = 5000; // what it costs not to show the chosen one
  const COVERED = 70; // what it costs to lie under furniture where the window shows the whole city
  const CUT_OFF = 260; // ... and to be cut by the window's edge: nearly any other place is better
  const KEPT = 6; // what a place is worth that the label has already
  const ENOUGH = 120; // places a label looks at, the cheapest
  const TRIES = 40; // places a label tries to win from others
  const SWEEPS = 3;

  // Gives each of the wanted labels its `box`, or null where there is no room.
  atlas.placeLabels = function (wanted, ground) {
    const things = obstacles(ground);
    const edge = atlas.homeWindow();
    const pointers = atlas.pointerBoxes();
    const name = atlas.setCorridorName((box) => nameCost(box, ground) + (pointers.some((other) => meet(box, other)) ? 40 : 0));
    pointers.concat(name).forEach((box) => things.push({ box: box, cost: Infinity, id: "" }));
    const order = wanted.slice().sort((a, b) => missing(b) - missing(a) || crowd(b, wanted) - crowd(a, wanted));
    order.forEach((label) => {
      label.box = null;
      const found = candidates(label);
      const region = enclosing(found);
      const near = things.filter((thing) => meet(region, thing.box));
      label.tries = found.filter((box) => {
        box.price += standing(box, label, near) + (edge ? unseen(box, edge) : 0) - (box.key === label.kept ? KEPT : 0);
        return box.price < missing(label);
      });
      label.tries = label.tries.sort((a, b) => a.price - b.price).slice(0, ENOUGH);
    });
    order.forEach((label) => settle(label, order));
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      order.forEach((label) => settle(label, order));
      order.forEach((label) => insist(label, order));
    }
    order.forEach((label) => (label.kept = label.box ? label.box.key : ""));
  };

  // What it costs to leave a label out.
  function missing(label) {
    return MISSING[label.kind] * (label.shown === false ? 0.5 : 1) + (label.chosen ? CHOSEN : 0);
  }

  function crowd(label, all) {
    return all.filter((other) => other.anchor.distanceTo(label.anchor) < 130).length;
  }

  // Give a label the cheapest of its places, given where the others stand.
  function settle(label, order) {
    label.box = null;
    let least = missing(label);
    let best = null;
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
  function quarrel(box, label, order) {
    let cost = 0;
    for (let i = 0; i < order.length && cost < Infinity; i++) {
      const other = order[i];
      if (other === label || !other.box) continue;
      if (meet(box, other.box)) cost = Infinity;
      else if ((box.lead && crosses(box.lead, other.box)) || (other.box.lead && crosses(other.box.lead, box))) cost += CROSSED;
    }
    return cost;
  }

  function costOf(label, order) {
    return label.box ? label.box.price + quarrel(label.box, label, order) : missing(label);
  }

  // Try the better places of a label that others hold; if they find places elsewhere and all together it is cheaper, so be it.
  function insist(label, order) {
    const now = label.box;
    for (let i = 0; i < Math.min(TRIES, label.tries.length); i++) {
      const box = label.tries[i];
      if (now && box.price >= now.price - 1) return;
      const holders = order.filter((other) => other !== label && other.box && meet(box, other.box));
      if (holders.length > 3) continue;
      const party = holders.concat(label);
      const before = party.map((one) => one.box);
      const was = sum(party, order);
      label.box = box;
      holders.forEach((other) => (other.box = null));
      holders.forEach((other) => settle(other, order));
      if (sum(party, order) < was - 0.5) return;
      party.forEach((one, k) => (one.box = before[k]));
    }
  }

  function sum(party, order) {
    return party.reduce((all, one) => all + costOf(one, order), 0);
  }

  function meet(a, b) {
    return a.x < b.x + b.w + GAP && b.x < a.x + a.w + GAP && a.y < b.y + b.h + GAP && b.y < a.y + a.h + GAP;
  }

  function enclosing(boxes) {
    const x = Math.min.apply(null, boxes.map((box) => box.x));
    const y = Math.min.apply(null, boxes.map((box) => box.y));
    return { x: x, y: y, w: Math.max.apply(null, boxes.map((box) => box.x + box.w)) - x, h: Math.max.apply(null, boxes.map((box) => box.y + box.h)) - y };
  }

  // What it costs to be seen in part only.
  function unseen(box, edge) {
    const cut = box.x < edge.x + 4 || box.y < edge.y + 4 || box.x + box.w > edge.x + edge.w - 4 || box.y + box.h > edge.y + edge.h - 4;
    return (cut ? CUT_OFF : 0) + (edge.covers.some((cover) => meet(box, cover)) ? COVERED : 0);
  }

  // Whether a lead, sampled along its way, runs through a box.
  function crosses(lead, box) {
    for (let s = 0.1; s < 1; s += 0.1) {
      const x = lead[0].x + (lead[1].x - lead[0].x) * s;
      const y = lead[0].y + (lead[1].y - lead[0].y) * s;
      if (x > box.x - 1 && x < box.x + box.w + 1 && y > box.y - 1 && y < box.y + box.h + 1) return true;
    }
    return false;
  }

  // ---- what lies on the map already ----

  function obstacles(ground) {
    const things = [];
    if (ground.marks.length <= 400) {
      ground.marks.forEach((mark) => things.push({ box: square(mark, mark.r), cost: ON_MARK, id: mark.id }));
    }
    ground.all.forEach((label) => {
      if (label.kind === "platform") things.push({ box: square(label.anchor, 6), cost: ON_MARK, id: label.id });
      if (label.kind === "zone") things.push({ box: square(label.anchor, label.r * 0.85), cost: 18, id: label.id });
      if (label.kind === "lake") things.push({ box: square(label.anchor, label.r * 0.75), cost: 12, id: label.id });
      if (label.kind === "core") ring(label.outline).forEach((point) => things.push({ box: square(point, 4), cost: 1.5, id: "" }));
    });
    atlas.arrowBoxes().forEach((box) => things.push({ box: box, cost: 30, id: "" }));
    atlas.roadPoints(10).forEach((point) => things.push({ box: square(point, 3), cost: 2.5, id: "" }));
    return things;
  }

  // Points every few pixels along an outline.
  function ring(outline) {
    const points = [];
    outline.forEach((from, i) => {
      const to = outline[(i + 1) % outline.length];
      const steps = Math.ceil(from.distanceTo(to) / 7);
      for (let k = 0; k < steps; k++) points.push(from.add(to.subtract(from).multiplyBy(k / steps)));
    });
    return points;
  }

  function square(at, r) {
    return { x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r };
  }

  // What it costs a letter of the corridor's name to stand on a box.
  function nameCost(box, ground) {
    let cost = 0;
    ground.marks.slice(0, 400).forEach((mark) => (cost += meet(box, square(mark, mark.r + 2)) ? 10 : 0));
    ground.all.forEach((label) => {
      if (label.kind === "lake" || label.kind === "zone") cost += meet(box, square(label.anchor, label.r * 0.85)) ? 8 : 0;
      if (label.kind === "core") cost += atlas.holds(label.outline, box.x + box.w / 2, box.y + box.h / 2) ? 6 : 0;
    });
    return cost;
  }

  function standing(box, label, things) {
    let cost = 0;
    for (let i = 0; i < things.length; i++) {
      const thing = things[i];
      if ((thing.id === "" || thing.id !== label.id) && meet(box, thing.box)) cost += thing.cost;
    }
    return cost;
  }

  // ---- where a label may stand ----

  function candidates(label) {
    if (label.kind === "plate") return alongRoad(label);
    if (label.kind === "county" || label.kind === "unit" || label.kind === "neighbour") return scattered(label);
    return around(label);
  }

  function centred(label, dx, dy, price) {
    return { key: "c" + Math.round(dx) + "," + Math.round(dy), x: label.anchor.x + dx - label.w / 2, y: label.anchor.y + dy - label.h / 2, w: label.w, h: label.h, side: "center", price: price };
  }

  // A road plate stands on the road, at its own place or a little further along.
  function alongRoad(label) {
    return label.spots.map((at, i) => {
      const off = atlas.map.project(at).subtract(label.anchor);
      return centred(label, off.x, off.y, 3 * i);
    });
  }

  // A name of land may stand anywhere in its land, best near its point.
  function scattered(label) {
    const found = [];
    const far = label.outline ? 10 : 4;
    for (let dy = -far; dy <= far; dy++) {
      for (let dx = -far; dx <= far; dx++) {
        const box = centred(label, dx * 14, dy * 12, Math.hypot(dx * 14, dy * 12) * 0.16);
        if (label.outline && !atlas.holds(label.outline, box.x + box.w / 2, box.y + box.h / 2)) continue;
        if (label.outline && !inside(box, label.outline)) box.price += 25;
        found.push(box);
      }
    }
    return found;
  }

  // A name of a thing stands inside it if it fits, else around it, else further off with a line to it.
  function around(label) {
    const found = within(label);
    [3, 12, 26, 44, 66, 92].forEach((gap, ring) => {
      for (let k = 0; k < 16; k++) found.push(beside(label, (k * Math.PI) / 8, label.r + gap, ring));
    });
    return found;
  }

  // Places inside the shape, the middle first; the core is wide and mostly empty, so anywhere in it is as good.
  function within(label) {
    const found = [];
    if (!label.outline || label.kind === "zone") return found;
    const xs = label.outline.map((point) => point.x - label.anchor.x);
    const ys = label.outline.map((point) => point.y - label.anchor.y);
    const step = Math.max(label.kind === "core" ? 9 : 5, label.r / 12);
    const price = label.kind === "core" ? 0.03 : 0.25;
    for (let dy = Math.ceil(Math.min.apply(null, ys) / step) * step; dy <= Math.max.apply(null, ys); dy += step) {
      for (let dx = Math.ceil(Math.min.apply(null, xs) / step) * step; dx <= Math.max.apply(null, xs); dx += step) {
        const box = centred(label, dx, dy, Math.hypot(dx, dy) * price);
        if (inside(box, label.outline)) found.push(box);
      }
    }
    return found;
  }

  // Whether a box with a little air around it lies in an outline.
  function inside(box, outline) {
    const air = 3;
    return [box.x - air, box.x + box.w / 2, box.x + box.w + air].every((x) => [box.y, box.y + box.h].every((y) => atlas.holds(outline, x, y)));
  }

  // The box that touches a circle around the anchor in a direction. Right is best, then left, below, above.
  function beside(label, angle, away, ring) {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const box = {
      key: "r" + ring + "," + Math.round(angle * 10),
      x: label.anchor.x + cos * away + (cos > 0.3 ? 0 : cos < -0.3 ? -label.w : -label.w / 2),
      y: label.anchor.y + sin * away - (label.h * (1 - sin)) / 2,
      w: label.w,
      h: label.h,
      side: cos > 0.3 ? "left" : cos < -0.3 ? "right" : "center",
    };
    box.price = 4 + [0, 7, 20, 32, 48, 70][ring] + (1 - cos) + Math.abs(sin) * 2;
    if (ring > 1) box.lead = lead(label, box);
    return box;
  }

  function lead(label, box) {
    const end = L.point(Math.max(box.x, Math.min(label.anchor.x, box.x + box.w)), Math.max(box.y, Math.min(label.anchor.y, box.y + box.h)));
    const way = end.subtract(label.anchor);
    const far = Math.hypot(way.x, way.y) || 1;
    return [label.anchor.add(way.multiplyBy(Math.min(1, (label.r * 0.95) / far))), end];
  }
})();
