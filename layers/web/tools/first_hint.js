// At the first visit a few words say what the tools are for. Who has closed them, or used a tool, does not see them again.

import { atlas, when } from "../base/atlas.js";
import { keptNumber } from "../base/kept_number.js";
import { addButton, addElement, caption } from "../base/text.js";

const KEPT = "g60.hint";
/** @type {HTMLElement | null} */ let hint = null;

/** Takes the hint away for good. */
export function closeHint() {
  if (!hint) return;
  hint.remove();
  hint = null;
  try {
    window.localStorage.setItem(KEPT, "1");
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // nobody may keep anything: it comes again
  }
}

when("drawn", () => {
  if (window.parent === window || keptNumber(KEPT)) return; // nobody wants it at a meeting
  hint = addElement("div", "atlas-hint", atlas.map.getContainer());
  hint.setAttribute("role", "note");
  caption(addElement("p", "", hint), "first_hint");
  const button = caption(addButton("atlas-plate-button", hint, closeHint), "first_hint_close");
  L.DomEvent.disableClickPropagation(button);
});
