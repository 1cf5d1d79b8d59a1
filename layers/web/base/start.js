// The atlas in the reader's browser: its one global, and the three calls that a map's script makes.
//
//   atlas.begin(map, {symbology: version, texts: version})   once, first
//   atlas.draw(map, "counties", version)                     once for each layer
//   atlas.apply(map, {unit: "330481", lang: "zh", ...})      what is selected
//
// The first two are the same for every visitor, so the map is drawn once. The third carries codes only, may come before
// the data has arrived, and may be repeated; what changes later the page around tells (`talk.js`). Every other file here
// draws one thing: it registers what it does with `atlas.when`.

import { settled } from "./ahead.js";
import { atlas, countPaint, say, when } from "./atlas.js";
import { carrierTable } from "./columns.js";
import { prepare, takeMessage } from "./select.js";
import { send } from "./talk.js";

// How every map of ours behaves; here and not in the page's script, which is sent again with every answer.
L.Map.mergeOptions({
  center: [30.65, 120.8],
  zoom: 10,
  zoomControl: false,
  attributionControl: false,
  zoomSnap: 0.1,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 120,
  minZoom: 8,
  maxZoom: 15,
  trackResize: false, // view.js does, and keeps the centre
});

/** @type {{ name: string, address: string }[]} */ const requests = [];
/** @type {Message | null} */ let message = null;

export function beginMap(
  /** @type {Atlas["map"]} */ map,
  /** @type {{ symbology: string, texts: string }} */ versions,
) {
  atlas.map = map;
  say("begin");
  requestData("symbology", versions.symbology);
  requestData("texts", versions.texts);
  // The map's script goes on to ask for its layers; only then is it known what "all" is.
  setTimeout(loadAll, 0);
}

export function wantLayer(/** @type {L.Map} */ _map, /** @type {string} */ layer, /** @type {string} */ version) {
  requestData(layer, version);
}

export function applyMessage(/** @type {L.Map} */ _map, /** @type {Message} */ next) {
  // Only the first message's view counts: it is where the reader was, before there was a map here.
  message = message && !atlas.drawn ? Object.assign({}, next, { view: message.view }) : next;
  if (atlas.drawn) takeMessage(settled(message));
}

when("message", (next) => applyMessage(atlas.map, next));

// A version is all that a script says of a file, for it is sent again with every answer; the pack, whose files stand in
// its page, has none.
function requestData(/** @type {string} */ name, /** @type {string} */ version) {
  requests.push({ name, address: version ? `../../data/${name}.${version}` : name });
}

function loadAll() {
  const loads = requests.map((wanted) => atlas.load(wanted.address).then((data) => keepData(wanted.name, data)));
  Promise.all([untilStyled(), ...loads]).then(openMap, failToOpen);
}

function keepData(/** @type {string} */ name, /** @type {unknown} */ data) {
  if (name === "symbology") atlas.symbology = /** @type {Symbology} */ (data);
  else if (name === "texts") atlas.texts = /** @type {Texts} */ (data);
  else if (data instanceof ArrayBuffer) atlas.table = carrierTable(data);
  else atlas.data[name] = /** @type {LayerData[string]} */ (data);
}

// The frame loads style sheets without waiting for them, and labels cannot be measured without theirs.
/** @returns {Promise<void>} */ function untilStyled() {
  return new Promise((resolve) => {
    const end = Date.now() + 5000;
    const look = () => {
      const there = getComputedStyle(document.documentElement).getPropertyValue("--atlas").trim();
      if (there || Date.now() > end) resolve();
      else setTimeout(look, 15);
    };
    look();
  });
}

function openMap() {
  if (message) prepare(message); // language and theme, before anything is drawn with them
  say("theme");
  say("draw");
  atlas.drawn += 1;
  takeMessage(settled(message || {}));
  say("drawn");
  requestAnimationFrame(() => requestAnimationFrame(reveal));
}

function reveal() {
  atlas.map.getContainer().classList.add("is-painted");
  atlas.painted = true;
  countPaint();
  send("ready", {});
}

// Nothing is swallowed: the reader is told, and may try again; the browser's console has the reason.
function failToOpen(/** @type {unknown} */ error) {
  say("fail", loadAll);
  throw error;
}
