// A line of words over the map that goes by itself: what a tool has just done.

import { atlas, when } from "../base/atlas.js";
import { addElement, caption, text, write } from "../base/text.js";

const NOTE_MS = 2600;
/** @type {HTMLElement} */ let noteBox;
/** @type {HTMLElement} */ let noteWords;
/** @type {HTMLInputElement} */ let noteLink;
let noteTimer = 0;
/** @type {(() => HTMLElement) | null} */ let noteOpener = null;

// Says the words of a key. With a link they stand beside it, in a field that is selected, until the reader leaves it;
// Escape gives the focus back to the button that `opener` returns.
export function showNote(
  /** @type {string} */ key,
  /** @type {Words} */ values = {},
  link = "",
  /** @type {(() => HTMLElement) | null} */ opener = null,
) {
  clearTimeout(noteTimer);
  noteBox.hidden = false;
  noteOpener = opener;
  write(noteWords, text(key, values));
  noteLink.hidden = !link;
  noteLink.value = link;
  if (link) {
    noteLink.focus();
    noteLink.select();
  } else noteTimer = setTimeout(() => (noteBox.hidden = true), NOTE_MS);
}

when("draw", () => {
  noteBox = addElement("div", "atlas-note", atlas.map.getContainer());
  noteBox.hidden = true;
  L.DomEvent.disableClickPropagation(noteBox);
  noteWords = addElement("span", "atlas-note-words", noteBox);
  noteWords.setAttribute("role", "status");
  noteLink = addElement("input", "atlas-note-link", noteBox);
  noteLink.type = "text";
  noteLink.readOnly = true;
  caption(noteLink, "tool_link", "aria-label");
  noteLink.addEventListener("blur", () => (noteBox.hidden = true));
  noteLink.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" && noteOpener) noteOpener().focus();
  });
});
