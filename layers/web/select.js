// What the reader asked to see: the message of codes, and who is shown under it.
(function () {
  "use strict";

  const LISTS = ["unit", "industry", "kind", "list"];
  const EMPTY = { unit: "", industry: "", kind: "", list: "", rows: "", near: "", within: "", focus: "", lang: "zh", layers: "", view: "", theme: "", base: "" };

  atlas.state = Object.assign({ hover: "" }, EMPTY);
  atlas.areas = []; // every area, in the order of the data's `areas`
  atlas.places = {}; // every area, county and reference feature by id

  let chosen = {}; // for each of LISTS the set of its codes, or null for "all"
  let areaShown = [];
  let rowBytes = null;
  let first = true;

  // Language and theme alone, for those who draw before a selection is taken.
  atlas.prepare = function (message) {
    atlas.state.lang = message.lang === "en" ? "en" : "zh";
    atlas.state.theme = message.theme || "";
    document.documentElement.lang = atlas.state.lang === "en" ? "en" : "zh-CN";
  };

  // Take a message: say what is different from the last one, and only that.
  atlas.take = function (message) {
    const was = Object.assign({}, atlas.state);
    const state = atlas.state;
    Object.keys(EMPTY).forEach((key) => (state[key] = typeof message[key] === "string" ? message[key] : EMPTY[key]));
    atlas.prepare(message);
    const differs = (key) => first || was[key] !== state[key];
    const reselected = LISTS.concat("rows").some(differs);
    if (reselected) choose();
    if (!first && differs("theme")) atlas.say("theme");
    if (!first && differs("lang")) atlas.say("language");
    if (differs("layers")) atlas.say("layers");
    if (differs("base")) atlas.say("base");
    if (reselected) atlas.say("select");
    if (differs("near") || differs("within")) atlas.say("around");
    if (first) atlas.say("open", state.view);
    if (differs("focus")) atlas.say("focus", { first: first });
    first = false;
    if (atlas.painted) atlas.countPaint();
  };

  // Highlight one thing, or none.
  atlas.hover = function (id) {
    if (atlas.state.hover === id) return;
    atlas.state.hover = id;
    atlas.say("hover");
  };

  atlas.isHidden = function (layer) {
    return atlas.state.layers.split(",").indexOf(layer) >= 0;
  };

  // Whether an area is shown; counties always are.
  atlas.isShown = function (id) {
    const place = atlas.places[id];
    return !place || place.row === undefined || areaShown[place.row];
  };

  // Whether the units asked for, if any, hold this one.
  atlas.unitChosen = function (unit) {
    return !chosen.unit || chosen.unit.has(unit);
  };

  atlas.unitsRestricted = function () {
    return Boolean(chosen.unit);
  };

  // The ids of all areas and carriers that are shown now, sorted.
  atlas.shown = function () {
    const ids = atlas.areas.filter((area) => areaShown[area.row]).map((area) => area.id);
    return ids.concat(atlas.carriers.shownIds()).sort();
  };

  // An area or carrier or county by its id, or null.
  atlas.find = function (id) {
    return atlas.places[id] || atlas.carriers.find(id);
  };

  // Bit i of `rows` belongs to the i-th of all areas and then all carriers; it is bit i % 8, lowest first, of byte i / 8.
  atlas.rowBit = function (i) {
    return !rowBytes || Boolean((rowBytes[i >> 3] >> (i & 7)) & 1);
  };

  // The bytes of `rows`, or null where no search restricts them.
  function readRows(rows) {
    if (!rows) return null;
    const bytes = new Uint8Array(rows.length >> 1);
    for (let b = 0; b < bytes.length; b++) bytes[b] = parseInt(rows.substr(2 * b, 2), 16);
    return bytes;
  }

  // Areas come first in the order of rows; a layer that did not come leaves its ids out.
  atlas.when("draw", () => {
    ["corridor", "core_area", "lake_districts", "high_tech_zones", "counties", "reference"].forEach((layer) =>
      features(layer).forEach((feature) => {
        atlas.places[feature.id] = Object.assign({ id: feature.id, layer: layer }, feature.properties);
      })
    );
    (atlas.data.carriers.areas || []).forEach((id, row) => {
      if (!atlas.places[id]) return;
      atlas.places[id].row = row;
      atlas.areas.push(atlas.places[id]);
    });
  });

  function features(layer) {
    return (atlas.data[layer] && atlas.data[layer].features) || [];
  }

  function choose() {
    rowBytes = readRows(atlas.state.rows);
    LISTS.forEach((key) => {
      // A code on the wire has no underscore, a kind has.
      const written = key === "kind" ? atlas.state[key].replace(/-/g, "_") : atlas.state[key];
      const codes = written.split(",").filter(Boolean);
      chosen[key] = codes.length ? new Set(codes) : null;
    });
    areaShown = [];
    atlas.areas.forEach((area) => {
      // No area is on a list: where one is asked for, none is shown.
      areaShown[area.row] = !chosen.list && takes("unit", [area.unit]) && takes("industry", area.industries) && takes("kind", [area.kind]) && atlas.rowBit(area.row);
    });
    atlas.carriers.choose(chosen);
  }

  function takes(key, codes) {
    return !chosen[key] || (codes || []).some((code) => chosen[key].has(code));
  }
})();
