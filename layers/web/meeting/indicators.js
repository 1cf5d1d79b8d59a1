// The plan's indicators: for each a bar of its baseline against its target, and its figures with their evidence.

import { button, el, named, svgNode, wholeWords } from "../base/dom.js";
import { evidenceMark } from "../panel/evidence.js";
import { announce, room, t } from "./room.js";
import { heldSource } from "./room_panels.js";

const BAR_WIDE = 200;
const BAR_HIGH = 14;
const LOOKING_BACK = ["baseline", "actual", "target"];
const LOOKING_AHEAD = ["baseline", "target", "needed_growth"];
let tableShown = -1; // the place of the table; until somebody chooses, the first one that looks ahead

/** @returns {HTMLElement[]} */
export function indicatorNodes() {
  const tables = room.held.data.indicators;
  if (!tables.length) return [];
  const ahead = tables.findIndex((one) => !one.looks_back);
  const place = tableShown < 0 ? Math.max(ahead, 0) : tableShown;
  const tabs = el("p", { class: "tabs" });
  tables.forEach((one, number) => {
    const show = () => {
      tableShown = number;
      announce("open", "indicators");
    };
    // Two plans may number their tables alike: then the whole title tells them apart.
    const alone = tables.filter((other) => other.table === one.table).length === 1;
    const label = alone ? t("pack_table", { table: one.table }) : room.held.nameOf(one, room.lang);
    tabs.append(button("act", label, { "aria-pressed": String(number === place), onclick: show }));
  });
  const shown = tables[place];
  const heading = el("h2", {}, ...wholeWords(room.held.nameOf(shown, room.lang)));
  const fields = shown.looks_back ? LOOKING_BACK : LOOKING_AHEAD;
  const sections = shown.entries.map((/** @type {any} */ one, /** @type {number} */ at) =>
    indicatorNode(one, at, fields),
  );
  const half = Math.ceil(sections.length / 2);
  const columns = [sections.slice(0, half), sections.slice(half)].map((part) =>
    el("div", { class: "column" }, ...part),
  );
  const heads = el("div", { class: "heads" }, heading, tabs);
  return [heads, el("div", { class: "indicators" }, ...columns)];
}

/** @param {any} one @param {number} at @param {string[]} fields */
function indicatorNode(one, at, fields) {
  const source = heldSource();
  const cells = one.cells[room.lang];
  const unit = one[`unit_${room.lang}`];
  const name = el("span", { dir: "auto" }, ...wholeWords(room.held.nameOf(one, room.lang)));
  const head = el("h3", {}, name, unit && named("span", "unit", unit));
  const line = el("p", { class: "data" });
  const node = el("section", { class: "indicator" }, head, bars(one.numbers), line);
  // A share needs points: its relative growth would mislead.
  const ahead = cells.needed_points ? "needed_points" : "needed_growth";
  const shown = fields.map((field) => (field === "needed_growth" ? ahead : field));
  for (const field of shown.filter((name) => cells[name])) {
    const cell = cells[field];
    const label = field === "needed_growth" ? t("pack_growth") : String(one.years[field] || cell.label);
    const value = (field === "target" && one.operator !== "=" ? one.operator : "") + cell.value;
    const mark = evidenceMark(cell, source, `citation-i${at}-${field}`, () => node);
    const className = cell.missing ? "datum missing" : "datum";
    line.append(el("span", { class: className }, named("span", "label", label), named("span", "digits", value), mark));
  }
  return node;
}

/**
 * From zero, on the indicator's own scale; the upright line is the target.
 * @param {Record<"target" | "baseline" | "actual", number | null>} numbers
 */
function bars({ target, baseline, actual }) {
  const goal = target || 0;
  const most = Math.max(goal, baseline || 0, actual || 0) || 1;
  const wide = (/** @type {number} */ number) => (BAR_WIDE - 2) * (number / most);
  const bar = (/** @type {string} */ name, /** @type {number} */ number) =>
    svgNode("rect", { class: name, x: 0, y: 3, width: wide(number), height: 8 });
  const reached = actual === null ? baseline : actual;
  const parts = [bar("ground", goal)];
  if (reached !== null) parts.push(bar("reached", reached));
  if (actual !== null && baseline !== null) parts.push(bar("baseline", baseline));
  parts.push(svgNode("rect", { class: "goal", x: wide(goal), y: 0, width: 1.6, height: BAR_HIGH }));
  const frame = {
    class: "bars",
    viewBox: `0 0 ${BAR_WIDE} ${BAR_HIGH}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  };
  return svgNode("svg", frame, ...parts);
}
