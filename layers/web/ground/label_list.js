// The labels that shapes and marks ask for; labels.js says what is in them, and where they stand.

import { when } from "../base/atlas.js";
import { addElement, addSvg } from "../base/text.js";
import { paneOf } from "./shapes.js";

export const labels = [];
let leaders = null; // an SVG for lines from labels to what they name, and for text along lines

// {id, kind, layer, thing | words, at, reach in metres | size in pixels, path: the Leaflet path it names}
export function addLabel(label) {
  label.element = addElement("div", "atlas-label is-" + label.kind + " leaflet-zoom-animated", paneOf("labels"));
  label.element.setAttribute("aria-hidden", "true"); // shapes and the list speak for themselves
  if (label.id) label.element.dataset.id = label.id;
  labels.push(label);
  return label;
}

export function leaderSvg() {
  return leaders;
}

when("begin", () => {
  leaders = addSvg("svg", { class: "atlas-leaders", width: 1, height: 1, "aria-hidden": "true" }, paneOf("leaders"));
});
