// The legend: what is drawn, with its real look; how well a carrier's place is known; a switch for each layer; and for
// each kind a way to see it alone.

import { atlas, say, when } from "../base/atlas.js";
import { closed, opened } from "../base/opened.js";
import { isAskedFor, isHidden } from "../base/select.js";
import { send } from "../base/talk.js";
import { addButton, addElement, addIcon, caption, text, write } from "../base/text.js";
import { symbolOf } from "../base/theme.js";
import { homeView } from "../ground/home.js";
import { addSwatch } from "./swatches.js";

// How well a place is known is no layer: [swatch, text].
const LOCATIONS = [
  ["full", "location_ab"],
  ["open", "location_c"],
  ["badge", "location_d"],
];
const NARROWEST_OPEN = 1100; // a narrower map starts with the legend closed, whatever else fits

/** @type {HTMLElement} */ let legendBox;
/** @type {HTMLButtonElement} */ let legendButton;
/** @type {HTMLElement} */ let legendBody;
/** @type {Record<string, { check: HTMLInputElement, row: HTMLElement, off: boolean }>} */ const layerSwitches = {};

when("draw", () => {
  legendBox = addElement("section", "atlas-legend atlas-furniture", atlas.map.getContainer());
  caption(legendBox, "legend_title", "aria-label");
  L.DomEvent.disableClickPropagation(legendBox);
  L.DomEvent.disableScrollPropagation(legendBox);
  legendButton = addButton("atlas-legend-button", legendBox, turnLegend);
  caption(addElement("span", "", legendButton), "legend_title");
  addIcon("M2 4.5L6 8.5L10 4.5", legendButton, 12);
  legendBody = addElement("div", "atlas-legend-body", legendBox);
  legendBody.id = "atlas-legend-body";
  legendButton.setAttribute("aria-controls", legendBody.id);
  atlas.symbology.groups.forEach(addGroup);
  caption(addElement("p", "atlas-legend-note", legendBody), "legend_note");
  caption(addElement("p", "atlas-legend-note atlas-legend-sources", legendBody), "attribution");
  openLegend(false);
});

function turnLegend() {
  const on = !legendBox.classList.contains("is-open");
  openLegend(on);
  if (on) opened(legendButton, turnLegend);
  else closed(legendButton);
}

function openLegend(/** @type {boolean} */ wanted) {
  legendBox.classList.toggle("is-open", wanted);
  legendButton.setAttribute("aria-expanded", String(wanted));
  say("furniture");
}

// An empty group with its title, for others to fill.
export function addLegendGroup(/** @type {string} */ title) {
  const group = addElement("fieldset", "atlas-legend-group", legendBody);
  legendBody.insertBefore(group, legendBody.querySelector(":scope > .atlas-legend-note"));
  caption(addElement("legend", "", group), title);
  return group;
}

function addGroup(/** @type {string} */ name) {
  const group = addLegendGroup("legend_" + name);
  if (name === "location") LOCATIONS.forEach(([swatch, key]) => addEntry(group, swatch, key, false));
  atlas.symbology.layers.filter((layer) => layer.group === name).forEach((layer) => addLayer(group, layer));
}

function addLayer(/** @type {HTMLElement} */ group, /** @type {MapLayer} */ layer) {
  const { code, kind, symbol, off, text: key } = layer;
  const row = addEntry(group, symbol, key, symbolOf(symbol).schematic, Boolean(code));
  if (!code) return;
  if (kind) addOnly(/** @type {HTMLElement} */ (row.parentElement), key, kind);
  const check = addElement("input", "atlas-legend-check", row);
  check.type = "checkbox";
  check.addEventListener("change", () => turnLayer(off ? "." + code : code, check.checked === off));
  layerSwitches[code] = { check: check, row: row, off: off };
}

// One line: a picture, words and, for what nobody surveyed, a tag that says so.
function addEntry(
  /** @type {HTMLElement} */ group,
  /** @type {string} */ swatch,
  /** @type {string} */ key,
  /** @type {boolean} */ schematic,
  switched = false,
) {
  const line = addElement("div", "atlas-legend-line", group);
  const row = addElement(switched ? "label" : "div", "atlas-legend-row", line);
  addSwatch(swatch, row);
  const words = addElement("span", "atlas-legend-words", row);
  caption(addElement("span", "", words), key);
  if (schematic) caption(addElement("span", "atlas-legend-tag", words), "schematic");
  return row;
}

function addOnly(/** @type {HTMLElement} */ line, /** @type {string} */ key, /** @type {string} */ kind) {
  const button = addButton("atlas-legend-only", line, () => send("only", { code: kind }));
  const name = () => {
    write(button, text("only"));
    button.setAttribute("aria-label", text("only_of", { name: text(key) }));
  };
  name();
  when("language", name);
}

// Switch a layer here at once, and let the page know for its address: by a code that is told or not.
function turnLayer(/** @type {string} */ code, /** @type {boolean} */ told) {
  const codes = atlas.state.layers.split(",").filter((other) => other && other !== code);
  if (told) codes.push(code);
  atlas.state.layers = codes.sort().join(",");
  say("layers");
  send("layers", { layers: atlas.state.layers });
}

function markSwitches() {
  Object.keys(layerSwitches).forEach((code) => {
    const on = layerSwitches[code].off ? isAskedFor(code) : !isHidden(code);
    layerSwitches[code].check.checked = on;
    // What nobody draws unasked is not hidden where it is off.
    layerSwitches[code].row.classList.toggle("is-off", !on && !layerSwitches[code].off);
  });
}

// It starts open where the whole city can be shown beside it.
function openWhereItFits() {
  openLegend(true);
  openLegend(atlas.map.getSize().x >= NARROWEST_OPEN && homeView().fits);
}

when("open", openWhereItFits);
when("layers", markSwitches);
when("resize", () => {
  if (legendBox && atlas.map.getSize().x < NARROWEST_OPEN) openLegend(false);
});
