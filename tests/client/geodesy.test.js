import assert from "node:assert/strict";
import { test } from "node:test";

import { geodesicArea, geodesicDistance, geodesicLength, geodesicPoint } from "../../layers/web/base/geodesy.js";

const JIAXING = { lat: 30.75, lng: 120.75 };

/** Whether two numbers are as near as a tolerance. */
function near(found, wanted, tolerance) {
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted} within ${tolerance}`);
}

test("Vincenty's own example, Flinders Peak to Buninyong, comes out on WGS84 as published", () => {
  const flinders = { lat: -(37 + 57 / 60 + 3.7203 / 3600), lng: 144 + 25 / 60 + 29.5244 / 3600 };
  const buninyong = { lat: -(37 + 39 / 60 + 10.1561 / 3600), lng: 143 + 55 / 60 + 35.3839 / 3600 };
  near(geodesicDistance(flinders, buninyong), 54972.271, 0.001);
});

test("a degree of the equator and of a meridian have the ellipsoid's lengths", () => {
  near(geodesicDistance({ lat: 0, lng: 0 }, { lat: 0, lng: 1 }), 111319.491, 0.001);
  near(geodesicDistance({ lat: 0, lng: 0 }, { lat: 1, lng: 0 }), 110574.389, 0.001);
});

test("a point is no way from itself", () => {
  assert.equal(geodesicDistance(JIAXING, JIAXING), 0);
});

test("going so far in any direction ends so far away", () => {
  for (let bearing = 0; bearing < 360; bearing += 15) {
    for (const metres of [0.5, 500, 50000]) {
      near(geodesicDistance(JIAXING, geodesicPoint(JIAXING, bearing, metres)), metres, 0.0001);
    }
  }
});

test("north goes up and east goes right", () => {
  const north = geodesicPoint(JIAXING, 0, 10000);
  const east = geodesicPoint(JIAXING, 90, 10000);
  near(north.lng, JIAXING.lng, 1e-9);
  assert.ok(north.lat > JIAXING.lat && east.lng > JIAXING.lng);
});

test("a closed length comes back to the first corner", () => {
  const ring = [JIAXING, geodesicPoint(JIAXING, 0, 1000), geodesicPoint(JIAXING, 90, 1000)];
  const way = geodesicLength(ring);
  near(geodesicLength(ring, true) - way, 1000, 0.001);
  near(way, 1000 + 1000 * Math.SQRT2, 0.1);
});

test("a square kilometre has a million square metres, whichever way round", () => {
  const corners = [0, 90, 180, 270].map((way) => geodesicPoint(JIAXING, way, 500 * Math.SQRT2));
  near(geodesicArea(corners), 1e6, 20);
  near(geodesicArea([...corners].reverse()), geodesicArea(corners), 1e-3);
});
