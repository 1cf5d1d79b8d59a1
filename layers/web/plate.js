// The plate of the tool in hand: its name, how it is used, what it found, what it refuses, and buttons for those without keys.
(function () {
  "use strict";

  let plate = null;
  const parts = {};
  let shown = null; // {tool, result: () => words, refusal: [key, values] | null}

  // Show the plate for a tool: {name, standing?, choices?(box)}.
  atlas.openPlate = function (tool) {
    shown = { tool: tool, result: null, refusal: null };
    fill();
    plate.hidden = false;
    atlas.say("furniture");
  };

  atlas.closePlate = function () {
    shown = null;
    plate.hidden = true;
    atlas.say("furniture");
  };

  // What the tool found, as a function, so that it can be said again in another language; null for nothing yet.
  atlas.plateSays = function (result) {
    if (!shown) return;
    shown.result = result;
    atlas.write(parts.result, result ? result() : "");
    parts.result.hidden = !result;
  };

  // Why something was refused, by the key of its text; "" takes the refusal away.
  atlas.plateRefuses = function (key, values) {
    if (!shown) return;
    shown.refusal = key ? [key, values] : null;
    atlas.write(parts.refusal, key ? atlas.text(key, typeof values === "function" ? values() : values) : "");
    parts.refusal.hidden = !key;
  };

  function fill() {
    if (!shown) return;
    const tool = shown.tool;
    atlas.write(parts.title, atlas.text("tool_" + tool.name));
    plate.setAttribute("aria-label", atlas.text("tool_" + tool.name));
    atlas.write(parts.hint, atlas.text("hint_" + tool.name));
    atlas.write(parts.standing, tool.standing ? atlas.text(tool.standing) : "");
    parts.standing.hidden = !tool.standing;
    while (parts.choices.firstChild) parts.choices.removeChild(parts.choices.firstChild);
    if (tool.choices) tool.choices(parts.choices);
    parts.choices.hidden = !tool.choices;
    parts.keys.hidden = !tool.finish;
    parts.back.hidden = parts.finish.hidden = !tool.finish;
    atlas.plateSays(shown.result);
    if (shown.refusal) atlas.plateRefuses(shown.refusal[0], shown.refusal[1]);
    else atlas.plateRefuses("");
  }

  function button(key, act, parent) {
    const made = atlas.element("button", "atlas-plate-button", parent);
    made.type = "button";
    atlas.caption(made, key);
    made.addEventListener("click", act);
    return made;
  }

  atlas.when("draw", () => {
    plate = atlas.element("section", "atlas-plate atlas-furniture", atlas.map.getContainer());
    plate.hidden = true;
    L.DomEvent.disableClickPropagation(plate);
    L.DomEvent.disableScrollPropagation(plate);
    parts.title = atlas.element("h2", "atlas-plate-title", plate);
    parts.hint = atlas.element("p", "atlas-plate-hint", plate);
    parts.keys = atlas.caption(atlas.element("p", "atlas-plate-keys", plate), "hint_keys");
    parts.standing = atlas.element("p", "atlas-plate-standing", plate);
    parts.choices = atlas.element("div", "atlas-plate-choices", plate);
    parts.result = atlas.element("output", "atlas-plate-result", plate);
    parts.refusal = atlas.element("p", "atlas-plate-refusal", plate);
    parts.refusal.setAttribute("role", "alert");
    const row = atlas.element("div", "atlas-plate-buttons", plate);
    parts.finish = button("tool_finish", () => atlas.tool && atlas.tool.finish(""), row);
    parts.back = button("tool_back", () => atlas.tool && atlas.tool.back(), row);
    button("tool_close", () => atlas.putAway(), row);
  });
  atlas.when("language", fill);
})();
