import assert from "node:assert/strict";
import { test } from "node:test";

import { roundedTo } from "../../layers/web/base/rounded.js";
import { nearRead, ringRead } from "../../layers/web/panel/near_and_ring.js";
import { LIMITS } from "./room.js";

const near = (raw) => nearRead(raw, LIMITS);
const ring = (raw) => ringRead(raw, LIMITS);
const SQUARE = "120.6,30.5;120.7,30.5;120.7,30.6;120.6,30.6";

test("halfway between two decimals is the even one, as Python rounds", () => {
  assert.deepEqual(
    [0.25, 0.75, 0.35, 12.25, 2.5, -2.5, 0.05].map((number) => roundedTo(number, 1)),
    [0.2, 0.8, 0.3, 12.2, 2.5, -2.5, 0.1],
  );
  assert.equal(roundedTo(120.03125, 4), 120.0312);
  assert.equal(roundedTo(120.09375, 4), 120.0938);
  assert.equal(roundedTo(2.5, 0), 2);
  assert.ok(Object.is(roundedTo(-0.000001, 5), 0));
});

test("a circle has four decimals, a radius of a tenth to a hundred kilometres, and lies on the sheet", () => {
  assert.equal(near("120.69,30.53,0.05"), "120.69,30.53,0.1");
  assert.equal(near("120.69，30.530、 5.0"), "120.69,30.53,5");
  assert.equal(near("118.00004,29,100.04"), "118,29,100");
  for (const raw of ["120.69,30.53,0.04", "120.69,30.53,100.06", "200,99,5", "123.00006,33,5"])
    assert.equal(near(raw), "");
});

test("numbers are digits: no hexadecimal, no exponent, no sign", () => {
  for (const raw of ["0x78,1e1,5", "120,30,1e1", "120,30,0x5", "120,30,+5", "120,30,.5", "120,30,Infinity", "120,30,"])
    assert.equal(near(raw), "");
  assert.equal(ring("0x78,30;121,30;121,31"), "");
});

test("a ring is anticlockwise, begins in the west, and is not closed", () => {
  assert.equal(ring(SQUARE), SQUARE);
  assert.equal(ring(`${SQUARE.split(";").reverse().join(";")};120.6,30.6`), SQUARE);
  assert.equal(ring("120.7,30.5;120.70001,30.5;120.7,30.6;120.6,30.6;120.6,30.5"), SQUARE);
});

test("edges that cross, touch or lead back are no ring", () => {
  for (const raw of [
    "120.6,30.5;120.7,30.6;120.7,30.5;120.6,30.6",
    "120.6,30.5;120.8,30.5;120.8,30.6;120.7,30.5;120.6,30.6",
    "120.6,30.5;120.8,30.5;120.7,30.5",
    "120.6,30.5;120.8,30.5;120.8,30.6;120.8,30.4;120.7,30.4",
    "120.6,30.5;120.7,30.5;120.6,30.5",
  ])
    assert.equal(ring(raw), "");
});

test("a ring has three to sixteen corners, and its text at most four hundred letters", () => {
  const curve = (many) => Array.from({ length: many }, (_, k) => `${120 + k},${30 + (k * k) / 1000}`).join(";");
  const fine = (many) => Array.from({ length: many }, (_, k) => `120.${10 + k},30.${100 + k * k}`).join(";");
  assert.equal(ring(curve(2)), "");
  assert.notEqual(ring(curve(3)), "");
  assert.notEqual(ring(fine(16)), "");
  assert.equal(ring(fine(17)), "");
  assert.notEqual(ring(" ".repeat(400 - SQUARE.length) + SQUARE), "");
  assert.equal(ring(" ".repeat(401 - SQUARE.length) + SQUARE), "");
});
