// The tools: one quiet column under the zoom buttons, at most one tool in hand. While one is, the map's clicks and keys are its.
//
// A tool is {name, icon, act} where it does one thing at once, or {name, icon, begin, end, click(at, id), move(at), finish(id), back}
// where it is taken in hand. Its texts are tool_{name} and hint_{name}.
(function () {
  "use strict";

  const NARROW = 700; // pixels of the window; below, or in a low one, the column folds into one button
  const LOW = 520;
  const FOLD = "M2 11L11 2L14 5L5 14ZM4.6 8.4L6.2 10M7 6L8.6 7.6M9.4 3.6L11 5.2"; // a ruler

  const tools = [];
  const buttons = {};
  let box = null;
  let tray = null;
  let fold = null;

  atlas.tool = null; // the tool in hand

  atlas.addTool = function (tool) {
    tools.push(tool);
    return tool;
  };

  atlas.takeTool = function (tool) {
    if (atlas.tool) atlas.putAway();
    atlas.tool = tool;
    mark();
    unfold(false);
    atlas.map.doubleClickZoom.disable();
    atlas.map.getContainer().classList.add("has-tool");
    atlas.map.getContainer().classList.remove("is-over");
    atlas.hover("");
    atlas.openPlate(tool);
    tool.begin();
    atlas.map.getContainer().focus({ preventScroll: true });
  };

  atlas.putAway = function () {
    const tool = atlas.tool;
    if (!tool) return;
    const here = atlas.map.getContainer().contains(document.activeElement);
    tool.end();
    atlas.tool = null;
    atlas.closePlate();
    atlas.map.doubleClickZoom.enable();
    atlas.map.getContainer().classList.remove("has-tool");
    mark();
    if (here) (isFolded() ? fold : buttons[tool.name]).focus({ preventScroll: true });
  };

  function mark() {
    tools.filter((tool) => tool.begin).forEach((tool) => {
      buttons[tool.name].setAttribute("aria-pressed", String(atlas.tool === tool));
    });
    fold.classList.toggle("is-active", Boolean(atlas.tool));
  }

  function isFolded() {
    return box.classList.contains("is-folded");
  }

  function unfold(open) {
    box.classList.toggle("is-open", open);
    fold.setAttribute("aria-expanded", String(open));
    atlas.say("furniture");
  }

  function fit() {
    const size = atlas.map.getSize();
    box.classList.toggle("is-folded", size.x < NARROW || size.y < LOW);
    unfold(false);
  }

  atlas.toolButton = function (name) {
    return buttons[name];
  };

  function press(tool) {
    if (tool.act) {
      unfold(false);
      tool.act();
    } else if (atlas.tool === tool) atlas.putAway();
    else atlas.takeTool(tool);
  }

  function addButton(name, icon, parent, act) {
    const button = atlas.element("button", "atlas-button", parent);
    button.type = "button";
    atlas.caption(button, "tool_" + name, "aria-label");
    atlas.caption(button, "tool_" + name, "title");
    atlas.svg("path", { d: icon }, atlas.svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, button));
    button.addEventListener("click", act);
    return button;
  }

  // The arrows move along the column, as in any toolbar; Escape folds it up.
  function walk(event) {
    const all = Array.prototype.slice.call(tray.querySelectorAll("button"));
    const at = all.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape" && box.classList.contains("is-open")) {
      unfold(false);
      fold.focus({ preventScroll: true });
    } else if (at >= 0 && to !== undefined) all[(to + all.length) % all.length].focus({ preventScroll: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function keep() {
    atlas.when("draw", () => {
      box = atlas.element("div", "atlas-tools atlas-furniture", atlas.map.getContainer());
      L.DomEvent.disableClickPropagation(box);
      fold = addButton("tools", FOLD, box, () => unfold(!box.classList.contains("is-open")));
      fold.classList.add("atlas-tools-fold");
      tray = atlas.element("div", "atlas-tools-tray", box);
      tray.setAttribute("role", "group");
      atlas.caption(tray, "tool_tools", "aria-label");
      tools.forEach((tool) => (buttons[tool.name] = addButton(tool.name, tool.icon, tray, () => press(tool))));
      box.addEventListener("keydown", walk);
      mark();
      fit();
    });
    atlas.when("resize", fit);
  }

  // ---- what the map is told goes to the tool in hand ----

  // The id of the thing that a mouse event fell on, "" for none.
  function under(event) {
    const held = event.originalEvent.target.closest ? event.originalEvent.target.closest("[data-id]") : null;
    return atlas.carriers.hit(atlas.map.project(event.latlng)) || (held ? held.dataset.id : "");
  }

  // Whether a key was pressed since the last click: `:focus-visible` came later than the browsers that we serve.
  let keyed = false;
  document.addEventListener("keydown", () => (keyed = true), true);
  document.addEventListener("pointerdown", () => (keyed = false), true);

  function listen() {
    atlas.map.on("click", (event) => atlas.tool && atlas.tool.click(event.latlng, under(event)));
    atlas.map.on("dblclick", (event) => atlas.tool && atlas.tool.finish && atlas.tool.finish(under(event)));
    atlas.map.on("mousemove", (event) => atlas.tool && atlas.tool.move && atlas.tool.move(event.latlng));
    // By keyboard the middle of the window is where one points; a cross shows it.
    atlas.map.on("move", () => byKeys() && atlas.tool.move && atlas.tool.move(atlas.map.getCenter()));
    atlas.map.getContainer().addEventListener("keydown", key, true);
  }

  function byKeys() {
    return Boolean(atlas.tool) && keyed && document.activeElement === atlas.map.getContainer();
  }

  // Escape puts the tool away, Backspace takes a corner off, Enter ends, the space bar takes the middle of the window.
  function key(event) {
    const tool = atlas.tool;
    if (!tool || event.ctrlKey || event.metaKey || event.altKey) return;
    const onMap = event.target === atlas.map.getContainer();
    if (event.key === "Escape") atlas.putAway();
    else if (event.key === "Backspace" && tool.back) tool.back();
    else if (event.key === "Enter" && onMap && tool.finish) tool.finish("");
    else if (event.key === " " && onMap) tool.click(atlas.map.getCenter(), "");
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  keep();
  atlas.when("drawn", listen);
})();
