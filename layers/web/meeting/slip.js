// What the meeting decides, noted to the chosen one; kept by the browser for the next opening and for the minutes.

import { today } from "../base/day.js";
import { button, el, named, say } from "../base/dom.js";
import { Decisions, decisionFile, readDecisions } from "./decisions.js";
import { DECISIONS, stored } from "./kept.js";
import { tell } from "./notice.js";
import { announce, focusKeeper, room, roomTexts, t, whenRoom } from "./room.js";
import { roomButton } from "./room_panels.js";

/** @type {HTMLFormElement | null} */
let slip = null;
const slipOpener = focusKeeper();
/**
 * What is typed and not saved: a slip that was closed is opened again with it.
 * @type {(HTMLInputElement | HTMLTextAreaElement)[]}
 */
let typedInSlip = [];

/** @param {string} area */
function nameOfArea(area) {
  const thing = area && room.held.find(area);
  return t("pack_decision_about", {
    name: thing ? room.held.nameOf(thing, room.lang) : area || t("pack_decision_whole"),
  });
}

export const decisions = new Decisions({
  forms: ["json"],
  read: (mine, theirs) => {
    const added = readDecisions(theirs || null);
    const kept = readDecisions(mine).filter((one) => !added.some((other) => other.id === one.id));
    if (theirs !== undefined && !added.length) return Promise.resolve({ messages: [t("meeting_not_opened")] });
    return Promise.resolve({ file: decisionFile([...kept, ...added]), messages: [] });
  },
  nameOf: nameOfArea,
  linkTo: () => "",
  fileName: () => "g60-decisions.json",
  save: () => undefined,
  told: (words, _, undo) => (undo ? announce("undoable", { words, undo }) : tell(words)),
});

/** Reads what is kept and draws it in the reader's language. */
export function showDecisions() {
  decisions.show(roomTexts());
}

whenRoom("build", () => {
  decisions.file = decisionFile(readDecisions(stored(DECISIONS)));
  showDecisions();
});
whenRoom("language", showDecisions);
window.addEventListener("storage", (event) => event.key === DECISIONS && showDecisions());

/** @param {string} name @param {"textarea" | "input"} tag @param {string} [type] */
function slipField(name, tag, type) {
  const input = el(tag, { type: type || null, maxlength: tag === "textarea" ? 2000 : 200 });
  const label = el("span", { class: "label" }, t(`pack_decision_${name}`));
  return { input, node: el("label", { class: "field" }, label, input) };
}

export function noteDecision() {
  if (slip) return;
  slipOpener.keep();
  const area = room.state.focus;
  const text = slipField("text", "textarea");
  const owner = slipField("owner", "input", "text");
  const due = slipField("due", "input", "date");
  const inputs = [text.input, owner.input, due.input];
  typedInSlip.forEach((one, at) => (inputs[at].value = one.value));
  typedInSlip = inputs;
  const told = el("p", { class: "told", role: "alert" });
  const save = button("act is-main", t("pack_decision_save"), { type: "submit" });
  const acts = el("p", { class: "acts" }, save, roomButton("pack_close", closeSlip));
  const about = named("p", "about", nameOfArea(area));
  slip = el("form", { class: "slip" }, about, text.node, owner.node, due.node, told, acts);
  document.body.append(slip);
  slip.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.input.value.trim();
    if (!words) {
      say(told, t("pack_decision_empty"));
      return;
    }
    const id = `d-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;
    const [who, when] = [owner.input.value.trim(), due.input.value];
    decisions.add({ id, area, text: words, owner: who, due: when, made: today(), done: false });
    typedInSlip = [];
    closeSlip();
    announce("decisions");
  });
  text.input.focus();
}

/** Closes the slip; whether it was open. */
export function closeSlip() {
  const was = Boolean(slip);
  if (slip) slip.remove();
  slip = null;
  if (was) slipOpener.giveBack();
  return was;
}
