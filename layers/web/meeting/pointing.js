// Two ways to point at the picture: a light that follows the pointer, and lines drawn by hand, which go with the scene.

import { el, svgNode } from "../base/dom.js";
import { whenRoom } from "./room.js";

/** @type {HTMLElement | null} */
let wash = null;
/** @type {Element | null} */
let inkSheet = null;
/** @type {Element | null} */
let stroke = null;

/** @param {boolean} [on] */
export function toggleSpotlight(on) {
  const wanted = on === undefined ? !wash : on;
  if (wash) wash.remove();
  wash = wanted ? el("div", { class: "spotlight" }) : null;
  if (!wash) return;
  document.body.append(wash);
  lightAt(window.innerWidth / 2, window.innerHeight / 2);
}

/** @param {number} x @param {number} y */
function lightAt(x, y) {
  const r = window.innerHeight / 6;
  const rings = `transparent ${r}px, rgba(0,0,0,0.72) ${r * 1.12}px`;
  if (wash) wash.style.background = `radial-gradient(circle at ${x}px ${y}px, ${rings})`;
}

/** @param {boolean} [on] */
export function toggleInk(on) {
  const wanted = on === undefined ? !inkSheet : on;
  if (wanted === Boolean(inkSheet)) return;
  if (inkSheet) inkSheet.remove();
  stroke = null;
  inkSheet = wanted ? inkNode() : null;
  if (inkSheet) document.body.append(inkSheet);
}

function inkNode() {
  const node = svgNode("svg", {
    class: "ink",
    onpointerdown: (event) => {
      stroke = svgNode("polyline", { points: `${event.clientX},${event.clientY}` });
      node.append(stroke);
      node.setPointerCapture(event.pointerId);
    },
    onpointermove: (event) => {
      if (stroke) stroke.setAttribute("points", `${stroke.getAttribute("points")} ${event.clientX},${event.clientY}`);
    },
    onpointerup: () => (stroke = null),
  });
  return node;
}

/** Puts away the light and the lines; whether there was one. */
export function stopPointing() {
  const was = Boolean(wash || inkSheet);
  toggleSpotlight(false);
  toggleInk(false);
  return was;
}

window.addEventListener("mousemove", (event) => lightAt(event.clientX, event.clientY));
whenRoom("scene-leaves", () => toggleInk(false));
whenRoom("leaving", () => {
  toggleInk(false);
  toggleSpotlight(false);
});
