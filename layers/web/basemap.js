// A basemap of another host, where the operator has named one and the reader switches it on. Until its first tile is there, and
// whenever it fails, the map is the one without it.
(function () {
  "use strict";

  const FAILED = 4; // tiles in a row before we say so

  let tiles = []; // the Leaflet layers that lie under the map now
  let on = ""; // code of the basemap they belong to
  let notice = null;
  let source = null;
  let choices = {}; // radio buttons of the legend by code

  function offers() {
    return (atlas.data.basemap && atlas.data.basemap.basemaps) || [];
  }

  function show(code) {
    if (code === on) return mark();
    on = code;
    tiles.forEach((layer) => layer.remove());
    tiles = [];
    tell(false);
    ground(false);
    const basemap = offers().find((offer) => offer.code === code);
    source.style.display = basemap ? "" : "none";
    atlas.write(source, basemap ? basemap.attribution : "");
    if (basemap) tiles = basemap.tiles.map((address) => layer(address, basemap));
    mark();
    atlas.say("furniture");
  }

  function layer(address, basemap) {
    const options = { pane: "atlas-basemap", subdomains: basemap.servers, maxNativeZoom: basemap.deepest, maxZoom: 22, noWrap: true };
    const made = L.tileLayer(address, options);
    let failed = 0;
    made.on("tileload", () => {
      failed = 0;
      tell(false);
      ground(true);
    });
    made.on("tileerror", () => {
      failed += 1;
      if (failed < FAILED && !tiles.every((other) => !other.isLoading())) return;
      tell(true);
      ground(false);
    });
    return made.addTo(atlas.map);
  }

  // The land of the map gives way to a basemap that is there.
  function ground(there) {
    atlas.map.getContainer().classList.toggle("has-basemap", there);
  }

  function tell(failed) {
    if (!notice || (notice.style.display === "") === failed) return;
    notice.style.display = failed ? "" : "none";
    atlas.write(notice, failed ? atlas.text("basemap_failed") : "");
    atlas.say("furniture");
  }

  function mark() {
    Object.keys(choices).forEach((code) => (choices[code].checked = code === on));
  }

  function choose(code) {
    atlas.state.base = code;
    show(code);
    atlas.send("base", { base: code });
  }

  function addChoice(group, code) {
    const row = atlas.element("label", "atlas-legend-row", atlas.element("div", "atlas-legend-line", group));
    atlas.caption(atlas.element("span", "atlas-legend-words", row), "basemap_" + (code || "none"));
    choices[code] = atlas.element("input", "atlas-legend-check", row);
    choices[code].type = "radio";
    choices[code].name = "atlas-basemap";
    choices[code].addEventListener("change", () => choose(code));
  }

  atlas.when("begin", () => {
    const pane = atlas.map.createPane("atlas-basemap");
    pane.style.zIndex = 205;
  });

  atlas.when("draw", () => {
    source = atlas.element("div", "atlas-notice atlas-basemap-source", atlas.corner);
    notice = atlas.element("div", "atlas-notice atlas-basemap-failed", atlas.corner);
    notice.setAttribute("role", "status");
    source.style.display = notice.style.display = "none";
    if (!offers().length) return;
    const group = atlas.legendGroup("legend_basemap");
    addChoice(group, "");
    offers().forEach((offer) => addChoice(group, offer.code));
    atlas.write(atlas.element("p", "atlas-legend-note", group), offers().map((offer) => offer.attribution).filter((words, i, all) => all.indexOf(words) === i).join("; "));
    show("");
  });
  atlas.when("base", () => show(offers().some((offer) => offer.code === atlas.state.base) ? atlas.state.base : ""));
  atlas.when("language", () => {
    if (notice && notice.style.display === "") atlas.write(notice, atlas.text("basemap_failed"));
  });
})();
