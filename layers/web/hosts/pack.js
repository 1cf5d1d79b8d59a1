// The meeting pack as a host: the page is built, the map is drawn once, and the place where somebody left is found
// again.

import { chosenOnMap } from "../meeting/aside.js";
import { closeBoard, openBoard } from "../meeting/board.js";
import { buildRoom } from "../meeting/frame.js";
import { DECISIONS, PRESENTATION, recover } from "../meeting/kept.js";
import { isPlaying, startKiosk } from "../meeting/kiosk.js";
import { tell } from "../meeting/notice.js";
import { openKeys } from "../meeting/room_keys.js";
import "../meeting/clicker.js";
import "../meeting/paper.js";
import "../meeting/plate.js";
import {
  atlas,
  choosePresentation,
  chooseSubject,
  idsShown,
  keepLook,
  lookRemembered,
  parseQuery,
  recoverPlace,
  room,
  roomSentence,
  roomTexts,
  sceneNow,
  sceneRemembered,
  speak,
  t,
  takeSelection,
  tellAtlas,
} from "../meeting/room.js";
import { happen } from "../meeting/room_panels.js";
import { begin, isMoving, showScene, subjectOf, viewOf } from "../meeting/stage.js";
import { comparedLines } from "../panel/comparison.js";
import { searchMask } from "../panel/search.js";
import { facetsOf, nothingSelected, rowBits, selectionQuery } from "../panel/selection.js";
import { itemOf, listGroups } from "../panel/sentence.js";
import { suggestionsOf } from "../panel/suggesting.js";

const PACK_THEMES = ["day", "dark", "projector", "print"];
const kept = lookRemembered();
const address = new URLSearchParams(window.location.search);

/**
 * A code or number of the address, without what a sentence goes on with after a link.
 * @param {string} key
 */
function told(key) {
  return (address.get(key) || "").split(/[^\w-]/)[0];
}

/** The map's data came along: nothing is fetched. @param {string} name */
atlas.load = (name) => {
  if (!(name in room.layers)) return Promise.reject(new Error(name));
  const data = room.layers[name];
  if (!data.base64) return Promise.resolve(data);
  const letters = atob(data.base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return Promise.resolve(bytes.buffer);
};

/** Where the reader was: the scene that the address names, else the one that was kept. */
function placeOf() {
  const number = Number(told("scene"));
  if (number >= 1 && number <= room.scenes.length) return number - 1;
  const id = sceneRemembered();
  return Math.max(
    0,
    room.scenes.findIndex((scene) => scene.id === id),
  );
}

function startRoom() {
  const old = document.getElementById("old");
  if (old) old.remove();
  room.started = true;
  room.at = placeOf();
  if (room.asked.back || lookRemembered().presenting) begin(room.at);
  else if (window.location.hash.length > 1) openQuery(window.location.hash.slice(1));
  else showScene(sceneRemembered() ? room.at : 0, true);
  if (room.passedOver) tell(t("pack_presentation_ignored"));
  document.body.dataset.started = "1";
}

/** @param {string} query */
function openQuery(query) {
  takeSelection(parseQuery(query).state);
  const view = viewOf(room.state);
  atlas.map.setView(view.center, view.zoom, { animate: false });
}

function copyLink() {
  const centre = atlas.map.getCenter();
  const numbers = [atlas.map.getZoom().toFixed(2), centre.lat.toFixed(5), centre.lng.toFixed(5)].map(Number);
  const query = selectionQuery(room.held, Object.assign({}, room.state, { map: numbers.join("/") }));
  atlas.say("told", { type: "copied", link: `${window.location.href.split("#")[0]}#${query}` });
}

window.addEventListener("atlas", (event) => {
  const message = /** @type {CustomEvent} */ (event).detail;
  if (message.type === "ready") recoverPlace().then(startRoom);
  else if (message.type === "choose" && typeof message.id === "string") chosenOnMap(message.id);
  else if (message.type === "copy") copyLink();
  else if (message.type === "keys") openKeys();
  else if (message.type === "view") keepLook();
  else if (message.type !== "choose") happen(message);
});

/** The map is drawn, and everything else follows from its being ready. */
function openRoom() {
  const lang = told("lang") || kept.lang;
  const theme = told("theme") || kept.theme;
  if (lang === "zh" || lang === "en") room.lang = lang;
  if (PACK_THEMES.includes(theme)) room.theme = theme;
  document.documentElement.lang = room.lang === "en" ? "en" : "zh-CN";
  document.documentElement.style.setProperty("--u", "13px");
  choosePresentation();
  buildRoom();
  atlas.begin(L.map("map"), { symbology: "", texts: "" });
  for (const layer of room.asked.layers) atlas.draw(atlas.map, layer, "");
  tellAtlas();
}

/** @param {string} words */
function idsFound(words) {
  const mask = searchMask(room.held, words);
  return room.held.entities.filter((_, i) => mask[i]).map((one) => one.id);
}

// What a test, or somebody at the browser's console, asks of the room.
window.room = Object.assign(room, {
  take: takeSelection,
  parse: (/** @type {string} */ query) => parseQuery(query).state,
  query: (/** @type {any} */ state) => selectionQuery(room.held, state),
  nothing: nothingSelected,
  sentence: roomSentence,
  shown: idsShown,
  subject: subjectOf,
  scene: sceneNow,
  find: (/** @type {string} */ id) => room.held.find(id),
  choose: chooseSubject,
  openBoard,
  closeBoard,
  speak,
  kiosk: startKiosk,
  playing: isPlaying,
  moving: isMoving,
  facets: () => facetsOf(room.held, room.state, room.lang),
  bits: () => rowBits(room.mask),
  search: (/** @type {string} */ words) => idsFound(words),
  suggest: (/** @type {string} */ words) => suggestionsOf(room.held, words, room.lang),
  list: () =>
    listGroups(room.held, room.mask, room.lang, room.state).map(([title, members]) => [
      title,
      members.map((one) => itemOf(room.held, one, room.lang)),
    ]),
  compared: (/** @type {string[]} */ ids) => {
    const cards = ids.map((id) => /** @type {import("../panel/source.js").Card} */ (room.held.card(id, room.lang)));
    return comparedLines(cards, roomTexts(), room.held.data.compared.fields);
  },
});
if (!window.tooOld) Promise.all([recover(PRESENTATION), recover(DECISIONS)]).then(openRoom);
