// The labels that shapes and marks ask for; labels.js says what is in them, and where they stand.

import { when } from "../base/atlas.js";
import { addElement, addSvg } from "../base/text.js";
import { paneOf } from "./shapes.js";

/** @type {Label[]} */ export const labels = [];
/** @type {SVGElement} */ let leaders; // an SVG for lines from labels to what they name, and for text along lines

// {id, kind, layer, thing | words, at, reach in metres | size in pixels, path: the Leaflet path it names}
export function addLabel(/** @type {LabelWish} */ wish) {
  const element = addElement("div", "atlas-label is-" + wish.kind + " leaflet-zoom-animated", paneOf("labels"));
  element.setAttribute("aria-hidden", "true"); // shapes and the list speak for themselves
  if (wish.id) element.dataset.id = wish.id;
  const size = { w: 0, h: 0, r: 0, anchor: { x: 0, y: 0 }, outline: null, stands: [] };
  const standing = { box: null, tries: [], kept: "", tried: false, offset: L.point(0, 0), anchorAt: wish.at };
  /** @type {Label} */ const label = {
    ...wish,
    ...size,
    ...standing,
    ...{ element, leader: null, shown: true, chosen: false, about: false, hasBadge: false },
  };
  labels.push(label);
  return label;
}

export function leaderSvg() {
  return leaders;
}

when("begin", () => {
  leaders = addSvg("svg", { class: "atlas-leaders", width: 1, height: 1, "aria-hidden": "true" }, paneOf("leaders"));
});
