// Counted groups: one mark for several carriers that would hide one another, with their number. A click opens a group: nearer
// where that parts its members, else as a list of their names.

import { atlas, when } from "../base/atlas.js";
import { hoverOver } from "../base/select.js";
import { chooseThing, send } from "../base/talk.js";
import { addElement, nameOf, text, write } from "../base/text.js";
import { flyTo } from "../base/window.js";
import { carriers } from "./carriers.js";

const LISTED = 20; // so many are listed rather than zoomed to
const MOST_LISTED = 200; // rows of a list; the page's own list has search and all of them
const AIR_AROUND = 60; // pixels around the members when the map flies to them

let groupList = null;
let listHeading = null;
let listRows = null;
let listOpener = null; // what had the focus before

// Open a group at a click: the only one it shows is chosen at once.
export function openGroup(group, point) {
  const ids = carriers.members(group);
  if (ids.length === 1) return chooseThing(ids[0]);
  const bounds = L.latLngBounds(ids.slice(0, 5000).map((id) => carriers.find(id).at));
  const nearest = atlas.map.getMaxZoom();
  const zoom = Math.min(
    nearest,
    Math.max(atlas.map.getZoom() + 1, atlas.map.getBoundsZoom(bounds, false, L.point(AIR_AROUND, AIR_AROUND))),
  );
  const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast()) > 20;
  if (ids.length <= LISTED || !apart || atlas.map.getZoom() >= nearest - 0.05) return showList(ids, point);
  return flyTo(bounds.getCenter(), zoom);
}

function showList(ids, point) {
  listOpener = document.activeElement;
  write(listHeading, text("group_title", { n: ids.length.toLocaleString("en-US") }));
  while (listRows.firstChild) listRows.removeChild(listRows.firstChild);
  ids.slice(0, MOST_LISTED).forEach(addListRow);
  if (ids.length > MOST_LISTED)
    write(addElement("li", "atlas-list-rest", listRows), text("group_rest", { n: ids.length - MOST_LISTED }));
  groupList.classList.add("is-open");
  const size = atlas.map.getSize();
  const x = Math.max(8, Math.min(point.x + 12, size.x - groupList.offsetWidth - 8));
  const y = Math.max(8, Math.min(point.y + 12, size.y - groupList.offsetHeight - 8));
  L.DomUtil.setPosition(groupList, L.point(x, y).round());
  listRows.querySelector("button").focus({ preventScroll: true });
}

function addListRow(id) {
  const button = addElement("button", "atlas-list-row", addElement("li", "", listRows));
  button.type = "button";
  button.dataset.of = id;
  write(button, nameOf(carriers.find(id)));
  const point = (on) => () => {
    hoverOver(on ? id : "");
    send("hover", { id: on ? id : "" });
  };
  button.addEventListener("focus", point(true));
  button.addEventListener("mouseenter", point(true));
  button.addEventListener("mouseleave", point(false));
  button.addEventListener("click", () => {
    hideList();
    chooseThing(id);
  });
}

function hideList() {
  if (!groupList || !groupList.classList.contains("is-open")) return;
  groupList.classList.remove("is-open");
  hoverOver("");
  if (listOpener && listOpener.focus && groupList.contains(document.activeElement))
    listOpener.focus({ preventScroll: true });
}

function listKey(event) {
  const buttons = Array.prototype.slice.call(listRows.querySelectorAll("button"));
  const here = buttons.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  event.stopPropagation(); // Leaflet would move the map, Esc would let go of what is chosen
  if (event.key === "Escape") hideList();
  else if (step && buttons.length) buttons[(here + step + buttons.length) % buttons.length].focus();
  else return;
  event.preventDefault();
}

when("draw", () => {
  groupList = addElement("section", "atlas-list", atlas.map.getContainer());
  groupList.setAttribute("role", "dialog");
  L.DomEvent.disableClickPropagation(groupList);
  L.DomEvent.disableScrollPropagation(groupList);
  listHeading = addElement("h2", "atlas-list-title", groupList);
  listHeading.id = "atlas-list-title";
  groupList.setAttribute("aria-labelledby", listHeading.id);
  listRows = addElement("ul", "", groupList);
  groupList.addEventListener("keydown", listKey);
  atlas.map.on("movestart zoomstart click", hideList);
});
["select", "language", "layers"].forEach((step) => when(step, hideList));
when("named", () => {
  listRows.querySelectorAll("button").forEach((button) => write(button, nameOf(carriers.find(button.dataset.of))));
});
