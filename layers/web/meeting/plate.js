// The title block: number, title, what is shown, and what every picture of this map must say. It stands beside the map
// and never on it.

import { button, el, empty, named, say, set, wholeWords } from "../base/dom.js";
import { balance } from "./balance.js";
import { explainScene, legendBox } from "./explain.js";
import { openMenu } from "./frame.js";
import { inBothTongues, room, roomSentence, sceneNow, t, titleOf, whenRoom } from "./room.js";
import { returnToScene, stepBy } from "./stage.js";

const LONG_TITLE = 68; // letters of a title, of which a Chinese one counts two; a longer one is set smaller
const PLAIN = ["opening", "closing", "indicators", "evaluation", "tasks"];

const number = el("span", { class: "number" });
const total = el("span", { class: "of" });
const title = named("h1", "", "");
const shows = named("p", "sentence", "");
const missing = named("p", "gone", "");
const back = button("act return", "", { onclick: returnToScene });
const review = el("p", {});
const sources = el("p", { class: "sources" });
const attribution = el("p", { class: "attribution" });

/** @param {string} name @param {string} sign @param {() => void} act */
function stepButton(name, sign, act) {
  const node = button(`step is-${name}`, sign, { onclick: act });
  inBothTongues(() => set(node, { "aria-label": t(`pack_${name}`) }));
  return node;
}

whenRoom("build", () => {
  const plate = /** @type {HTMLElement} */ (document.getElementById("plate"));
  const steps = [
    stepButton("previous", "‹", () => stepBy(-1)),
    stepButton("next", "›", () => stepBy(1)),
    stepButton("menu", "⋯", openMenu),
  ];
  plate.append(
    legendBox,
    el("div", { class: "place" }, number, total),
    el("div", { class: "words" }, title, shows, missing, back),
    el("div", { class: "steps" }, ...steps),
    el("div", { class: "notice" }, review, sources, attribution),
  );
  fillPlate();
});

function fillPlate() {
  if (!room.scenes.length) return;
  const scene = sceneNow();
  const words = titleOf(room.presenting ? scene : room.presentation) || t("title");
  say(number, room.at + 1);
  say(total, room.scenes.length);
  sayWhole(title, words);
  title.classList.toggle("is-long", words.replace(/[\u2e80-\uffff]/g, "xx").length > LONG_TITLE);
  const isPlain = PLAIN.includes(scene.face) && room.presenting && !room.strayed;
  sayWhole(shows, isPlain ? titleOf(room.presentation) : roomSentence());
  const gone = room.strayed ? [] : room.gone;
  set(say(missing, t("pack_gone", { names: gone.join(", ") })), { hidden: !gone.length });
  set(say(back, `⌫ ${t("pack_return", { n: room.at + 1 })}`), { hidden: !room.strayed });
  say(review, t("map_map_review"));
  say(sources, t("map_notice_sources"));
  say(attribution, t("map_attribution"));
  balanceTitle();
}

/** @param {HTMLElement} node @param {string} words */
function sayWhole(node, words) {
  if (node.textContent !== words) empty(node).append(...wholeWords(words));
}

function balanceTitle() {
  balance(title);
  balance(shows);
}

whenRoom("fitted", balanceTitle);
whenRoom("language", () => explainScene());
whenRoom("theme", () => explainScene());
for (const step of ["selection", "scene", "presenting", "strayed-changed"]) whenRoom(step, fillPlate);
