import assert from "node:assert/strict";
import { test } from "node:test";

import { meet } from "../../layers/web/base/plane.js";
import { placeLabels } from "../../layers/web/labels/placing.js";
import { NUMBERS } from "./placement.js";

const BARE = {
  numbers: NUMBERS,
  marks: [],
  bands: [],
  arrows: [],
  pointers: [],
  road: [],
  home: null,
  setName: () => [],
};

function label(id, x, y, more = {}) {
  const size = { w: 60, h: 16, r: 5, outline: null, stands: [] };
  return { id, kind: "carrier", anchor: { x, y }, shown: true, chosen: false, box: null, tries: [], ...size, ...more };
}

function disc(x, y, r) {
  return Array.from({ length: 36 }, (_none, i) => ({ x: x + r * Math.cos(i / 5.73), y: y + r * Math.sin(i / 5.73) }));
}

function place(labels, ground = {}) {
  placeLabels(labels, { ...BARE, all: labels, ...ground });
  return labels;
}

const touching = (labels) =>
  labels.flatMap((one, i) => labels.slice(i + 1).filter((two) => one.box && two.box && meet(one.box, two.box, 2)));

test("a label alone stands to the right of its thing", () => {
  const [one] = place([label("a", 100, 100)]);
  assert.ok(one.box.x >= 105 && Math.abs(one.box.y + one.box.h / 2 - 100) < 1);
  assert.equal(one.box.side, "left");
});

test("a name that fits stands in the middle of its shape", () => {
  const [lake] = place([label("lake", 300, 300, { kind: "lake", r: 60, outline: disc(300, 300, 60) })]);
  assert.equal(lake.box.side, "center");
  assert.ok(Math.abs(lake.box.x + 30 - 300) < 6 && Math.abs(lake.box.y + 8 - 300) < 6);
});

const rows = (count, wide, high) =>
  Array.from({ length: count }, (_none, i) => label(`c${i}`, 200 + (i % 8) * wide, 200 + Math.floor(i / 8) * high));

test("no two labels touch, however crowded it is", () => {
  const crowd = place(rows(40, 17, 13));
  assert.deepEqual(touching(crowd), []);
  assert.ok(crowd.some((one) => one.box) && crowd.some((one) => !one.box));
});

test("where there is room for all, all stand", () => {
  assert.ok(place(rows(40, 90, 30)).every((one) => one.box));
});

test("the chosen one has a place where another would have to give way", () => {
  const crowd = Array.from({ length: 30 }, (_none, i) => label(`c${i}`, 200 + (i % 3), 200 + (i % 5)));
  crowd[29].chosen = true;
  assert.ok(place(crowd)[29].box);
});

test("a label stays clear of a pointer's plate and lies on no mark that is shown", () => {
  const pointer = { x: 105, y: 80, w: 80, h: 40 };
  const [one] = place([label("a", 100, 100)], { pointers: [pointer] });
  assert.ok(!meet(one.box, pointer, 2));
  const mark = { x: 135, y: 100, r: 10, id: "other" };
  const [two] = place([label("b", 100, 100)], { marks: [mark] });
  assert.ok(!meet(two.box, { x: 125, y: 90, w: 20, h: 20 }, 2));
});

test("a label that stands apart has a line to its thing", () => {
  const walls = [
    [40, 92, 160, 16],
    [92, 40, 16, 160],
    [60, 60, 80, 80],
  ];
  const pointers = walls.map(([x, y, w, h]) => ({ x, y, w, h }));
  const [one] = place([label("a", 100, 100)], { pointers });
  assert.ok(one.box.lead);
  assert.ok(Math.hypot(one.box.lead[0].x - 100, one.box.lead[0].y - 100) <= 5);
});

test("the same scene gives the same places", () => {
  const scene = () =>
    Array.from({ length: 25 }, (_none, i) => label(`c${i}`, 100 + ((i * 37) % 90), 100 + ((i * 53) % 70)));
  const boxes = (labels) => labels.map((one) => one.box && one.box.key);
  assert.deepEqual(boxes(place(scene())), boxes(place(scene())));
});

const square = (x, y, r) => [
  { x: x - r, y: y - r },
  { x: x + r, y: y - r },
  { x: x + r, y: y + r },
  { x: x - r, y: y + r },
];
const zone = (id, x, y, more = {}) => label(id, x, y, { kind: "zone", r: 8, outline: square(x, y, 8), ...more });
const gap = (box, at) =>
  Math.hypot(Math.max(0, at.x - box.x - box.w, box.x - at.x), Math.max(0, at.y - box.y - box.h, box.y - at.y)) - 8;

test("a name without a line is nearer to its own symbol than to any other of its kind", () => {
  const zones = place([zone("a", 100, 100), zone("b", 130, 100), zone("c", 160, 104), zone("d", 128, 124)]);
  zones.forEach((one) => {
    assert.ok(one.box);
    if (one.box.lead) return;
    zones
      .filter((other) => other !== one)
      .forEach((other) => {
        assert.ok(gap(one.box, one.anchor) < gap(one.box, other.anchor));
      });
  });
});

test("a line runs through no other symbol of its kind and through no name", () => {
  const zones = place(
    Array.from({ length: 9 }, (_none, i) => zone(`z${i}`, 100 + (i % 3) * 24, 100 + Math.floor(i / 3) * 24)),
  );
  const led = zones.filter((one) => one.box && one.box.lead);
  assert.ok(led.length > 0);
  led.forEach((one) => {
    const [from, to] = one.box.lead;
    for (let k = 0; k <= 50; k++) {
      const at = { x: from.x + ((to.x - from.x) * k) / 50, y: from.y + ((to.y - from.y) * k) / 50, w: 0, h: 0 };
      zones
        .filter((other) => other !== one)
        .forEach((other) => {
          assert.ok(!meet(at, { x: other.anchor.x - 8, y: other.anchor.y - 8, w: 16, h: 16 }, 0));
          assert.ok(!other.box || !meet(at, other.box, 0));
        });
    }
  });
});

test("in a scene what it is about is named first, and what it leaves out has a place only beside its symbol", () => {
  const about = { about: true, shown: true };
  const zones = [zone("a", 100, 100, about), zone("b", 126, 100, about)];
  const left = Array.from({ length: 6 }, (_none, i) => zone(`out${i}`, 100 + i * 9, 118, { shown: false }));
  place([...left, ...zones], { scene: true });
  assert.ok(zones.every((one) => one.box));
  assert.ok(left.some((one) => !one.box));
  assert.ok(left.every((one) => !one.box || !one.box.lead));
});

test("nothing is written on the corridor's band while it is shown", () => {
  const band = { outline: square(150, 100, 40), shown: true };
  const [one] = place([label("a", 120, 100)], { bands: [band] });
  assert.ok(one.box && !meet(one.box, { x: 110, y: 60, w: 80, h: 80 }, 0));
});

test("a line goes round a symbol of another kind", () => {
  const walls = [
    [40, 92, 60, 16],
    [60, 60, 80, 30],
    [60, 110, 80, 30],
    [108, 92, 60, 16],
  ];
  const pointers = walls.map(([x, y, w, h]) => ({ x, y, w, h }));
  const one = zone("a", 104, 100);
  const [free] = place([zone("a", 104, 100)], { pointers });
  assert.ok(free.box.lead);
  const [from, to] = free.box.lead;
  const mark = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, r: 5, id: "body" };
  const [led] = place([one], { pointers, marks: [mark] });
  const far = led.box.lead.map((at) => ({ x: at.x - mark.x, y: at.y - mark.y }));
  const along = { x: far[1].x - far[0].x, y: far[1].y - far[0].y };
  const off = Math.abs(along.x * far[0].y - along.y * far[0].x) / Math.hypot(along.x, along.y);
  assert.ok(off > 5);
});

test("a count without a name finds a place between the names, and moves none of them", () => {
  const zones = () => [zone("a", 100, 100), zone("b", 130, 100), zone("c", 160, 104)];
  const land = square(130, 100, 80);
  const count = label("county", 130, 100, { kind: "county", w: 16, h: 16, outline: land, bare: true });
  const alone = place(zones(), { scene: true });
  const [found, ...named] = place([count, ...zones()], { scene: true });
  assert.ok(found.box);
  assert.deepEqual(
    named.map((one) => one.box.key),
    alone.map((one) => one.box.key),
  );
});
