// The plan's indicators: for each a bar of its baseline against its target, and its figures with their evidence.

import { button, el, named, svgNode } from "../base/dom.js";
import { evidenceMark } from "../panel/evidence.js";
import { announce, room, t } from "./room.js";
import { heldSource } from "./room_panels.js";

const BAR_WIDE = 200;
const BAR_HIGH = 14;
const SHOWN_FIELDS = { 1: ["baseline", "actual", "target"], 2: ["baseline", "target", "needed_growth"] };
let tableShown = /** @type {1 | 2} */ (2);

/** @returns {HTMLElement[]} */
export function indicatorNodes() {
  const tabs = el("p", { class: "tabs" });
  for (const number of /** @type {(1 | 2)[]} */ ([1, 2])) {
    const show = () => {
      tableShown = number;
      announce("open", "indicators");
    };
    tabs.append(
      button("act", t(`pack_table_${number}`), { "aria-pressed": String(number === tableShown), onclick: show }),
    );
  }
  const heading = el("h2", {}, t(tableShown === 1 ? "indicators_past" : "indicators_ahead"));
  const sections = room.held.data.indicators[tableShown].map(indicatorNode);
  return [tabs, heading, el("div", { class: "indicators" }, ...sections)];
}

/** @param {any} one @param {number} at */
function indicatorNode(one, at) {
  const source = heldSource();
  const cells = one.cells[room.lang];
  const unit = one[`unit_${room.lang}`];
  const head = el("h3", {}, named("span", "", room.held.nameOf(one, room.lang)), unit && named("span", "unit", unit));
  const line = el("p", { class: "data" });
  const node = el("section", { class: "indicator" }, head, bars(one.numbers), line);
  // A share needs points: its relative growth would mislead.
  const ahead = cells.needed_points ? "needed_points" : "needed_growth";
  const shown = SHOWN_FIELDS[tableShown].map((field) => (field === "needed_growth" ? ahead : field));
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
