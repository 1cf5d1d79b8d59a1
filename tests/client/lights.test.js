// The light of a task on a day, and how many tasks have each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lightCounts, lightOn } from "../../layers/web/base/lights.js";

const LATE = [
  ["0001-01-01", "no_report"],
  ["2026-09-01", "soon"],
  ["2026-09-30", "late"],
];

test("a light holds from its day until the next change", () => {
  assert.equal(lightOn(LATE, "2026-08-31"), "no_report");
  assert.equal(lightOn(LATE, "2026-09-01"), "soon");
  assert.equal(lightOn(LATE, "2026-09-29"), "soon");
  assert.equal(lightOn(LATE, "2027-01-01"), "late");
});

test("lights are counted in their order, without those that no task has and tasks that are not there", () => {
  const lights = [
    ["late", "!", "lamp_bad", "逾期", "Overdue"],
    ["soon", "△", "lamp_warn", "临期", "Due soon"],
    ["no_report", "○", "lamp_rest", "未上报", "No report"],
  ];
  const held = { lights, tasks: { one: LATE, other: LATE, third: [["0001-01-01", "no_report"]] }, of: {} };
  const found = lightCounts(held, ["one", "other", "third", "gone"], "2026-10-01");
  assert.deepEqual(
    found.map(({ code, lamp, count }) => [code, lamp, count]),
    [
      ["late", "lamp-bad", 2],
      ["no_report", "lamp-rest", 1],
    ],
  );
});
