// Whether the map has room for the names as they are written, or briefer or smaller ones must take their place.

import { atlas } from "../base/atlas.js";
import { apart, meet } from "../base/plane.js";
import { isHidden } from "../base/select.js";
import { staged } from "../base/staged.js";
import { briefName } from "../base/text.js";
import { typeScale } from "../base/theme.js";
import { furnitureBoxes, isNarrow } from "../base/window.js";
import { homeWindow } from "../ground/home.js";
import { labels } from "../ground/label_list.js";

export const CARRIERS_FROM = 12.25; // zoom
/** @type {Partial<Record<LabelKind, number>>} */
export const FROM_ZOOM = { platform: 11.4, carrier: CARRIERS_FROM };
const LONG_LEAD = 80; // pixels

// Whether names that were placed as they were written should be written as `how` says. A narrow map writes brief ones
// from the start.
export function lacksRoom(/** @type {LessRoom} */ how) {
  if (how === "bare") return staged === "scene" && labels.some(lacksCount);
  if (staged) return staged === "scene" && labels.some((label) => isMissed(label) || isFar(label));
  if (isNarrow()) return false;
  return labels.some(isLeftOut) || (how === "brief" && cutsNames());
}

// Whether the window that shows the whole city cuts a name, or furniture covers one.
function cutsNames() {
  const edge = homeWindow();
  if (!edge) return false;
  return labels.some(({ box, kind }) => {
    if (!box || kind === "neighbour") return false;
    const across = box.x < edge.x || box.x + box.w > edge.x + edge.w;
    const cut = across || box.y < edge.y || box.y + box.h > edge.y + edge.h;
    return cut || edge.covers.some((cover) => meet(box, cover, 0));
  });
}

// Whether a name that a reader looks for found no place: a briefer one may, or one that leaves it room.
function isLeftOut(/** @type {Label} */ label) {
  return label.tried && !label.box && Boolean(label.thing && (label.kind === "county" || briefName(label.thing)));
}

// Whether a count that a scene has no other mark for has no place.
export function lacksCount(/** @type {Label} */ label) {
  return label.hasBadge && !label.box && isInSight(label);
}

function isMissed(/** @type {Label} */ label) {
  if (!label.about || label.box || (label.layer && isHidden(label.layer))) return false;
  const isNamed = label.kind === "platform" || atlas.map.getZoom() >= (FROM_ZOOM[label.kind] || 0);
  return isNamed && isInSight(label);
}

function isInSight(/** @type {Label} */ label) {
  const frame = sceneWindow();
  const { x, y } = label.anchor;
  return x > frame.x && y > frame.y && x < frame.x + frame.w && y < frame.y + frame.h;
}

// Whether a name stands so far from what it names that the eye loses the line between them.
function isFar(/** @type {Label} */ label) {
  const lead = label.about && label.box && label.box.lead;
  return lead ? apart(lead[0], lead[1]) > LONG_LEAD * typeScale() : false;
}

// The window of a scene in pixels of the world: its names stand in it, and clear of the furniture.
export function sceneWindow() {
  const size = atlas.map.getSize();
  const corner = atlas.map.project(atlas.map.getCenter(), atlas.map.getZoom()).subtract(size.divideBy(2));
  const covers = furnitureBoxes().map((box) => ({ x: box.x + corner.x, y: box.y + corner.y, w: box.w, h: box.h }));
  return { x: corner.x, y: corner.y, w: size.x, h: size.y, covers: covers, strict: true };
}
