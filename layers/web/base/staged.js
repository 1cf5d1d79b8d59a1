// Whether a scene is presented. "scene" while it is shown as it was composed, "astray" when the reader has left it, ""
// where nobody presents. A scene has the same picture each time: its names are placed in its window, what it is about
// first, and what it leaves out is quieter.

import { atlas, say } from "./atlas.js";

/** @type {Staged} */ export let staged = "";

export function stageMap(/** @type {Staged} */ how) {
  const was = staged;
  staged = how;
  atlas.map.getContainer().classList.toggle("is-staged", Boolean(how));
  if (atlas.drawn && how !== "astray" && (how || was)) say("staged");
}
