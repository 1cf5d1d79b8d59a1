// Counted groups: one mark for several carriers that would hide one another, with their number. A click opens a group:
// nearer where that parts its members, else as a list of their names.

import { atlas, when } from "../base/atlas.js";
import { closed, opened } from "../base/opened.js";
import { hoverOver } from "../base/select.js";
import { chooseThing, pointAt } from "../base/talk.js";
import { addButton, addElement, text, write } from "../base/text.js";
import { flyTo } from "../base/window.js";
import { carriers } from "./carriers.js";
import { nameOfId } from "./rows.js";

const LISTED = 20; // so many are listed rather than zoomed to
const MOST_LISTED = 200; // rows of a list; the page's own list has search and all of them
const AIR_AROUND = 60; // pixels around the members when the map flies to them

/** @type {HTMLElement} */ let groupList;
/** @type {HTMLElement} */ let listHeading;
/** @type {HTMLElement} */ let listRows;
/** @type {HTMLElement | null} */ let listOpener = null; // what had the focus before

// Open a group at a click: the only one it shows is chosen at once.
export function openGroup(/** @type {Group} */ group, /** @type {L.Point} */ point) {
  const ids = carriers.members(group);
  if (ids.length === 1) return chooseThing(ids[0]);
  const bounds = L.latLngBounds([]);
  ids.slice(0, 5000).forEach((id) => bounds.extend(carriers.placeOf(id)));
  const nearest = atlas.map.getMaxZoom();
  const close = atlas.map.getBoundsZoom(bounds, false, L.point(AIR_AROUND, AIR_AROUND));
  const zoom = Math.min(nearest, Math.max(atlas.map.getZoom() + 1, close));
  const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast()) > 20;
  if (ids.length <= LISTED || !apart || atlas.map.getZoom() >= nearest - 0.05) return showList(ids, point);
  return flyTo(bounds.getCenter(), zoom);
}

function showList(/** @type {string[]} */ ids, /** @type {L.Point} */ point) {
  listOpener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  write(listHeading, text("group_title", { n: ids.length.toLocaleString("en-US") }));
  write(listRows, "");
  ids.slice(0, MOST_LISTED).forEach(addListRow);
  if (ids.length > MOST_LISTED)
    write(addElement("li", "atlas-list-rest", listRows), text("group_rest", { n: ids.length - MOST_LISTED }));
  groupList.classList.add("is-open");
  opened(groupList, hideList);
  const size = atlas.map.getSize();
  const x = Math.max(8, Math.min(point.x + 12, size.x - groupList.offsetWidth - 8));
  const y = Math.max(8, Math.min(point.y + 12, size.y - groupList.offsetHeight - 8));
  L.DomUtil.setPosition(groupList, L.point(x, y).round());
  rowButtons()[0].focus({ preventScroll: true });
}

function rowButtons() {
  return Array.from(listRows.querySelectorAll("button"));
}

function addListRow(/** @type {string} */ id) {
  const button = addButton("atlas-list-row", addElement("li", "", listRows), () => {
    hideList();
    chooseThing(id);
  });
  button.dataset.of = id;
  write(button, nameOfId(id));
  button.addEventListener("focus", () => pointAt(id));
  button.addEventListener("mouseenter", () => pointAt(id));
  button.addEventListener("mouseleave", () => pointAt(""));
}

function hideList() {
  if (!groupList || !groupList.classList.contains("is-open")) return;
  groupList.classList.remove("is-open");
  closed(groupList);
  hoverOver("");
  if (listOpener && groupList.contains(document.activeElement)) listOpener.focus({ preventScroll: true });
}

function listKey(/** @type {KeyboardEvent} */ event) {
  const buttons = rowButtons();
  const here = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (event.key === "Escape") return; // whoever hears it last closes the list
  event.stopPropagation(); // Leaflet would move the map
  if (step && buttons.length) buttons[(here + step + buttons.length) % buttons.length].focus();
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
when("select", hideList);
when("language", hideList);
when("layers", hideList);
when("named", () => rowButtons().forEach((button) => write(button, nameOfId(button.dataset.of || ""))));
