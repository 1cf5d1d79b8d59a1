import assert from "node:assert/strict";
import { test } from "node:test";

import { facetsOf, parseSelection } from "../../layers/web/panel/selection.js";
import { held } from "./room.js";

const counts = (query) => {
  const facets = facetsOf(held, parseSelection(query, held).state, "en");
  return Object.fromEntries(
    facets.flatMap(({ field, options }) => options.map((one) => [`${field} ${one.code}`, one.count])),
  );
};

test("an option counts what it would give under the other facets", () => {
  assert.deepEqual(counts(""), {
    "unit 330402": 1,
    "unit 330481": 2,
    "industry ai": 2,
    "industry semi": 1,
    "kind lake_district": 1,
    "kind carrier": 2,
    "list plan": 1,
    "list later": 1,
    "plan plan-14": 1,
    "plan plan-15": 1,
  });
  assert.equal(counts("unit=330402")["unit 330481"], 2);
  assert.equal(counts("unit=330402")["industry ai"], 1);
  assert.equal(counts("unit=330402")["kind carrier"], 0);
});

test("an option is on where it was asked for, and has its name in the language", () => {
  const [unit] = facetsOf(held, parseSelection("unit=330481", held).state, "en");
  assert.deepEqual(
    unit.options.map((one) => [one.label, one.on]),
    [
      ["330402", false],
      ["330481", true],
    ],
  );
});
