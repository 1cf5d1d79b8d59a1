// The tools: one quiet column under the zoom buttons, at most one tool in hand. While one is, the map's clicks and keys are its.
//
// A tool is {name, icon, act} where it does one thing at once, or {name, icon, begin, end, click(at, id), move(at), finish(id), back}
// where it is taken in hand. Its texts are tool_{name} and hint_{name}.

import { atlas, say, when } from "../base/atlas.js";
import { hoverOver } from "../base/select.js";
import { addElement, addSvg, caption } from "../base/text.js";
import { carriers } from "../carriers/carriers.js";
import { closePlate, openPlate } from "../furniture/plate.js";

const NARROW_COLUMN = 700; // pixels of the window; below, or in a low one, the column folds into one button
const LOW_COLUMN = 520;
const FOLD_ICON = "M2 11L11 2L14 5L5 14ZM4.6 8.4L6.2 10M7 6L8.6 7.6M9.4 3.6L11 5.2"; // a ruler

const tools = [];
const toolButtons = {};
let toolBox = null;
let toolTray = null;
let foldButton = null;

export function addTool(tool) {
  tools.push(tool);
  return tool;
}

export function takeTool(tool) {
  if (atlas.tool) putAway();
  atlas.tool = tool;
  markTools();
  unfold(false);
  atlas.map.doubleClickZoom.disable();
  atlas.map.getContainer().classList.add("has-tool");
  atlas.map.getContainer().classList.remove("is-over");
  hoverOver("");
  openPlate(tool, putAway);
  tool.begin();
  atlas.map.getContainer().focus({ preventScroll: true });
}

export function putAway() {
  const tool = atlas.tool;
  if (!tool) return;
  const here = atlas.map.getContainer().contains(document.activeElement);
  tool.end();
  atlas.tool = null;
  closePlate();
  atlas.map.doubleClickZoom.enable();
  atlas.map.getContainer().classList.remove("has-tool");
  markTools();
  if (here) (isFolded() ? foldButton : toolButtons[tool.name]).focus({ preventScroll: true });
}

function markTools() {
  tools
    .filter((tool) => tool.begin)
    .forEach((tool) => {
      toolButtons[tool.name].setAttribute("aria-pressed", String(atlas.tool === tool));
    });
  foldButton.classList.toggle("is-active", Boolean(atlas.tool));
}

function isFolded() {
  return toolBox.classList.contains("is-folded");
}

function unfold(open) {
  toolBox.classList.toggle("is-open", open);
  foldButton.setAttribute("aria-expanded", String(open));
  say("furniture");
}

function foldTools() {
  const size = atlas.map.getSize();
  toolBox.classList.toggle("is-folded", size.x < NARROW_COLUMN || size.y < LOW_COLUMN);
  unfold(false);
}

export function toolButton(name) {
  return toolButtons[name];
}

function pressTool(tool) {
  if (tool.act) {
    unfold(false);
    tool.act();
  } else if (atlas.tool === tool) putAway();
  else takeTool(tool);
}

function addToolButton(name, icon, parent, act) {
  const button = addElement("button", "atlas-button", parent);
  button.type = "button";
  caption(button, "tool_" + name, "aria-label");
  caption(button, "tool_" + name, "title");
  addSvg(
    "path",
    { d: icon },
    addSvg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, button),
  );
  button.addEventListener("click", act);
  return button;
}

// The arrows move along the column, as in any toolbar; Escape folds it up.
function walkTools(event) {
  const all = Array.prototype.slice.call(toolTray.querySelectorAll("button"));
  const at = all.indexOf(event.target);
  const to = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (event.key === "Escape" && toolBox.classList.contains("is-open")) {
    unfold(false);
    foldButton.focus({ preventScroll: true });
  } else if (at >= 0 && to !== undefined) all[(to + all.length) % all.length].focus({ preventScroll: true });
  else return;
  event.preventDefault();
  event.stopPropagation();
}

when("draw", () => {
  toolBox = addElement("div", "atlas-tools atlas-furniture", atlas.map.getContainer());
  L.DomEvent.disableClickPropagation(toolBox);
  foldButton = addToolButton("tools", FOLD_ICON, toolBox, () => unfold(!toolBox.classList.contains("is-open")));
  foldButton.classList.add("atlas-tools-fold");
  toolTray = addElement("div", "atlas-tools-tray", toolBox);
  toolTray.setAttribute("role", "group");
  caption(toolTray, "tool_tools", "aria-label");
  tools.forEach(
    (tool) => (toolButtons[tool.name] = addToolButton(tool.name, tool.icon, toolTray, () => pressTool(tool))),
  );
  toolBox.addEventListener("keydown", walkTools);
  markTools();
  foldTools();
});
when("resize", foldTools);

// ---- what the map is told goes to the tool in hand ----

// The id of the thing that a mouse event fell on, "" for none.
function thingUnder(event) {
  const held = event.originalEvent.target.closest ? event.originalEvent.target.closest("[data-id]") : null;
  return carriers.hit(atlas.map.project(event.latlng)) || (held ? held.dataset.id : "");
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
  atlas.map.on("move", () => byKeys() && atlas.tool.move && atlas.tool.move(atlas.map.getCenter()));
  atlas.map.getContainer().addEventListener("keydown", toolKey, true);
}

function byKeys() {
  return Boolean(atlas.tool) && keyed && document.activeElement === atlas.map.getContainer();
}

// Escape puts the tool away, Backspace takes a corner off, Enter ends, the space bar takes the middle of the window.
function toolKey(event) {
  const tool = atlas.tool;
  if (!tool || event.ctrlKey || event.metaKey || event.altKey) return;
  const onMap = event.target === atlas.map.getContainer();
  if (event.key === "Escape") putAway();
  else if (event.key === "Backspace" && tool.back) tool.back();
  else if (event.key === "Enter" && onMap && tool.finish) tool.finish("");
  else if (event.key === " " && onMap) tool.click(atlas.map.getCenter(), "");
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

when("drawn", listenForTools);
