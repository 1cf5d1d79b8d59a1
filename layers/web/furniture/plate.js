// The plate of the tool in hand: its name, how it is used, what it found, what it refuses, and buttons for those without keys.

import { atlas, say, when } from "../base/atlas.js";
import { addElement, caption, text, write } from "../base/text.js";

let plateBox = null;
const plateParts = {};
let plateShown = null; // {tool, result: () => words, refusal: [key, values] | null}

// Show the plate for a tool: {name, standing?, choices?(box)}. `close` puts the tool away.
export function openPlate(tool, close) {
  plateShown = { tool: tool, close: close, result: null, refusal: null };
  fillPlate();
  plateBox.hidden = false;
  say("furniture");
}

export function closePlate() {
  plateShown = null;
  plateBox.hidden = true;
  say("furniture");
}

// What the tool found, as a function, so that it can be said again in another language; null for nothing yet.
export function plateSays(result) {
  if (!plateShown) return;
  plateShown.result = result;
  write(plateParts.result, result ? result() : "");
  plateParts.result.hidden = !result;
}

// Why something was refused, by the key of its text; "" takes the refusal away.
export function plateRefuses(key, values) {
  if (!plateShown) return;
  plateShown.refusal = key ? [key, values] : null;
  write(plateParts.refusal, key ? text(key, typeof values === "function" ? values() : values) : "");
  plateParts.refusal.hidden = !key;
}

function fillPlate() {
  if (!plateShown) return;
  const tool = plateShown.tool;
  write(plateParts.title, text("tool_" + tool.name));
  plateBox.setAttribute("aria-label", text("tool_" + tool.name));
  write(plateParts.hint, text("hint_" + tool.name));
  write(plateParts.standing, tool.standing ? text(tool.standing) : "");
  plateParts.standing.hidden = !tool.standing;
  while (plateParts.choices.firstChild) plateParts.choices.removeChild(plateParts.choices.firstChild);
  if (tool.choices) tool.choices(plateParts.choices);
  plateParts.choices.hidden = !tool.choices;
  plateParts.keys.hidden = !tool.finish;
  plateParts.back.hidden = plateParts.finish.hidden = !tool.finish;
  plateSays(plateShown.result);
  if (plateShown.refusal) plateRefuses(plateShown.refusal[0], plateShown.refusal[1]);
  else plateRefuses("");
}

function addPlateButton(key, act, parent) {
  const made = addElement("button", "atlas-plate-button", parent);
  made.type = "button";
  caption(made, key);
  made.addEventListener("click", act);
  return made;
}

when("draw", () => {
  plateBox = addElement("section", "atlas-plate atlas-furniture", atlas.map.getContainer());
  plateBox.hidden = true;
  L.DomEvent.disableClickPropagation(plateBox);
  L.DomEvent.disableScrollPropagation(plateBox);
  plateParts.title = addElement("h2", "atlas-plate-title", plateBox);
  plateParts.hint = addElement("p", "atlas-plate-hint", plateBox);
  plateParts.keys = caption(addElement("p", "atlas-plate-keys", plateBox), "hint_keys");
  plateParts.standing = addElement("p", "atlas-plate-standing", plateBox);
  plateParts.choices = addElement("div", "atlas-plate-choices", plateBox);
  plateParts.result = addElement("output", "atlas-plate-result", plateBox);
  plateParts.refusal = addElement("p", "atlas-plate-refusal", plateBox);
  plateParts.refusal.setAttribute("role", "alert");
  const row = addElement("div", "atlas-plate-buttons", plateBox);
  plateParts.finish = addPlateButton("tool_finish", () => plateShown && plateShown.tool.finish(""), row);
  plateParts.back = addPlateButton("tool_back", () => plateShown && plateShown.tool.back(), row);
  addPlateButton("tool_close", () => plateShown && plateShown.close(), row);
});
when("language", fillPlate);
