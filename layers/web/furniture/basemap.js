// A basemap of another host, where the operator has named one and the reader switches it on. Until its first tile is
// there, and whenever it fails, the map is the one without it.

import { atlas, say, when } from "../base/atlas.js";
import { send } from "../base/talk.js";
import { addElement, caption, text, write } from "../base/text.js";
import { addPane } from "../ground/shapes.js";
import { addLegendGroup } from "./legend.js";

const FAILED_TILES = 4; // tiles in a row before we say so

/** @type {L.TileLayer[]} */ let basemapTiles = []; // the Leaflet layers that lie under the map now
let basemapOn = ""; // code of the basemap they belong to
/** @type {HTMLElement} */ let basemapNotice;
/** @type {HTMLElement} */ let basemapSource;
/** @type {Record<string, HTMLInputElement>} */ const basemapChoices = {}; // radio buttons of the legend by code

function offeredBasemaps() {
  return (atlas.data.basemap && atlas.data.basemap.basemaps) || [];
}

function showBasemap(/** @type {string} */ code) {
  if (code === basemapOn) return markChoices();
  basemapOn = code;
  basemapTiles.forEach((layer) => layer.remove());
  basemapTiles = [];
  tellFailed(false);
  giveWay(false);
  const basemap = offeredBasemaps().find((offer) => offer.code === code);
  basemapSource.style.display = basemap ? "" : "none";
  write(basemapSource, basemap ? basemap.attribution : "");
  if (basemap) basemapTiles = basemap.tiles.map((address) => addTiles(address, basemap));
  markChoices();
  say("furniture");
}

function addTiles(/** @type {string} */ address, /** @type {Basemap} */ basemap) {
  const options = {
    pane: "atlas-basemap",
    subdomains: basemap.servers,
    maxNativeZoom: basemap.deepest,
    maxZoom: 22,
    noWrap: true,
  };
  const made = L.tileLayer(address, options);
  let failed = 0;
  made.on("tileload", () => {
    failed = 0;
    tellFailed(false);
    giveWay(true);
  });
  made.on("tileerror", () => {
    failed += 1;
    if (failed < FAILED_TILES && !basemapTiles.every((other) => !other.isLoading())) return;
    tellFailed(true);
    giveWay(false);
  });
  return made.addTo(atlas.map);
}

// The land of the map gives way to a basemap that is there.
function giveWay(/** @type {boolean} */ there) {
  atlas.map.getContainer().classList.toggle("has-basemap", there);
}

function tellFailed(/** @type {boolean} */ failed) {
  if (!basemapNotice || (basemapNotice.style.display === "") === failed) return;
  basemapNotice.style.display = failed ? "" : "none";
  write(basemapNotice, failed ? text("basemap_failed") : "");
  say("furniture");
}

function markChoices() {
  Object.keys(basemapChoices).forEach((code) => (basemapChoices[code].checked = code === basemapOn));
}

function chooseBasemap(/** @type {string} */ code) {
  atlas.state.base = code;
  showBasemap(code);
  send("base", { base: code });
}

function addChoice(/** @type {HTMLElement} */ group, /** @type {string} */ code) {
  const row = addElement("label", "atlas-legend-row", addElement("div", "atlas-legend-line", group));
  caption(addElement("span", "atlas-legend-words", row), "basemap_" + (code || "none"));
  basemapChoices[code] = addElement("input", "atlas-legend-check", row);
  basemapChoices[code].type = "radio";
  basemapChoices[code].name = "atlas-basemap";
  basemapChoices[code].addEventListener("change", () => chooseBasemap(code));
}

when("begin", () => {
  addPane("basemap", 205);
});

when("draw", () => {
  basemapSource = addElement("div", "atlas-notice atlas-basemap-source", atlas.corner);
  basemapNotice = addElement("div", "atlas-notice atlas-basemap-failed", atlas.corner);
  basemapNotice.setAttribute("role", "status");
  basemapSource.style.display = basemapNotice.style.display = "none";
  if (!offeredBasemaps().length) return;
  const group = addLegendGroup("legend_basemap");
  addChoice(group, "");
  offeredBasemaps().forEach((offer) => addChoice(group, offer.code));
  write(
    addElement("p", "atlas-legend-note", group),
    offeredBasemaps()
      .map((offer) => offer.attribution)
      .filter((words, i, all) => all.indexOf(words) === i)
      .join("; "),
  );
  showBasemap("");
});
when("base", () =>
  showBasemap(offeredBasemaps().some((offer) => offer.code === atlas.state.base) ? atlas.state.base : ""),
);
when("language", () => {
  if (basemapNotice && basemapNotice.style.display === "") write(basemapNotice, text("basemap_failed"));
});
