// Where labels stand: each tries places inside its shape and around it, and takes the cheapest that touches no other label.
//
// Boxes are {x, y, w, h} in pixels of the world at the zoom. Lying on a mark or a foreign shape costs; lying on a label is refused.
(function () {
  "use strict";

  const GAP = 2; // pixels between two labels
  const DOT = 26; // what it costs to lie on a carrier's mark
  const PRIORITY = { plate: 2, county: 1, core: 3, lake: 4, zone: 4, platform: 6, carrier: 7, unit: 5, neighbour: 8 };
  const SWEEPS = 3;

  // Gives each of the wanted labels its `box`, or leaves it null where there is no room.
  atlas.placeLabels = function (wanted, ground) {
    const things = obstacles(ground);
    const name = atlas.setCorridorName((box) => nameCost(box, ground));
    name.forEach((box) => things.push({ box: box, cost: Infinity, id: "" }));
    const order = wanted.slice().sort((a, b) => rank(a) - rank(b) || crowd(b, wanted) - crowd(a, wanted));
    order.forEach((label) => {
      label.tries = candidates(label).map((box) => Object.assign(box, { price: box.price + standing(box, label, things) }));
      label.tries = label.tries.filter((box) => box.price < Infinity).sort((a, b) => a.price - b.price);
    });
    order.forEach((label) => choose(label, order));
    // A label placed early may find a better place, or make room, now that all others stand.
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      order.filter((label) => !label.box).forEach((label) => evict(label, order));
      order.forEach((label) => choose(label, order));
    }
  };

  function rank(label) {
    return (label.chosen ? -10 : 0) + (label.shown === false ? 0.5 : 0) + PRIORITY[label.kind];
  }

  // How many others want to stand near: the crowded choose first.
  function crowd(label, all) {
    return all.filter((other) => other.anchor.distanceTo(label.anchor) < 130).length;
  }

  function choose(label, order) {
    label.box = null;
    label.box = label.tries.find((box) => order.every((other) => other === label || !other.box || !meet(box, other.box))) || null;
  }

  // For a label without a place: the cheapest one where all that stand in its way can move elsewhere.
  function evict(label, order) {
    label.tries.slice(0, 60).some((box) => {
      const inTheWay = order.filter((other) => other.box && meet(box, other.box));
      if (inTheWay.some((other) => other.chosen)) return false;
      const before = inTheWay.map((other) => other.box);
      inTheWay.forEach((other) => (other.box = null));
      label.box = box;
      inTheWay.forEach((other) => choose(other, order));
      if (inTheWay.every((other) => other.box)) return true;
      inTheWay.forEach((other, i) => (other.box = before[i]));
      label.box = null;
      return false;
    });
  }

  function meet(a, b) {
    return a.x < b.x + b.w + GAP && b.x < a.x + a.w + GAP && a.y < b.y + b.h + GAP && b.y < a.y + a.h + GAP;
  }

  // ---- what lies on the map already ----

  function obstacles(ground) {
    const things = [];
    if (ground.marks.length <= 400) {
      ground.marks.forEach((mark) => things.push({ box: square(mark, mark.r), cost: DOT, id: mark.id }));
    }
    ground.all.forEach((label) => {
      if (label.kind === "platform") things.push({ box: square(label.anchor, 6), cost: DOT, id: label.id });
      if (label.kind === "zone") things.push({ box: square(label.anchor, label.r * 0.8), cost: 16, id: label.id });
      if (label.kind === "lake") things.push({ box: square(label.anchor, label.r * 0.8), cost: 12, id: label.id });
    });
    return things;
  }

  function square(at, r) {
    return { x: at.x - r, y: at.y - r, w: 2 * r, h: 2 * r };
  }

  function nameCost(box, ground) {
    let cost = 0;
    ground.marks.slice(0, 400).forEach((mark) => (cost += meet(box, square(mark, mark.r + 2)) ? 10 : 0));
    ground.all.forEach((label) => {
      if (label.kind === "lake" || label.kind === "zone") cost += meet(box, square(label.anchor, label.r * 0.8)) ? 6 : 0;
      if (label.kind === "core") cost += meet(box, square(label.anchor, label.r)) ? 5 : 0;
      if (label.kind === "plate") cost += meet(box, square(label.anchor, 24)) ? 30 : 0;
      if (label.kind === "county") cost += meet(box, { x: label.anchor.x - 40, y: label.anchor.y - 14, w: 80, h: 28 }) ? 3 : 0;
    });
    return cost;
  }

  function standing(box, label, things) {
    let cost = 0;
    things.forEach((thing) => {
      if (thing.id !== "" && thing.id === label.id) return;
      if (meet(box, thing.box)) cost += label.kind === "county" && thing.cost < Infinity ? thing.cost * 1.3 : thing.cost;
    });
    return cost;
  }

  // ---- where a label may stand ----

  function candidates(label) {
    if (label.kind === "plate") return [centred(label, 0, 0)];
    if (label.kind === "county" || label.kind === "unit" || label.kind === "neighbour") return scattered(label);
    return around(label);
  }

  function centred(label, dx, dy) {
    return { x: label.anchor.x + dx - label.w / 2, y: label.anchor.y + dy - label.h / 2, w: label.w, h: label.h, side: "center", price: Math.hypot(dx, dy) * 0.35 };
  }

  // A name of land may stand anywhere near its point.
  function scattered(label) {
    const found = [];
    for (let dy = -72; dy <= 72; dy += 12) {
      for (let dx = -90; dx <= 90; dx += 15) found.push(centred(label, dx, dy));
    }
    return found;
  }

  // A name of a thing stands inside it if it fits, else around it, else further off with a line to it.
  function around(label) {
    const found = [];
    const fits = Math.hypot(label.w, label.h) / 2 < label.r * 1.02;
    if (fits) found.push(centred(label, 0, 0));
    if (label.kind === "core") {
      // Inside the ring, anywhere that is free.
      for (let dy = -label.r; dy <= label.r; dy += 10) {
        for (let dx = -label.r; dx <= label.r; dx += 10) {
          const corner = Math.hypot(Math.abs(dx) + label.w / 2, Math.abs(dy) + label.h / 2);
          if (corner < label.r * 0.95) found.push(centred(label, dx, dy));
        }
      }
    }
    [4, 14, 28, 46, 68].forEach((gap, ring) => {
      for (let k = 0; k < 16; k++) found.push(beside(label, (k * Math.PI) / 8, label.r + gap, ring));
    });
    return found;
  }

  // The box that touches a circle around the anchor in a direction; right is best, then left, above, below.
  function beside(label, angle, away, ring) {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const x = label.anchor.x + cos * away + (cos > 0.3 ? 0 : cos < -0.3 ? -label.w : -label.w / 2);
    const y = label.anchor.y + sin * away + (Math.abs(sin) < 0.3 ? -label.h / 2 : sin < 0 ? (-label.h * (1 - sin)) / 2 : (-label.h * (1 - sin)) / 2);
    const box = { x: x, y: y, w: label.w, h: label.h, side: cos > 0.3 ? "left" : cos < -0.3 ? "right" : "center" };
    box.price = 4 + ring * 9 + (1 - cos) * 1.5 + Math.abs(sin) * 1.5;
    if (ring > 1) box.lead = lead(label, box);
    return box;
  }

  function lead(label, box) {
    const x = Math.max(box.x, Math.min(label.anchor.x, box.x + box.w));
    const y = Math.max(box.y, Math.min(label.anchor.y, box.y + box.h));
    const end = L.point(x, y);
    const way = end.subtract(label.anchor);
    const far = Math.hypot(way.x, way.y) || 1;
    return [label.anchor.add(way.multiplyBy(Math.min(1, (label.r * 0.9) / far))), end];
  }
})();
