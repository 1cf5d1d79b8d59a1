// The plans judged: how many of each grade, and the table of the indicators. A scene names a plan and a grade.

import { button, el, named } from "../base/dom.js";
import { Report } from "../panel/report.js";
import { announce, room, sceneNow, t } from "./room.js";
import { heldSource } from "./room_panels.js";

/** @typedef {import("../panel/held.js").HeldEvaluation} HeldEvaluation */

const evaluationPlace = el("div", { class: "judged" });
/** @type {Report} */
let judgedReport;
/** @type {{scene: string, plan: string}} */
let planShown = { scene: "", plan: "" }; // what somebody chose holds until the next scene

export function buildEvaluation() {
  judgedReport = new Report(evaluationPlace);
}

/** What the scene asks for; nothing where the board was opened from another one. */
function sceneAsks() {
  const scene = room.scenes.length ? sceneNow() : null;
  const query = new URLSearchParams(scene && scene.face === "evaluation" ? scene.query : "");
  return { scene: scene ? scene.id : "", plan: query.get("judged") || "", grade: query.get("grade") || "" };
}

/** @returns {HTMLElement[]} */
export function evaluationNodes() {
  const plans = room.held.data.evaluation;
  if (!plans.length) return [];
  const want = sceneAsks();
  if (planShown.scene !== want.scene) planShown = { scene: want.scene, plan: want.plan };
  const shown = plans.find((one) => one.plan === planShown.plan) || plans[0];
  const grade = shown.plan === want.plan ? want.grade : "";
  const tabs = el("p", { class: "tabs" }, ...plans.map((one) => planButton(one, one === shown, want.scene)));
  judgedReport.show(judgedBlocks(shown, grade), heldSource());
  return [tabs, named("h2", "", room.held.nameOf(shown, room.lang)), evaluationPlace];
}

/** @param {HeldEvaluation} one @param {boolean} on @param {string} scene */
function planButton(one, on, scene) {
  const show = () => {
    planShown = { scene, plan: one.plan };
    announce("open", "evaluation");
  };
  return button("act", room.held.nameOf(one, room.lang), { "aria-pressed": String(on), onclick: show });
}

/**
 * The counts of a plan, its thresholds, and its table: of one grade where the scene asks for one.
 * @param {HeldEvaluation} shown
 * @param {string} grade
 */
function judgedBlocks(shown, grade) {
  const words = shown.words[room.lang];
  const codes = Object.keys(shown.counts).filter((code) => shown.counts[code] > 0);
  const every = codes.reduce((sum, code) => sum + shown.counts[code], 0);
  const head = ["", ...codes.map((code) => words[code])];
  const cells = codes.map((code) => ({ text: String(shown.counts[code]) }));
  const label = t("pack_evaluation_counts");
  const counts = {
    type: "table",
    look: "grades",
    head,
    rows: [{ label, cells }],
    numbers: codes.map((_, at) => at + 1),
  };
  const table = shown.tables[room.lang];
  const rows = table.rows.filter(
    (/** @type {any} */ _, /** @type {number} */ at) => !grade || shown.grades[at] === grade,
  );
  const wanted = grade ? shown.counts[grade] : every;
  const left = wanted - rows.length;
  const more = left > 0 && { type: "words", quiet: true, text: t("pack_evaluation_more", { count: left }) };
  const listed = rows.length ? Object.assign({}, table, { rows }) : { type: "words", text: t("pack_evaluation_none") };
  const blocks = [counts, { type: "words", quiet: true, text: shown.setting[room.lang] }, listed, more];
  return blocks.filter(Boolean);
}
