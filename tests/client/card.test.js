import assert from "node:assert/strict";
import { test } from "node:test";

import { cardLinks } from "../../layers/web/panel/card.js";
import { held } from "./room.js";

const around = (units, compared, unit = { id: "330481", name: "Haining" }) => ({ units, compared, unit });
const codes = (id, given) => cardLinks(id, given).map((link) => link.code);

test("a card leads to its unit alone, and back to all", () => {
  assert.deepEqual(codes("lake-a", around([], [])), ["only_unit", "compare_add"]);
  assert.deepEqual(codes("lake-a", around(["330481"], [])), ["only_off", "compare_add"]);
  assert.deepEqual(codes("lake-a", around(["330481", "330402"], [])), ["only_unit", "compare_add"]);
  assert.deepEqual(codes("corridor-g60", around([], [], null)), ["compare_add"]);
});

test("it goes into the comparison and out of it, and the comparison is opened from it", () => {
  assert.deepEqual(codes("lake-a", around([], ["lake-a"])), ["only_unit", "compare_remove", "compare_open"]);
  const [, toggle, open] = cardLinks("lake-a", around([], ["lake-a"]));
  assert.deepEqual([toggle.event, toggle.on, open.page], [{ type: "compare", id: "lake-a" }, true, "compare"]);
});

test("a full comparison takes no more", () => {
  const full = Array.from("abcdefghij");
  assert.deepEqual(codes("lake-a", around([], full)), ["only_unit", "compare_open"]);
  assert.deepEqual(codes("a", around([], full)), ["only_unit", "compare_remove", "compare_open"]);
});

test("a card that a pack holds has its rows, which stand once for all cards", () => {
  const card = held.card("lake-a", "en");
  assert.deepEqual(card.sections[0].rows, [{ id: "carrier-1", name: "Institute", mark: "carrier" }]);
  assert.equal(held.card("nobody", "en"), null);
  assert.equal(held.card("constructor", "en"), null);
});
