// The keyboard: one stop of the Tab key from which the arrow keys walk over everything that is shown, Enter chooses, Esc lets go.
// What is walked to is highlighted on the map and told to a screen reader.
(function () {
  "use strict";

  let walker = null;
  let areas = []; // ids of the areas that are shown
  let rows = []; // rows of the carriers that are shown
  let place = 0;

  // Areas in their order, then carriers, without what is filtered out or switched off.
  function collect() {
    areas = atlas.areas.filter((area) => atlas.isShown(area.id)).map((area) => area.id);
    rows = atlas.carriers.shownRows();
    const area = areas.indexOf(atlas.state.focus);
    const row = rows.indexOf(atlas.carriers.row(atlas.state.focus));
    place = area >= 0 ? area : row >= 0 ? areas.length + row : 0;
  }

  function all() {
    return areas.length + rows.length;
  }

  function here() {
    return place < areas.length ? areas[place] : rows.length ? atlas.carriers.id(rows[place - areas.length]) : "";
  }

  function tell() {
    const thing = all() ? atlas.find(here()) : null;
    if (!thing) return atlas.write(walker, atlas.text("walk_none"));
    const values = { name: atlas.name(thing), kind: atlas.kindText(thing), n: place + 1, all: all() };
    return atlas.write(walker, atlas.text("walk", values));
  }

  function show() {
    tell();
    const id = here();
    atlas.hover(id);
    atlas.send("hover", { id: id });
  }

  function walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Home") place = 0;
    else if (event.key === "End") place = Math.max(0, all() - 1);
    else if (step && all()) place = (place + step + all()) % all();
    else return;
    event.preventDefault();
    event.stopPropagation();
    show();
  }

  atlas.when("draw", () => {
    const box = atlas.map.getContainer();
    walker = atlas.element("button", "atlas-walker", box);
    walker.type = "button";
    walker.setAttribute("aria-live", "polite");
    const hint = atlas.element("span", "atlas-unseen", box);
    hint.id = "atlas-walk-hint";
    atlas.caption(hint, "walk_hint");
    walker.setAttribute("aria-describedby", hint.id);
    L.DomEvent.disableClickPropagation(walker);
    walker.addEventListener("focus", () => {
      collect();
      show();
    });
    walker.addEventListener("blur", () => {
      atlas.hover("");
      atlas.send("hover", { id: "" });
    });
    walker.addEventListener("keydown", walk);
    walker.addEventListener("click", () => all() && atlas.choose(here()));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") atlas.choose("");
    });
    box.setAttribute("role", "region");
    atlas.caption(box, "map_label", "aria-label");
  });

  function renew() {
    if (!atlas.drawn) return;
    collect();
    tell();
  }

  atlas.when("drawn", renew);
  atlas.when("select", renew);
  atlas.when("language", renew);
  atlas.when("named", () => walker && document.activeElement === walker && tell());
})();
