import assert from "node:assert/strict";
import { test } from "node:test";

import { comparedLines, comparisonBlocks, sumOf } from "../../layers/web/panel/comparison.js";
import { held } from "./room.js";

const texts = held.data.words.en;
const entry = (part, code, value, more) => {
  const compare = Object.assign(
    { part, code, same: `${value}|stated`, number: typeof value === "number" ? value : null },
    more,
  );
  return { field: code, label: code, value: String(value), evidence: "stated", compare };
};
const card = (id, ...entries) => ({
  id,
  title: id.toUpperCase(),
  kind: "",
  kind_name: "",
  mark: "",
  sections: [{ code: "facts", entries }],
});

const A = card(
  "a",
  entry("fields", "aliases", "x"),
  entry("fields", "area_km2", 2.5),
  entry("targets", "growth", 9, { year: "2025" }),
);
const B = card(
  "b",
  entry("fields", "area_km2", 3),
  entry("targets", "growth", 9, { year: "2025" }),
  entry("targets", "share", 50),
);
const { summed, fields } = held.data.compared;
const lines = comparedLines([A, B], texts, fields);

test("lines stand in the order of the fields, then the targets", () => {
  assert.deepEqual(
    lines.map((line) => [line.code, line.state]),
    [
      ["area_km2", "differs"],
      ["aliases", "differs"],
      ["growth", "same"],
      ["share", "single"],
    ],
  );
});

test("a field that a kind does not have does not apply; a target that nobody set is missing", () => {
  assert.equal(lines[1].entries[1], null);
  assert.deepEqual([lines[3].entries[0].missing, lines[3].entries[0].value], [true, "not stated"]);
});

test("a line without any value is missing", () => {
  const nobody = card("c", Object.assign(entry("fields", "aliases", ""), { missing: true }));
  assert.equal(comparedLines([nobody, nobody], texts, fields)[0].state, "missing");
});

test("the same figure on other evidence is not the same", () => {
  const reported = card("d", entry("fields", "area_km2", 2.5, { same: "2.5|reported" }));
  assert.equal(comparedLines([A, reported], texts, fields)[0].state, "differs");
});

test("only what means something is added up, and only where all have it", () => {
  assert.equal(sumOf(lines[0], summed), "2.5 + 3 = 5.5");
  assert.equal(sumOf(lines[2], summed), "");
  assert.equal(sumOf(comparedLines([A, card("e")], texts, fields)[0], summed), "");
});

test("the blocks say first what is the same, then what differs, then who is alone with what", () => {
  const blocks = comparisonBlocks([A, B], texts, { summed, fields });
  const words = ["same for 2", "1 targets: growth", undefined, "differs", undefined, undefined, undefined];
  assert.deepEqual(
    blocks.map((block) => block.text),
    words,
  );
  assert.deepEqual(blocks[4].head, ["item", "A", "B"]);
  assert.equal(blocks[5].facts[0].value, "2.5 + 3 = 5.5");
  assert.deepEqual([blocks[6].label, blocks[6].blocks[0].facts.length], ["only B (1)", 1]);
});
