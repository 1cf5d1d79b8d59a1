import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { cellFault, cellWords, copiedBlock, pastedBlock, readCell } from "../../layers/web/panel/cell_check.js";
import { Typing } from "../../layers/web/panel/edit_typing.js";

// The browser's tab keeps what is typed.
const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, content) => kept.set(name, content),
  removeItem: (name) => kept.delete(name),
};

// What is wrong with a cell, said by the server: the same fields and values go through its own check.
const SERVER = `
import json, sys
from g60.checks.tables import _check_value
from g60.contract.schema import SOURCES, Field
asked = json.load(sys.stdin)
told = []
for one in asked:
    about = {key: one[key] for key in ("form", "required", "minimum", "maximum")}
    field = Field("x", codes=tuple(one["codes"]), **about)
    codes = [issue.code for issue in _check_value(one["value"], field, SOURCES, 1) if issue.severity == "error"]
    told.append(codes[0] if codes else "")
print(json.dumps(told))
`;
const FORMS = ["text", "slug", "code", "codes", "list", "number", "integer", "integers", "date", "period", "sha256"];
const PIECES = [
  "",
  "0",
  "7",
  "12",
  "-3",
  "1.5",
  "1.",
  ".5",
  "2026",
  "2026-02",
  "2026-02-29",
  "2024-02-29",
  "2024-13-01",
]
  .concat(["2024-01-00", "0000", "0001", "2021/2025", "2025/2021", "2021/2021", "a", "a-b", "a--b", "A", "-a", "semi"])
  .concat([
    "semi;ai",
    "semi;;ai",
    ";",
    "semi;x",
    "数",
    "１２",
    "1e5",
    "12 ",
    "f".repeat(64),
    "F".repeat(64),
    "a".repeat(33),
    " ",
    "\u200b",
    "\u3164\u2060",
    "\u200b字",
    "1".repeat(10),
    `5;${"1".repeat(10)}`,
    "9".repeat(16),
    "9".repeat(400),
    `1.${"1".repeat(11)}`,
    `-${"9".repeat(15)}.${"9".repeat(10)}`,
  ])
  .concat([
    "999999999999",
    "360",
    "361",
    "2026-1",
    "20260101",
    "9999-12-31",
    "2023-04-31",
    "a".repeat(32),
    "3;4",
    "3;x",
  ]);

function asked() {
  const found = [];
  for (const form of FORMS) {
    for (const value of PIECES) {
      for (const required of [true, false]) {
        const limits = form === "number" || form === "integer" ? [0, 360] : [null, null];
        const codes = form.startsWith("code") ? ["semi", "ai"] : [];
        found.push({ form, value, required, minimum: limits[0], maximum: limits[1], codes });
      }
    }
  }
  return found;
}

test("a cell is judged as the server judges it, over a thousand values", () => {
  const cases = asked();
  assert.ok(cases.length > 1000);
  const python = process.env.PYTHON || "python3";
  const env = { ...process.env, PYTHONPATH: `src:.:${process.env.PYTHONPATH || ""}` };
  const told = JSON.parse(
    execFileSync(python, ["-c", SERVER], { input: JSON.stringify(cases), env, encoding: "utf8" }),
  );
  const differing = cases.flatMap((one, at) => {
    const column = { ...one, codes: one.codes.map((code) => [code, code]) };
    const found = cellFault(column, one.value);
    return found === told[at] ? [] : [[one.form, one.value, found, told[at]]];
  });
  assert.deepEqual(differing, []);
});

const INDUSTRY = {
  form: "codes",
  codes: [
    ["semi", "半导体"],
    ["ai", "人工智能"],
  ],
};

test("words become codes, and what is not understood stays as it was typed", () => {
  assert.equal(readCell(INDUSTRY, "半导体；人工智能"), "semi;ai");
  assert.equal(readCell(INDUSTRY, "AI、量子"), "ai;量子");
  assert.equal(readCell({ form: "code", codes: [["330481", "海宁"]] }, "海宁"), "330481");
  assert.equal(readCell({ form: "number", codes: [] }, " １２．５ "), "12.5");
  assert.equal(readCell({ form: "number", codes: [] }, "约12"), "约12");
  assert.equal(readCell({ form: "text", codes: [] }, "１２"), "１２");
  assert.equal(cellWords(INDUSTRY, "semi;量子"), "半导体；量子");
});

test("a block comes and goes as a spreadsheet writes it", () => {
  assert.deepEqual(pastedBlock("a\tb\r\nc\td\r\n"), [
    ["a", "b"],
    ["c", "d"],
  ]);
  assert.deepEqual(pastedBlock('"两行\n文字"\t"说""好"""\n\tx'), [
    ["两行\n文字", '说"好"'],
    ["", "x"],
  ]);
  assert.deepEqual(pastedBlock('5" disk'), [['5" disk']]);
  const rows = [
    ["a\tb", 'c"d'],
    ["e\nf", ""],
  ];
  assert.deepEqual(pastedBlock(copiedBlock(rows)), rows);
});

test("what is typed goes back and forth, and is forgotten once the draft has it", () => {
  const stored = { a: { x: "1", y: "2" }, b: { x: "3", y: "" } };
  const at = (key, field) => stored[key][field];
  const typing = new Typing("typing");
  typing.take([{ key: "a", field: "x", value: "9" }], at);
  typing.take(
    [
      { key: "a", field: "y", value: "bad" },
      { key: "b", field: "x", value: "8" },
    ],
    at,
  );
  assert.equal(typing.count, 3);
  typing.step(false, at);
  assert.deepEqual(typing.sent(), { cells: { a: { x: "9" } }, expected: { a: { x: "1" } } });
  typing.step(false, at);
  assert.equal(typing.count, 0);
  assert.equal(typing.step(false, at), null);
  typing.step(true, at);
  typing.step(true, at);
  assert.equal(typing.count, 3);
  stored.a.x = "9";
  typing.settle(at);
  assert.deepEqual(typing.sent().cells, { a: { y: "bad" }, b: { x: "8" } });
});

test("who has been told of another's value and types again replaces it", () => {
  const stored = { a: { x: "1" } };
  const at = () => stored.a.x;
  const typing = new Typing("typing");
  typing.drop();
  typing.take([{ key: "a", field: "x", value: "2" }], at);
  assert.equal(typing.overtaken("a", "x", at()), null);
  stored.a.x = "5";
  assert.equal(typing.overtaken("a", "x", at()), "5");
  assert.deepEqual(typing.sent().expected, { a: { x: "1" } });
  typing.take([{ key: "a", field: "x", value: "2" }], at);
  assert.deepEqual(typing.sent(), { cells: { a: { x: "2" } }, expected: { a: { x: "5" } } });
});

test("the value that stood there when typing began is the one that is expected", () => {
  const stored = { a: { x: "1" } };
  const typing = new Typing("typing");
  typing.drop();
  typing.take([{ key: "a", field: "x", value: "2" }], () => stored.a.x);
  stored.a.x = "5"; // somebody else saved it meanwhile
  typing.take([{ key: "a", field: "x", value: "3" }], () => stored.a.x);
  assert.deepEqual(typing.sent(), { cells: { a: { x: "3" } }, expected: { a: { x: "1" } } });
  assert.deepEqual(new Typing("typing").sent(), typing.sent()); // a page that is loaded anew
});
