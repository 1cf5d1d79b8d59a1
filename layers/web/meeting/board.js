// What stands before the map: the opening, the comparison, the indicators, the evaluation, the decisions,
// the closing.

import { button, el, empty, named, wholeWords } from "../base/dom.js";
import { comparisonBlocks } from "../panel/comparison.js";
import { EVIDENCE, evidenceLegend, evidenceName } from "../panel/evidence.js";
import { Report } from "../panel/report.js";
import { buildEvaluation, evaluationNodes } from "./evaluation.js";
import { indicatorNodes } from "./indicators.js";
import { focusKeeper, room, roomTexts, sceneNow, t, titleOf, whenRoom } from "./room.js";
import { heldSource, panelRoot, roomButton } from "./room_panels.js";
import { decisions, noteDecision, showDecisions } from "./slip.js";
import { fit, showScene, stray } from "./stage.js";
import { buildTasks, taskNodes } from "./tasks.js";

const FULL = ["compare", "indicators", "evaluation", "tasks", "decisions"];
const HALF = ["opening", "closing"];

/** @type {HTMLElement} */
let board;
/** @type {ShadowRoot} */
let boardRoot;
/** @type {Report} */
let comparison;
const comparisonPlace = el("div", {});
const boardOpener = focusKeeper();
const undoable = el("p", { class: "status" });

whenRoom("build", () => {
  board = /** @type {HTMLElement} */ (document.getElementById("board"));
  boardRoot = panelRoot("board");
  comparison = new Report(comparisonPlace);
  buildEvaluation();
  buildTasks();
});

/** @param {string} face */
function setFace(face) {
  const isFull = FULL.includes(face);
  room.face = isFull || HALF.includes(face) ? face : "";
  board.hidden = !room.face;
  board.classList.toggle("is-large", room.presenting);
  board.classList.toggle("is-full", isFull);
  document.body.dataset.board = !room.face ? "" : isFull ? "full" : "half";
  document.body.dataset.face = room.face;
  empty(undoable);
  drawBoard();
}

function drawBoard() {
  board.scrollTop = 0;
  const nodes = room.face ? faceNodes(room.face) : [];
  const marks = marksIn(nodes);
  if (marks && FULL.includes(room.face)) nodes.push(marks);
  const closes = room.face && (!room.presenting || room.strayed || room.face === "decisions");
  if (closes) nodes.unshift(roomButton("pack_close", closeBoard, "act close"));
  empty(boardRoot).append(...nodes);
}

/** What explains the marks of evidence that a board shows, and no other. @param {HTMLElement[]} nodes */
function marksIn(nodes) {
  const there = EVIDENCE.filter((kind) => nodes.some((node) => node.querySelector(`.evidence.${kind}`)));
  if (!there.length) return null;
  return el("p", { class: "explained" }, ...there.map((kind) => evidenceName(kind, heldSource())));
}

/** @param {string} face @returns {HTMLElement[]} */
function faceNodes(face) {
  if (face === "compare") return comparisonNodes();
  if (face === "indicators") return indicatorNodes();
  if (face === "evaluation") return evaluationNodes();
  if (face === "tasks") return taskNodes();
  if (face === "opening") return openingNodes();
  if (face === "closing") return closingNodes();
  const note = el("p", { class: "warning", hidden: room.keeps }, t("pack_not_kept"));
  return [note, undoable, decisions.node, el("p", { class: "acts" }, roomButton("pack_note_decision", noteDecision))];
}

/** @returns {HTMLElement[]} */
function comparisonNodes() {
  const heading = el("h2", {}, t("compare_title"));
  const cards = room.state.compare.map((id) => room.held.card(id, room.lang));
  const there = cards.filter((card) => card !== null);
  const shown = there.length < 2 ? [{ type: "words", text: t("pack_compare_none") }] : comparedBlocks(there);
  comparison.show(shown, heldSource());
  return [heading, comparisonPlace];
}

/** @param {import("../panel/source.js").Card[]} cards */
function comparedBlocks(cards) {
  const taken = cards.map((card) => {
    return { label: t("compare_without", { name: card.title }), event: { type: "compare", id: card.id } };
  });
  return [{ type: "actions", actions: taken }, ...comparisonBlocks(cards, roomTexts(), room.held.data.compared)];
}

/** @returns {HTMLElement[]} */
function openingNodes() {
  const agenda = el("ol", { class: "agenda" });
  room.scenes.forEach((scene, n) => {
    if (scene.face === "opening") return;
    const whole = titleOf(scene);
    const open = button("act", "", { title: whole, onclick: () => showScene(n) });
    open.append(...wholeWords(room.presenting ? beginningOf(whole) : whole));
    agenda.append(el("li", { value: n + 1 }, open));
  });
  const left = decisions.left();
  // The title block says the presentation's name already.
  const heading = named("h2", "", titleOf(room.presentation), { hidden: room.presenting });
  if (!left.length) return [heading, agenda];
  const list = el("ul", { class: "decisions" }, ...left.map((one) => decisions.line(one, true)));
  return [heading, agenda, el("h3", {}, t("pack_open_decisions")), list];
}

/** A short guide has the beginning of a title, up to its colon. @param {string} title */
function beginningOf(title) {
  const [beginning] = title.split(/：|: /);
  return beginning || title;
}

/** @returns {HTMLElement[]} */
function closingNodes() {
  const documents = room.held.data.documents[room.lang];
  const lines = documents.map((one) =>
    el("p", { class: "document", dir: "auto" }, ...wholeWords(`[${one.number}] ${one.title}`)),
  );
  return [el("h2", {}, t("pack_evidence")), evidenceLegend(heldSource()), ...lines];
}

/** @param {string} face */
export function openBoard(face) {
  if (room.presenting && sceneNow().face !== face) stray(true);
  if (face === "decisions") showDecisions();
  if (!room.face) boardOpener.keep();
  setFace(face);
  fit();
}

export function closeBoard() {
  setFace("");
  fit();
  boardOpener.giveBack();
}

/** Closes a board that was opened over a scene, in presenting; whether there was one. */
export function leaveBoard() {
  const was = Boolean(room.face) && room.face !== sceneNow().face;
  if (was) closeBoard();
  return was;
}

whenRoom("face", setFace);
whenRoom("open", openBoard);
whenRoom("language", () => drawBoard());
whenRoom("selection", () => room.face === "compare" && drawBoard());
whenRoom("decisions", () => room.face === "opening" && drawBoard());
whenRoom("undoable", ({ words, undo }) => {
  const act = () => {
    undo();
    empty(undoable);
  };
  empty(undoable).append(words, " ", button("act", t("pack_decision_undo"), { onclick: act }));
});
