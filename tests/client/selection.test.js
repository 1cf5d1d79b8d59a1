import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { goAhead, settled } from "../../layers/web/base/ahead.js";
import { atlas, say, when } from "../../layers/web/base/atlas.js";
import { isHidden, isShown, rowBit, takeMessage, unitChosen } from "../../layers/web/base/select.js";

// The one thing of a page that a selection touches: the language of the document.
globalThis.document = { documentElement: { lang: "" } };

const AREAS = [
  { id: "lake-a", kind: "lake_district", plan: "plan-14", unit: "330402", industries: ["ai"] },
  { id: "lake-b", kind: "lake_district", plan: "plan-15", unit: "330481", industries: ["semi", "ai"] },
  { id: "htz-c", kind: "high_tech_zone", plan: "plan-14", unit: "330481", industries: [] },
];
atlas.symbology = {
  layers: [
    { data: "areas", subjects: true },
    { data: "ground", subjects: false },
  ],
};
atlas.data = {
  areas: { features: AREAS.map(({ id, ...properties }) => ({ id, properties })) },
  ground: { features: [{ id: "ground-1", properties: {} }] },
};
atlas.table = { areas: AREAS.map((area) => area.id) };
say("draw");

const said = [];
for (const step of ["select", "focus", "language", "layers", "around"]) when(step, () => said.push(step));

const shown = () => AREAS.map((area) => area.id).filter(isShown);

beforeEach(() => {
  takeMessage({});
  said.length = 0;
});

test("only layers of subjects can be found by id", () => {
  assert.deepEqual(
    Object.keys(atlas.places),
    AREAS.map((area) => area.id),
  );
});

test("nothing asked shows all", () => assert.deepEqual(shown(), ["lake-a", "lake-b", "htz-c"]));

test("each facet restricts, and facets restrict together", () => {
  takeMessage({ unit: "330481" });
  assert.deepEqual(shown(), ["lake-b", "htz-c"]);
  takeMessage({ unit: "330481", industry: "ai,steel" });
  assert.deepEqual(shown(), ["lake-b"]);
  takeMessage({ kind: "high-tech-zone" });
  assert.deepEqual(shown(), ["htz-c"]);
  takeMessage({ list: "plan" });
  assert.deepEqual(shown(), []);
  takeMessage({ plan: "plan-15", unit: "330481" });
  assert.deepEqual(shown(), ["lake-b"]);
});

test("bit i of the rows is bit i % 8, lowest first, of byte i / 8", () => {
  takeMessage({ rows: "0502" });
  assert.deepEqual([0, 1, 2, 3, 8, 9, 10].filter(rowBit), [0, 2, 9]);
  assert.deepEqual(shown(), ["lake-a", "htz-c"]);
  takeMessage({});
  assert.ok(rowBit(4711));
});

test("a message says what is different and only that", () => {
  takeMessage({ focus: "lake-a" });
  assert.deepEqual(said, ["focus"]);
  takeMessage({ focus: "lake-a", unit: "330402", layers: "lakes" });
  assert.deepEqual(said, ["focus", "layers", "select"]);
  takeMessage({ focus: "lake-a", unit: "330402", layers: "lakes" });
  assert.equal(said.length, 3);
});

test("layers that are off are hidden, and a unit that is not asked for is not chosen", () => {
  takeMessage({ layers: "lakes,zones", unit: "330402", lang: "en" });
  assert.deepEqual(["lakes", "zones", "core"].map(isHidden), [true, true, false]);
  assert.deepEqual(["330402", "330481"].map(unitChosen), [true, false]);
  assert.equal(document.documentElement.lang, "en");
});

test("a click is shown before the server answers, and its earlier answer does not undo it", () => {
  takeMessage(settled({}));
  goAhead({ unit: "330402", industry: "", kind: "", list: "" });
  assert.deepEqual(shown(), ["lake-a"]);
  takeMessage(settled({ unit: "330481" }));
  assert.deepEqual(shown(), ["lake-a"]);
  takeMessage(settled({ unit: "330402" }));
  takeMessage(settled({ unit: "330481" }));
  assert.deepEqual(shown(), ["lake-b", "htz-c"]);
});

test("a click on a page without the list of plans leaves the plan as it is", () => {
  takeMessage(settled({ plan: "plan-14" }));
  goAhead({ unit: "330481", industry: "", kind: "", list: "" });
  assert.deepEqual(shown(), ["htz-c"]);
  goAhead({ unit: "330481", industry: "", kind: "", list: "", plan: "plan-15" });
  assert.deepEqual(shown(), ["lake-b"]);
  takeMessage(settled({ unit: "330481", plan: "plan-15" }));
});

test("a click with anything but codes is not taken", () => {
  takeMessage(settled({}));
  goAhead({ unit: "330402<b>", industry: "", kind: "", list: "" });
  goAhead({ unit: "330402" });
  assert.equal(shown().length, 3);
});
