// Paper: below the map, which lays itself for the page, the list, and the marks of evidence and documents in words.

import { el, named } from "../base/dom.js";
import { evidenceLegend } from "../panel/evidence.js";
import { wholeList } from "./aside.js";
import { dress, room } from "./room.js";
import { heldSource } from "./room_panels.js";

let themeBefore = "";
/** @type {HTMLElement | null} */
let legend = null;

window.addEventListener("beforeprint", () => {
  themeBefore = room.theme;
  if (themeBefore === "dark") dress("print"); // light letters would be lost on white
  wholeList();
  const lines = room.held.data.documents[room.lang].map((one) => {
    return named("p", "", `[${one.number}] ${one.title}  ${one.issuer}  ${one.date}`);
  });
  legend = el("section", { id: "marks" }, evidenceLegend(heldSource()), ...lines);
  /** @type {HTMLElement} */ (document.getElementById("room")).append(legend);
});

window.addEventListener("afterprint", () => {
  if (themeBefore !== room.theme) dress(themeBefore);
  if (legend) legend.remove();
});
