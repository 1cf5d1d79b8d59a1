import assert from "node:assert/strict";
import { test } from "node:test";

import { parseSelection, passingMask } from "../../layers/web/panel/selection.js";
import { itemOf, listGroups, rowsFrom, sentenceOf } from "../../layers/web/panel/sentence.js";
import { held } from "./room.js";

const say = (query) => {
  const { state } = parseSelection(query, held);
  return sentenceOf(held, state, passingMask(held, state), "en");
};

test("the sentence says what is shown, the carriers of the plan first", () => {
  assert.equal(say(""), "whole city: 1 carrier, 1 lakes, 1 others");
  assert.equal(say("q=%E6%B9%96"), "“湖”: 1 lakes");
  assert.equal(say("q=zzz"), "“zzz”: nothing");
});

test("it says where the unit of all is inferred, and only where units are asked for", () => {
  assert.equal(say("unit=330481&list=plan"), "330481 · PLAN: 1 carrier (inferred)");
  assert.equal(say("list=plan"), "PLAN: 1 carrier");
});

test("it names the centre of a circle, and what nobody knows the place of", () => {
  assert.equal(say("near=120.7,30.7,5"), "around lake-a, 5 km: 1 carrier, 1 lakes; 1 of no place");
  assert.equal(say("near=120.9,30.7,5"), "around a point, 5 km: nothing; 1 of no place");
});

test("rows stand in groups, with their unit and industries, an inferred unit marked", () => {
  const groups = listGroups(held, [true, true, true], "en");
  assert.deepEqual(
    groups.map(([title, members]) => [title, members.length]),
    [
      ["Lakes", 1],
      ["PLAN", 1],
      ["LATER", 1],
    ],
  );
  const item = { id: "carrier-1", name: "carrier-1", sub: "330481? · AI, SEMI", mark: "carrier" };
  assert.deepEqual(itemOf(held, held.entities[1], "en"), item);
  assert.equal(itemOf(held, held.entities[2], "en").mark, "other");
  assert.deepEqual(rowsFrom(held, held.entities, 2, "en").length, 1);
});
