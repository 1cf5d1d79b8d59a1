// The tools: one quiet column under the zoom buttons, at most one tool in hand. While one is, the map's clicks and keys
// are its.
//
// A tool is {name, icon, act} where it does one thing at once, or {name, icon, begin, end, click(at, id), move(at),
// finish(id), back} where it is taken in hand. Its texts are tool_{name} and hint_{name}.

import { atlas, say, when } from "../base/atlas.js";
import { closed, opened } from "../base/opened.js";
import { hoverOver } from "../base/select.js";
import { addElement, addIconButton, caption } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { closePlate, openPlate } from "../furniture/plate.js";
import { closeHint } from "./first_hint.js";

const NARROW_COLUMN = 760; // pixels of the window; below, or in a low one, the column folds into one button
const LOW_COLUMN = 520;
const FOLD_ICON = "M2 11L11 2L14 5L5 14ZM4.6 8.4L6.2 10M7 6L8.6 7.6M9.4 3.6L11 5.2"; // a ruler

/** @type {(Tool | ActTool)[]} */ const tools = [];
/** @type {Record<string, HTMLButtonElement>} */ const toolButtons = {};
/** @type {HTMLElement} */ let toolBox;
/** @type {HTMLElement} */ let toolTray;
/** @type {HTMLButtonElement} */ let foldButton;

/** @type {AddTool} */ export function addTool(tool) {
  tools.push(tool);
  return tool;
}

export function takeTool(/** @type {Tool} */ tool) {
  if (atlas.tool) putAway();
  atlas.tool = tool;
  markTools();
  unfold(false);
  atlas.map.doubleClickZoom.disable();
  atlas.map.getContainer().classList.add("has-tool");
  atlas.map.getContainer().classList.remove("is-over");
  hoverOver("");
  openPlate(tool, putAway);
  opened(openerOf(tool), putAway);
  tool.begin();
  atlas.map.getContainer().focus({ preventScroll: true });
}

export function putAway() {
  const tool = atlas.tool;
  if (!tool) return;
  const here = atlas.map.getContainer().contains(document.activeElement);
  closed(toolButtons[tool.name]);
  closed(foldButton);
  tool.end();
  atlas.tool = null;
  closePlate();
  atlas.map.doubleClickZoom.enable();
  atlas.map.getContainer().classList.remove("has-tool");
  markTools();
  if (here) openerOf(tool).focus({ preventScroll: true });
}

// What is seen of the button of a tool: on a small map that is the one into which all are folded.
function openerOf(/** @type {Tool} */ tool) {
  return isFolded() ? foldButton : toolButtons[tool.name];
}

function markTools() {
  tools.forEach((tool) => {
    if (!("act" in tool)) toolButtons[tool.name].setAttribute("aria-pressed", String(atlas.tool === tool));
  });
  foldButton.classList.toggle("is-active", Boolean(atlas.tool));
}

function isFolded() {
  return toolBox.classList.contains("is-folded");
}

function unfold(/** @type {boolean} */ open) {
  toolBox.classList.toggle("is-open", open);
  foldButton.setAttribute("aria-expanded", String(open));
  if (open) opened(foldButton, () => unfold(false));
  else closed(foldButton);
  say("furniture");
}

function foldTools() {
  const size = atlas.map.getSize();
  toolBox.classList.toggle("is-folded", size.x < NARROW_COLUMN || size.y < LOW_COLUMN);
  unfold(false);
}

export function toolButton(/** @type {string} */ name) {
  return toolButtons[name];
}

function pressTool(/** @type {Tool | ActTool} */ tool) {
  closeHint();
  if ("act" in tool) {
    unfold(false);
    tool.act();
  } else if (atlas.tool === tool) putAway();
  else takeTool(tool);
}

// The arrows move along the column, as in any toolbar.
function walkTools(/** @type {KeyboardEvent} */ event) {
  const all = Array.from(toolTray.querySelectorAll("button"));
  const at = all.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const back = event.key === "ArrowUp" || event.key === "ArrowLeft";
  const on = event.key === "ArrowDown" || event.key === "ArrowRight";
  const ends = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : null;
  const to = back ? at - 1 : on ? at + 1 : ends;
  if (at >= 0 && to !== null) all[(to + all.length) % all.length].focus({ preventScroll: true });
  else return;
  event.preventDefault();
  event.stopPropagation();
}

when("draw", () => {
  toolBox = addElement("div", "atlas-tools atlas-furniture", atlas.map.getContainer());
  L.DomEvent.disableClickPropagation(toolBox);
  foldButton = addIconButton("tool_tools", FOLD_ICON, toolBox, () => unfold(!toolBox.classList.contains("is-open")));
  foldButton.classList.add("atlas-tools-fold");
  toolTray = addElement("div", "atlas-tools-tray", toolBox);
  toolTray.setAttribute("role", "group");
  caption(toolTray, "tool_tools", "aria-label");
  tools.forEach((tool) => {
    toolButtons[tool.name] = addIconButton("tool_" + tool.name, tool.icon, toolTray, () => pressTool(tool));
  });
  toolBox.addEventListener("keydown", walkTools);
  markTools();
  foldTools();
});
when("resize", foldTools);

// ---- what the map is told goes to the tool in hand ----

// What the element under a mouse event says of itself: `id` of a thing, `badge` of a county's badge.
export function heldUnder(/** @type {L.LeafletMouseEvent} */ event) {
  const { target } = event.originalEvent;
  const held = target instanceof Element ? target.closest("[data-id]") : null;
  return held instanceof HTMLElement || held instanceof SVGElement ? held.dataset : {};
}

// The id of the thing that a mouse event fell on, "" for none.
function thingUnder(/** @type {L.LeafletMouseEvent} */ event) {
  return carriers.hit(atlas.map.project(event.latlng)) || heldUnder(event).id || "";
}

// Whether a key was pressed since the last click: `:focus-visible` came later than the browsers that we serve.
let keyed = false;

function listenForTools() {
  document.addEventListener("keydown", () => (keyed = true), true);
  document.addEventListener("pointerdown", () => (keyed = false), true);
  atlas.map.on("click", (event) => atlas.tool && atlas.tool.click(event.latlng, thingUnder(event)));
  atlas.map.on("dblclick", (event) => atlas.tool && atlas.tool.finish && atlas.tool.finish(thingUnder(event)));
  atlas.map.on("mousemove", (event) => atlas.tool && atlas.tool.move && atlas.tool.move(event.latlng));
  // By keyboard the middle of the window is where one points; a cross shows it.
  atlas.map.on("move", () => atlas.tool && byKeys() && atlas.tool.move && atlas.tool.move(atlas.map.getCenter()));
  atlas.map.getContainer().addEventListener("keydown", toolKey, true);
}

function byKeys() {
  return keyed && document.activeElement === atlas.map.getContainer();
}

// Backspace takes a corner off, Enter ends, the space bar takes the middle of the window.
function toolKey(/** @type {KeyboardEvent} */ event) {
  const tool = atlas.tool;
  if (!tool || event.ctrlKey || event.metaKey || event.altKey) return;
  const onMap = event.target === atlas.map.getContainer();
  if (event.key === "Backspace" && tool.back) tool.back();
  else if (event.key === "Enter" && onMap && tool.finish) tool.finish("");
  else if (event.key === " " && onMap) tool.click(atlas.map.getCenter(), "");
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

when("drawn", listenForTools);
