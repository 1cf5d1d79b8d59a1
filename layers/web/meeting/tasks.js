// The tasks on the board: how many have each light, by the rule that stands beside, and the gravest first. A scene may
// ask for a kind, a light, a subject or a county.

import { el, named } from "../base/dom.js";
import { Report } from "../panel/report.js";
import { room, sceneNow, t } from "./room.js";
import { heldSource } from "./room_panels.js";

const ROWS_MOST = 60;
const tasksPlace = el("div", {});
/** @type {Report} */
let tasksReport;

export function buildTasks() {
  tasksReport = new Report(tasksPlace);
}

/** @param {any} row @param {URLSearchParams} asked */
function isAsked(row, asked) {
  const units = asked.getAll("unit");
  const one = (/** @type {string} */ key) => asked.get(key) || "";
  if (units.length && !units.some((unit) => row.units.includes(unit))) return false;
  if (one("about") && !row.about.includes(one("about"))) return false;
  return (!one("task") || row.task === one("task")) && (!one("light") || row.light === one("light"));
}

/** @returns {HTMLElement[]} */
export function taskNodes() {
  const held = room.held.data.tasks;
  if (!held) return [];
  const shown = held[room.lang];
  const scene = room.scenes.length ? sceneNow() : null;
  const asked = new URLSearchParams(scene && scene.face === "tasks" ? scene.query : "");
  const rows = shown.rows.filter((/** @type {any} */ row) => isAsked(row, asked));
  tasksReport.show(taskBlocks(shown, rows), heldSource());
  return [named("h2", "", t("pack_tasks")), tasksPlace];
}

/** @param {any} shown @param {any[]} rows */
function taskBlocks(shown, rows) {
  const codes = Object.keys(shown.lights).filter((code) => rows.some((row) => row.light === code));
  const cells = codes.map((code) => ({ text: String(rows.filter((row) => row.light === code).length) }));
  const counts = {
    type: "table",
    look: "grades",
    head: ["", ...codes.map((code) => shown.lights[code])],
    rows: [{ label: t("pack_tasks_counts"), cells }],
    numbers: codes.map((_, at) => at + 1),
  };
  const listed = { type: "table", look: "board", head: shown.head, rows: rows.slice(0, ROWS_MOST) };
  const left = rows.length - ROWS_MOST;
  return [
    ...(rows.length ? [counts] : []),
    { type: "words", quiet: true, text: shown.rule },
    ...(shown.reported ? [] : [{ type: "words", text: t("pack_tasks_unreported") }]),
    rows.length ? listed : { type: "words", text: t("pack_tasks_none") },
    ...(left > 0 ? [{ type: "words", quiet: true, text: t("pack_tasks_more", { count: left }) }] : []),
  ];
}
