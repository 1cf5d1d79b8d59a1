// The pointer: what lies under it, the tooltip that names it, and what a click chooses.

import { atlas, when } from "../base/atlas.js";
import { chooseThing, pointAt } from "../base/talk.js";
import { addElement, nameOf, text, write } from "../base/text.js";
import { badgeText } from "../carriers/badges.js";
import { carriers } from "../carriers/carriers.js";
import { openGroup } from "../carriers/group_list.js";
import { groupText } from "../carriers/group_marks.js";
import { findThing } from "../carriers/rows.js";
import { heldUnder } from "./tools.js";

/** @type {HTMLElement} */ let tip;
/** @type {HTMLElement} */ let tipName;
/** @type {HTMLElement} */ let tipKind;

// The id under a Leaflet mouse event. Marks lie on top; below, an element of ours says who it is.
function pointedAt(/** @type {L.LeafletMouseEvent} */ event) {
  const { id = "", badge } = heldUnder(event);
  if (badge) return { id: id, badge: true };
  const mark = carriers.hit(atlas.map.project(event.latlng));
  if (mark) return { id: mark };
  const group = carriers.groupAt(atlas.map.project(event.latlng));
  if (group) return { id: "", group: group };
  return { id: id };
}

function canChoose(/** @type {string} */ id) {
  const thing = findThing(id);
  return thing !== null && thing.layer !== "reference";
}

function followPointer(/** @type {L.LeafletMouseEvent} */ event) {
  if (atlas.tool) return hideTip();
  const found = pointedAt(event);
  const thing = found.id ? findThing(found.id) : null;
  atlas.map.getContainer().classList.toggle("is-over", canChoose(found.id) || Boolean(found.group));
  if (found.group) tellTip(event.containerPoint, groupText(found.group), "");
  else if (thing) showTip(event.containerPoint, thing, Boolean(found.badge));
  else hideTip();
  const id = canChoose(found.id) ? found.id : "";
  if (id === atlas.state.hover) return;
  pointAt(id);
}

function leaveMap() {
  hideTip();
  if (!atlas.state.hover) return;
  pointAt("");
}

function showTip(/** @type {L.Point} */ at, /** @type {Thing} */ thing, /** @type {boolean} */ badge) {
  // The county's own name stands on the map already.
  if (thing.layer === "counties" && !badge) return hideTip();
  tellTip(at, badge ? badgeText(thing.id) : nameOf(thing), badge ? "" : kindText(thing));
}

function tellTip(/** @type {L.Point} */ at, /** @type {string} */ name, /** @type {string} */ kind) {
  write(tipName, name);
  write(tipKind, kind);
  tip.classList.add("is-open");
  const size = atlas.map.getSize();
  const x = at.x + 14 + tip.offsetWidth > size.x ? at.x - 14 - tip.offsetWidth : at.x + 14;
  const y = at.y + 16 + tip.offsetHeight > size.y ? at.y - 12 - tip.offsetHeight : at.y + 16;
  L.DomUtil.setPosition(tip, L.point(Math.max(4, x), Math.max(4, y)).round());
}

// What kind of thing it is, and for a carrier how well its place is known.
export function kindText(/** @type {Thing} */ thing) {
  if (thing.kind !== "carrier") return text("kind_" + thing.kind);
  const kind = text(thing.plan ? "kind_carrier" : "kind_body");
  return kind + " · " + text("grade_" + (thing.grade || "d").toLowerCase());
}

function hideTip() {
  if (tip) tip.classList.remove("is-open");
}

when("begin", () => {
  tip = addElement("div", "atlas-tip", atlas.map.getContainer());
  tip.setAttribute("aria-hidden", "true");
  tipName = addElement("div", "atlas-tip-name", tip);
  tipKind = addElement("div", "atlas-tip-kind", tip);
});

when("drawn", () => {
  atlas.map.on("mousemove", followPointer);
  atlas.map.on("mouseout", leaveMap);
  atlas.map.on("dragstart zoomstart", hideTip);
  // A click on nothing lets go of what was chosen.
  atlas.map.on("click", (/** @type {L.LeafletMouseEvent} */ event) => {
    if (atlas.tool) return;
    const found = pointedAt(event);
    if (found.group) openGroup(found.group, event.containerPoint);
    else chooseThing(canChoose(found.id) ? found.id : "");
  });
});
when("language", hideTip);
when("named", () => {
  const thing = atlas.state.hover && carriers.find(atlas.state.hover);
  if (thing && tip.classList.contains("is-open")) write(tipName, nameOf(thing));
});
