// The lights of tasks, where the reader asks for them: at each area, carrier and county a lamp with the sign of its worst
// light and the number of its tasks; and a plate that says what the signs mean, and for which day they hold.

import { atlas, when } from "../base/atlas.js";
import { today } from "../base/day.js";
import { lightCounts } from "../base/lights.js";
import { isAskedFor, isShown } from "../base/select.js";
import { chooseThing } from "../base/talk.js";
import { addElement, nameOf, text, write } from "../base/text.js";
import { findThing } from "../carriers/rows.js";
import { latLng } from "../ground/shapes.js";

/** @type {L.LayerGroup} */ let lightMarks;
/** @type {HTMLElement} */ let lightPlate;
let lightsDrawn = ""; // for which selection, language and day

/** @returns {import("../base/lights.js").TaskLights} */
function heldLights() {
  return /** @type {any} */ (atlas.data.tasks) || { lights: [], tasks: {}, of: {} };
}

function lightsDay() {
  return atlas.state.day || today();
}

when("draw", () => {
  lightMarks = L.layerGroup().addTo(atlas.map);
  lightPlate = addElement("section", "atlas-changes atlas-lights atlas-furniture", atlas.map.getContainer());
  lightPlate.hidden = true;
  L.DomEvent.disableClickPropagation(lightPlate);
  L.DomEvent.disableScrollPropagation(lightPlate);
});

function drawLights() {
  const on = isAskedFor("tasks");
  const now = on ? JSON.stringify([atlas.state.lang, lightsDay(), Object.keys(heldLights().of).filter(isThere)]) : "";
  if (now === lightsDrawn) return;
  lightsDrawn = now;
  lightMarks.clearLayers();
  lightPlate.textContent = "";
  lightPlate.hidden = !on;
  if (!on) return;
  const held = heldLights();
  Object.keys(held.of)
    .filter(isThere)
    .forEach((id) => addLightMark(id, held.of[id]));
  fillLightPlate();
}

// Whether something with tasks is shown, and has a place.
function isThere(/** @type {string} */ id) {
  const thing = findThing(id);
  return Boolean(thing && placeOfThing(thing)) && (thing.kind === "carrier" ? Boolean(thing.shown) : isShown(id));
}

function placeOfThing(/** @type {Thing} */ thing) {
  return thing.at || (thing.label ? latLng(thing.label) : null);
}

function lightName(/** @type {{zh: string, en: string}} */ light) {
  return atlas.state.lang === "en" ? light.en : light.zh;
}

function addLightMark(/** @type {string} */ id, /** @type {string[]} */ tasks) {
  const thing = /** @type {Thing} */ (findThing(id));
  const counts = lightCounts(heldLights(), tasks, lightsDay());
  const icon = addElement("span", "atlas-light");
  write(addElement("span", "atlas-lamp " + counts[0].lamp, icon), counts[0].sign);
  write(addElement("span", "atlas-light-count", icon), String(tasks.length));
  const told = counts.map((one) => `${one.sign} ${lightName(one)} ${one.count}`).join(text("lights_between"));
  const words = text("lights_of", { name: nameOf(thing), lights: told });
  const options = { icon: L.divIcon({ html: icon, className: "", iconSize: [0, 0] }), title: words, alt: words };
  const mark = L.marker(/** @type {L.LatLng} */ (placeOfThing(thing)), Object.assign({ keyboard: true }, options));
  mark.on("click", () => chooseThing(id));
  mark.addTo(lightMarks);
}

function fillLightPlate() {
  const held = heldLights();
  const day = lightsDay();
  const title = text("lights_title", { day: day });
  write(addElement("h2", "atlas-changes-title", lightPlate), title);
  lightPlate.setAttribute("aria-label", title);
  const list = addElement("ul", "", lightPlate);
  lightCounts(held, Object.keys(held.tasks), day).forEach((one) => {
    const line = addElement("li", "", list);
    write(addElement("span", "atlas-lamp " + one.lamp, line), one.sign);
    write(addElement("span", "", line), text("lights_count", { light: lightName(one), n: one.count }));
  });
  write(addElement("p", "", lightPlate), text("lights_how"));
}

when("layers", drawLights);
when("select", drawLights);
when("language", drawLights);
when("named", drawLights);
when("day", drawLights);
