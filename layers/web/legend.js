// The legend: what is drawn, with its real look; how well a carrier's place is known; a switch for each layer; and for each kind
// a way to see it alone.
(function () {
  "use strict";

  // Groups of entries: [swatch, text, layer code, schematic]. Without a code the entry explains and switches nothing.
  const GROUPS = [
    ["legend_plan", [
      ["corridor", "layer_corridor", "corridor", true],
      ["core", "layer_core", "core", true],
      ["zones", "layer_zones", "zones", true],
      ["lakes", "layer_lakes", "lakes", true],
    ]],
    ["legend_carriers", [
      ["carriers", "layer_carriers", "carriers", false],
      ["bodies", "layer_bodies", "bodies", false],
    ]],
    ["legend_location", [
      ["full", "location_ab", "", false],
      ["open", "location_c", "", false],
      ["badge", "location_d", "", false],
    ]],
    ["legend_ground", [
      ["platform", "layer_platforms", "", false],
      ["reference", "layer_reference", "reference", false],
      ["neighbours", "layer_neighbours", "neighbours", false],
    ]],
  ];
  // The kinds that can be asked for alone, by layer code; the page has the same names for its headline counts.
  const ALONE = { corridor: "corridor", core: "core_area", zones: "high_tech_zone", lakes: "lake_district", carriers: "carrier", bodies: "other_carrier" };
  const NARROWEST = 1100; // a narrower map starts with the legend closed, whatever else fits

  let box = null;
  let button = null;
  let body = null;
  const switches = {};

  atlas.when("draw", () => {
    box = atlas.element("section", "atlas-legend atlas-furniture", atlas.map.getContainer());
    atlas.caption(box, "legend_title", "aria-label");
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    button = atlas.element("button", "atlas-legend-button", box);
    button.type = "button";
    atlas.caption(atlas.element("span", "", button), "legend_title");
    atlas.svg("path", { d: "M2 4.5L6 8.5L10 4.5" }, atlas.svg("svg", { class: "atlas-chevron", viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, button));
    button.addEventListener("click", () => open(!box.classList.contains("is-open")));
    body = atlas.element("div", "atlas-legend-body", box);
    body.id = "atlas-legend-body";
    button.setAttribute("aria-controls", body.id);
    GROUPS.forEach((group) => addGroup(group[0], group[1]));
    atlas.caption(atlas.element("p", "atlas-legend-note", body), "legend_note");
    atlas.caption(atlas.element("p", "atlas-legend-note atlas-legend-sources", body), "attribution");
    open(false);
  });

  function open(wanted) {
    box.classList.toggle("is-open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
    atlas.say("furniture");
  }

  // An empty group with its title, for others to fill.
  atlas.legendGroup = function (title) {
    const group = atlas.element("fieldset", "atlas-legend-group", body);
    body.insertBefore(group, body.querySelector(":scope > .atlas-legend-note"));
    atlas.caption(atlas.element("legend", "", group), title);
    return group;
  };

  function addGroup(title, entries) {
    const group = atlas.legendGroup(title);
    entries.forEach((entry) => addEntry(group, entry[0], entry[1], entry[2], entry[3]));
  }

  function addEntry(group, swatch, text, code, schematic) {
    const line = atlas.element("div", "atlas-legend-line", group);
    const row = atlas.element(code ? "label" : "div", "atlas-legend-row", line);
    atlas.swatch(swatch, row);
    const words = atlas.element("span", "atlas-legend-words", row);
    atlas.caption(atlas.element("span", "", words), text);
    if (schematic) atlas.caption(atlas.element("span", "atlas-legend-tag", words), "schematic");
    if (!code) return;
    if (ALONE[code]) addOnly(line, text, ALONE[code]);
    const check = atlas.element("input", "atlas-legend-check", row);
    check.type = "checkbox";
    check.addEventListener("change", () => turn(code, check.checked));
    switches[code] = { check: check, row: row };
  }

  function addOnly(line, text, kind) {
    const button = atlas.element("button", "atlas-legend-only", line);
    button.type = "button";
    const name = () => {
      atlas.write(button, atlas.text("only"));
      button.setAttribute("aria-label", atlas.text("only_of", { name: atlas.text(text) }));
    };
    name();
    atlas.when("language", name);
    button.addEventListener("click", () => atlas.send("only", { code: kind }));
  }

  // Switch a layer here at once, and let the page know for its address.
  function turn(code, on) {
    const hidden = atlas.state.layers.split(",").filter((other) => other && other !== code);
    if (!on) hidden.push(code);
    atlas.state.layers = hidden.sort().join(",");
    atlas.say("layers");
    atlas.send("layers", { layers: atlas.state.layers });
  }

  function mark() {
    Object.keys(switches).forEach((code) => {
      switches[code].check.checked = !atlas.isHidden(code);
      switches[code].row.classList.toggle("is-off", atlas.isHidden(code));
    });
  }

  // It starts open where the whole city can be shown beside it.
  function begin() {
    open(true);
    open(atlas.map.getSize().x >= NARROWEST && atlas.homeView().fits);
  }

  atlas.when("open", begin);
  atlas.when("layers", mark);
  atlas.when("resize", () => {
    if (box && atlas.map.getSize().x < NARROWEST) open(false);
  });
})();
