// The plate of the tool in hand: its name, how it is used, what it found, what it refuses, and buttons for those
// without keys.

import { atlas, say, when } from "../base/atlas.js";
import { addButton, addElement, caption, text, write } from "../base/text.js";

/** @type {HTMLElement} */ let plateBox;
/** @type {Record<string, HTMLElement>} */ const plateParts = {};
/** @type {PlateShown | null} */ let plateShown = null; // what stands on it now

// Show the plate for a tool: {name, standing?, choices?(box)}. `close` puts the tool away.
export function openPlate(/** @type {Tool} */ tool, /** @type {() => void} */ close) {
  plateShown = { tool: tool, close: close, result: null, refusal: ["", {}] };
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
export function plateSays(/** @type {(() => string) | null} */ result) {
  if (!plateShown) return;
  plateShown.result = result;
  write(plateParts.result, result ? result() : "");
  plateParts.result.hidden = !result;
}

// Why something was refused, by the key of its text; "" takes the refusal away.
export function plateRefuses(/** @type {string} */ key, /** @type {(() => Words) | Words} */ values = {}) {
  if (!plateShown) return;
  plateShown.refusal = [key, values];
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
  write(plateParts.choices, "");
  if (tool.choices) tool.choices(plateParts.choices);
  plateParts.choices.hidden = !tool.choices;
  plateParts.keys.hidden = !tool.finish;
  plateParts.back.hidden = plateParts.finish.hidden = !tool.finish;
  plateSays(plateShown.result);
  plateRefuses(...plateShown.refusal);
}

function addPlateButton(/** @type {string} */ key, /** @type {() => void} */ act, /** @type {Element} */ parent) {
  return caption(addButton("atlas-plate-button", parent, act), key);
}

function withTool(/** @type {(tool: Tool) => void} */ act) {
  if (plateShown) act(plateShown.tool);
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
  plateParts.finish = addPlateButton("tool_finish", () => withTool((tool) => tool.finish && tool.finish("")), row);
  plateParts.back = addPlateButton("tool_back", () => withTool((tool) => tool.back && tool.back()), row);
  addPlateButton("tool_close", () => plateShown && plateShown.close(), row);
});
when("language", fillPlate);
