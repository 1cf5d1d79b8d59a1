// The counties shaded by a count or a target, where the reader asks for it: a choice in the legend, and a plate with
// the classes, each county's value and its evidence. What has no number is hatched; it is in no class.

import { atlas, featuresOf, say, when } from "../base/atlas.js";
import { closed, opened } from "../base/opened.js";
import { send } from "../base/talk.js";
import { addElement, addSvg, caption, text, write } from "../base/text.js";
import { symbolOf } from "../base/theme.js";
import { addArea, elementOf, paneOf } from "../ground/shapes.js";
import { addLegendGroup } from "./legend.js";

const MARK = ".by."; // before the code of what is asked for, among the layers
const LEAST = 0.1; // share of the colour of the lowest class

/** @type {Record<string, SVGElement>} */ const shades = {};
/** @type {HTMLElement} */ let valuePlate;
/** @type {HTMLSelectElement} */ let valueChoice;

/** @returns {CountyValues} */
function countyValues() {
  return /** @type {any} */ (atlas.data.values) || { units: {}, missing: {}, evidence: {}, measures: [] };
}

function askedValue() {
  const code = atlas.state.layers.split(",").find((one) => one.indexOf(MARK) === 0);
  return code ? code.slice(MARK.length) : "";
}

when("draw", () => {
  featuresOf("counties").forEach((feature) => {
    if (feature.geometry.type === "Point") return;
    shades[feature.id] = elementOf(addArea(feature, "values", "atlas-value", 0.6));
    shades[feature.id].removeAttribute("data-id");
  });
  valuePlate = addElement("section", "atlas-changes atlas-values atlas-furniture", atlas.map.getContainer());
  valuePlate.hidden = true;
  L.DomEvent.disableClickPropagation(valuePlate);
  L.DomEvent.disableScrollPropagation(valuePlate);
  if (!countyValues().measures.length) return;
  const row = addElement("div", "atlas-legend-line", addLegendGroup("legend_values"));
  valueChoice = addElement("select", "atlas-values-choice", row);
  caption(valueChoice, "values_choose", "aria-label");
  valueChoice.addEventListener("change", () => shadeBy(valueChoice.value));
  nameChoices();
});

function nameChoices() {
  if (!valueChoice) return;
  write(valueChoice, "");
  write(addElement("option", "", valueChoice), text("values_none")).value = "";
  [true, false].forEach((counted) => {
    const group = addElement("optgroup", "", valueChoice);
    group.label = text(counted ? "values_counts" : "values_targets");
    countyValues()
      .measures.filter((one) => one.counted === counted)
      .forEach((one) => {
        write(addElement("option", "", group), one.names[atlas.state.lang]).value = one.code;
      });
  });
  valueChoice.value = askedValue();
}

// Shade at once, and let the page know for its address.
function shadeBy(/** @type {string} */ code) {
  const codes = atlas.state.layers.split(",").filter((one) => one && one.indexOf(MARK) !== 0);
  if (code) codes.push(MARK + code);
  atlas.state.layers = codes.sort().join(",");
  if (code) opened(valueChoice, () => shadeBy(""));
  else closed(valueChoice);
  say("layers");
  send("layers", { layers: atlas.state.layers });
}

function classOf(/** @type {CountyMeasure} */ measure, /** @type {string} */ unit) {
  const value = measure.of[unit];
  if (!value || value.number === null) return -1;
  const number = value.number;
  return measure.classes.findIndex(([low, high]) => number >= low && number <= high);
}

// The look of a class: the colour at an opacity of its own, or the hatch of what is missing.
function paintShade(/** @type {SVGElement} */ shape, /** @type {number} */ place, /** @type {number} */ count) {
  const most = symbolOf("value").fill;
  const share = count > 1 ? LEAST + ((most - LEAST) * place) / (count - 1) : most / 2;
  shape.style.fill = place < 0 ? "var(--value-missing-paint)" : "var(--" + symbolOf("value").colour + ")";
  shape.style.fillOpacity = String(place < 0 ? 1 : share);
}

function drawValues() {
  const asked = askedValue();
  const measure = countyValues().measures.find((one) => one.code === asked);
  paneOf("values").style.display = measure ? "" : "none";
  valuePlate.hidden = !asked;
  if (valueChoice) valueChoice.value = measure ? asked : "";
  write(valuePlate, "");
  if (measure) {
    Object.keys(shades).forEach((unit) => paintShade(shades[unit], classOf(measure, unit), measure.classes.length));
    fillValuePlate(measure);
  } else if (asked) write(addElement("p", "", valuePlate), text("values_unknown"));
}

function fillValuePlate(/** @type {CountyMeasure} */ measure) {
  const lang = atlas.state.lang;
  write(addElement("h2", "atlas-changes-title", valuePlate), measure.names[lang]);
  valuePlate.setAttribute("aria-label", measure.names[lang]);
  const list = addElement("ul", "", valuePlate);
  const drawn = Object.keys(countyValues().units).filter((unit) => shades[unit]);
  for (let place = measure.classes.length - 1; place >= -1; place--) {
    const units = drawn.filter((unit) => classOf(measure, unit) === place);
    if (units.length) addClass(list, measure, place, units);
  }
  const undrawn = Object.keys(measure.of).filter((unit) => !shades[unit]);
  if (undrawn.length) {
    const words = undrawn.map((unit) => valueLine(measure, unit)).join(text("lights_between"));
    write(addElement("p", "", valuePlate), text("values_undrawn") + " · " + words);
  }
  write(addElement("p", "", valuePlate), measure.notes[lang]);
}

function addClass(
  /** @type {HTMLElement} */ list,
  /** @type {CountyMeasure} */ measure,
  /** @type {number} */ place,
  /** @type {string[]} */ units,
) {
  const line = addElement("li", "", list);
  const swatch = addSvg("svg", { width: 26, height: 16, class: "atlas-values-swatch", "aria-hidden": "true" }, line);
  paintShade(addSvg("rect", { x: 0.5, y: 0.5, width: 25, height: 15 }, swatch), place, measure.classes.length);
  const words = units.map((unit) => valueLine(measure, unit)).join(text("lights_between"));
  write(addElement("span", "", line), (place < 0 ? text("values_missing") + " · " : "") + words);
}

function valueLine(/** @type {CountyMeasure} */ measure, /** @type {string} */ unit) {
  const { units, missing, evidence } = countyValues();
  const lang = atlas.state.lang;
  const value = measure.of[unit];
  return text("values_line", {
    unit: units[unit][lang],
    value: value ? value.words[lang] : missing[lang],
    evidence: evidence[value ? value.evidence : "missing"][lang],
  });
}

when("layers", drawValues);
when("theme", () => atlas.drawn && drawValues());
when("language", () => {
  nameChoices();
  drawValues();
});
