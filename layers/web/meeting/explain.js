// What explains a scene: the legend of what its map shows, in the title block, and nothing else.

import { el, empty } from "../base/dom.js";
import { atlas, room, whenRoom } from "./room.js";

const NO_MAP = ["compare", "indicators", "evaluation", "tasks", "decisions"]; // faces that hide the map

export const legendBox = el("div", { class: "legend" });

export function clearLegend() {
  empty(legendBox);
}

/** Explains what the map shows in a window. @param {any} [bounds] */
export function explainScene(bounds) {
  if (room.presenting && !NO_MAP.includes(room.face)) atlas.explain(legendBox, bounds);
  else clearLegend();
}

whenRoom("selection", () => room.strayed && explainScene());
