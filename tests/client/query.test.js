import assert from "node:assert/strict";
import { test } from "node:test";

import { searchMask } from "../../layers/web/panel/search.js";
import {
  cleanQuery,
  comparedAfter,
  mapMessage,
  nothingSelected,
  onlySelected,
  parseSelection,
  partAsked,
  passingMask,
  restricts,
  rowBits,
  selectionQuery,
} from "../../layers/web/panel/selection.js";
import { suggestionsOf } from "../../layers/web/panel/suggesting.js";
import { held, LIMITS } from "./room.js";

const parse = (query) => parseSelection(query, held).state;
const shown = (query) => held.entities.filter((_, i) => passingMask(held, parse(query))[i]).map((one) => one.id);

test("a selection survives its own query", () => {
  const queries = [
    "",
    "unit=330402&unit=330481&industry=semi&kind=carrier&list=later&list=plan&plan=plan-14",
    "q=%E7%A0%94+%E9%99%A2&near=120.7%2C30.7%2C5&focus=lake-a&compare=body-1&compare=lake-a",
    "within=120.6%2C30.6%3B120.8%2C30.6%3B120.7%2C30.8&map=11%2F30.5%2F120.7&layers=-lakes",
  ];
  for (const query of queries) assert.equal(selectionQuery(held, parse(query)), query);
});

test("what the data does not know is named and left out", () => {
  const { state, gone } = parseSelection(
    "unit=330481&unit=999&focus=nobody&compare=lake-a&compare=lake-z&near=a,b,c",
    held,
  );
  assert.deepEqual(gone, ["999", "nobody", "lake-z"]);
  assert.equal(selectionQuery(held, state), "unit=330481&compare=lake-a");
});

test("facets restrict together, a drawing leaves out what has no place", () => {
  assert.deepEqual(shown(""), ["lake-a", "carrier-1", "body-1"]);
  assert.deepEqual(shown("unit=330481"), ["carrier-1", "body-1"]);
  assert.deepEqual(shown("unit=330481&industry=semi"), ["carrier-1"]);
  assert.deepEqual(shown("list=plan"), ["carrier-1"]);
  assert.deepEqual(shown("plan=plan-15"), ["lake-a", "body-1"]);
  assert.deepEqual(shown("plan=plan-14&list=plan"), ["carrier-1"]);
  assert.deepEqual(shown("near=120.7,30.7,0.5"), ["lake-a"]);
  assert.deepEqual(shown("near=120.7,30.7,1"), ["lake-a", "carrier-1"]);
  assert.deepEqual(shown("within=120.705,30.6;120.8,30.6;120.8,30.8;120.705,30.8"), ["carrier-1"]);
});

test("the edge of a ring belongs to it", () => {
  assert.deepEqual(shown("within=120.7,30.6;120.705,30.6;120.705,30.8;120.7,30.8"), ["lake-a"]);
});

test("a word finds characters, pinyin, initials, and a unit's name what lies in it", () => {
  const found = (query) => held.entities.filter((_, i) => searchMask(held, query)[i]).map((one) => one.id);
  assert.deepEqual(found("研究"), ["carrier-1"]);
  assert.deepEqual(found("yanjiu"), ["carrier-1"]);
  assert.deepEqual(found("yjy"), ["carrier-1"]);
  assert.deepEqual(found("jy"), []);
  assert.deepEqual(found("hn"), ["carrier-1", "body-1"]);
  assert.deepEqual(found("hn 中心"), ["body-1"]);
  for (const query of ["xingjiu", "ｙａｎｊｉｕ", "yan'jiu", "xjy"]) assert.deepEqual(found(query), ["carrier-1"]);
});

test("a filter is offered before what bears the same letters, and the words of a name as what they are", () => {
  const offered = (query) => suggestionsOf(held, query, "en").map((one) => [one.field, one.code, one.same]);
  assert.deepEqual(offered("hn"), [["unit", "330481", true]]);
  assert.deepEqual(offered("HAI"), [["unit", "330481", false]]);
  assert.deepEqual(offered("智能"), [["industry", "ai", false]]);
  assert.deepEqual(offered("yanjiu"), [["", "carrier-1", false]]);
  assert.deepEqual(offered("中心"), [["", "body-1", true]]);
  assert.deepEqual(offered("'"), []);
  assert.equal(suggestionsOf(held, "中心", "en")[0].sub, "other body · 330481");
});

test("a search text is cleaned and cut", () => {
  const clean = (words) => cleanQuery(words, LIMITS);
  assert.equal(clean("  a\u0000\u200b b\u3000\ue000 "), "a b");
  assert.equal(clean("x".repeat(100)).length, 99);
  assert.equal(clean("海".repeat(16)), "海".repeat(11)); // nine bytes of the URL each
  assert.equal(clean("海宁海宁海宁海宁海宁 海"), "海宁海宁海宁海宁海宁");
  assert.equal(clean("'".repeat(40)), "'".repeat(33)); // three, which encodeURIComponent leaves as they are
  assert.equal(clean(`a\ud800${"😀".repeat(9)}`), `a ${"😀".repeat(7)}`);
});

test("coordinates are read in the signs that people type", () => {
  assert.equal(selectionQuery(held, parse("near=120.7，30.7， 0.5")), "near=120.7%2C30.7%2C0.5");
});

test("of several values the last one that is not empty counts, and what is unknown takes its room", () => {
  const written = (query) => selectionQuery(held, parse(query));
  assert.equal(written("focus=lake-a&focus=&grouped=unit&grouped="), "focus=lake-a&grouped=unit");
  const unknown = Array.from("abcdefghij", (letter) => `compare=${letter}`).join("&");
  assert.equal(written(`${unknown}&compare=lake-a`), "");
  const lists = Array.from("abcdefgh", (letter) => `list=${letter}`).join("&");
  assert.equal(written(`${lists}&list=plan`), "");
  assert.equal(written(`${lists.slice(7)}&list=plan`), "list=plan");
});

test("the map's place and layers are read and written in one form", () => {
  const written = (query) => decodeURIComponent(selectionQuery(held, parse(query)));
  assert.equal(written("map=11.0/30.530/120.69"), "map=11/30.53/120.69");
  for (const map of ["20/30/120", "11/86/120", "1e1/30/120", "11,30,120"]) assert.equal(written(`map=${map}`), "");
  assert.equal(written("layers=-nosuch,lakes,-lakes"), "layers=-lakes");
  assert.equal(written("layers=-all,roads"), "layers=-all,roads");
  assert.equal(written("layers=-all,roads,zones,tasks,by.b,by.a"), "layers=-core,-lakes,tasks,by.a");
});

test("an event is taken only where it says something valid", () => {
  const take = (event) => partAsked(held, event);
  assert.deepEqual(take({ type: "near", near: "120.69004,30.53,5.0" }), { near: "120.69,30.53,5" });
  assert.deepEqual(take({ type: "near", near: "" }), { near: "" });
  assert.deepEqual(take({ type: "near", near: "120.69,30.53,0" }), {});
  assert.deepEqual(take({ type: "within", within: "a" }), {});
  assert.deepEqual(take({ type: "within" }), {});
  assert.deepEqual(take({ type: "layers", layers: "lakes,nosuch,.tasks" }), { layers: ".tasks,lakes" });
  assert.deepEqual(take({ type: "listing", grouped: "kind", sorted: "name" }), { grouped: "", sorted: "name" });
});

test("the map is told codes, and bits only where codes cannot say it", () => {
  assert.equal(rowBits([true, false, true, false, false, false, false, false, true]), "0501");
  assert.equal(mapMessage(parse("kind=lake_district"), []).kind, "lake-district");
  assert.equal(mapMessage(parse("kind=carrier"), [true]).rows, "");
  assert.equal(mapMessage(parse("q=a"), [true]).rows, "01");
});

test("one kind alone, one unit alone, and that unit let go again", () => {
  const state = parse("unit=330402");
  assert.deepEqual(onlySelected(held, state, "other_carrier"), { kind: ["carrier"], list: ["later"], focus: "" });
  assert.deepEqual(onlySelected(held, state, "carrier"), { kind: ["carrier"], list: ["plan"], focus: "" });
  assert.deepEqual(onlySelected(held, state, "330402"), { unit: [], focus: "" });
  assert.deepEqual(onlySelected(held, state, "330481"), { unit: ["330481"], focus: "" });
  assert.deepEqual(onlySelected(held, state, "nothing-known"), {});
});

test("ten are compared at most, and one of them can be taken off", () => {
  const state = Object.assign(nothingSelected(), { compare: Array.from("abcdefghij") });
  assert.deepEqual(comparedAfter(held, state, "lake-a"), state.compare);
  assert.equal(comparedAfter(held, state, "c").join(""), "abdefghij");
  assert.deepEqual(comparedAfter(held, nothingSelected(), "lake-a"), ["lake-a"]);
  assert.deepEqual(comparedAfter(held, nothingSelected(), "lake-z"), []);
  assert.equal(restricts(state), false);
});
