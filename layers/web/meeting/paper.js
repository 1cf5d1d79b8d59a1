// Paper: the map keeps the picture that it has, made as wide as the page; the marks of evidence and the documents are
// said in words.

import { el, named } from "../base/dom.js";
import { evidenceLegend } from "../panel/evidence.js";
import { wholeList } from "./aside.js";
import { dress, room } from "./room.js";
import { heldSource } from "./room_panels.js";

const PAGE_PX = 690; // across a page of A4 within its margins
let themeBefore = "";
/** @type {HTMLElement | null} */
let legend = null;

/** @param {Record<"width" | "height" | "zoom", string>} size */
function setSheet(size) {
  const sheet = document.getElementById("sheet");
  if (sheet) Object.assign(sheet.style, size);
}

window.addEventListener("beforeprint", () => {
  themeBefore = room.theme;
  if (themeBefore === "dark") dress("print"); // light letters would be lost on white
  const { offsetWidth, offsetHeight } = /** @type {HTMLElement} */ (document.getElementById("sheet"));
  const zoom = String(Math.min(1, PAGE_PX / offsetWidth));
  setSheet({ width: `${offsetWidth}px`, height: `${offsetHeight}px`, zoom });
  wholeList();
  const lines = room.held.data.documents[room.lang].map((one) => {
    return named("p", "", `[${one.number}] ${one.title}  ${one.issuer}  ${one.date}`);
  });
  legend = el("section", { id: "marks" }, evidenceLegend(heldSource()), ...lines);
  /** @type {HTMLElement} */ (document.getElementById("room")).append(legend);
});

window.addEventListener("afterprint", () => {
  setSheet({ width: "", height: "", zoom: "" });
  if (themeBefore !== room.theme) dress(themeBefore);
  if (legend) legend.remove();
});
