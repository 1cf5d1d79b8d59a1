// The room of a meeting: what the page was given, the selection, language and theme, and the steps that its modules
// hear of.

import { focused, phrase } from "../base/dom.js";
import { Held } from "../panel/held.js";
import {
  comparedAfter,
  mapMessage,
  nothingSelected,
  parseSelection,
  passingMask,
  restricts,
  selectionQuery,
} from "../panel/selection.js";
import { sentenceOf } from "../panel/sentence.js";
import { keep, keepScene, LOOK_KEPT, PRESENTATION, SCENE_KEPT, sceneKeptAt, stored, storedData } from "./kept.js";
import { readWritten, writeAtOnce } from "./written.js";

/** @typedef {import("../panel/selection.js").Selection} Selection */
/** @typedef {Record<"id" | "face" | "title_zh" | "title_en" | "notes_zh" | "notes_en" | "query", string>} RoomScene */

const THEMES = ["day", "dark", "projector", "print"];
const FACES = ["opening", "map", "compare", "indicators", "evaluation", "tasks", "closing"];

/** @type {any} */
export const atlas = window.atlas;

/** @type {Record<string, ((detail?: any) => void)[]>} */
const roomListeners = {};

/** @param {string} id */
function given(id) {
  const node = document.getElementById(id);
  return JSON.parse((node && node.textContent) || "null");
}

const asked = given("room-asked"); // {lang, back, name, layers, presentation}
// A pack remembers where it was under a name of its own: all files of a disk share one memory.
const own = asked.back ? "" : `.${asked.name}`;
const held = new Held(given("room-data"));

export const room = {
  asked,
  held,
  layers: given("atlas-data"),
  lang: asked.lang,
  theme: "day",
  presenting: false,
  started: false,
  keeps: true, // whether this browser keeps anything
  state: nothingSelected(),
  mask: passingMask(held, nothingSelected()),
  at: 0,
  strayed: false, // whether the reader has left the scene
  /** @type {string[]} */
  gone: [], // what the scene names and the data does not hold
  face: "", // what stands before the map
  view: { lat: 0, lng: 0, zoom: 0 },
  passedOver: false,
  presentation: { title_zh: "", title_en: "" },
  /** @type {RoomScene[]} */
  scenes: [],
};

/**
 * The steps are: "build", "scene-leaves", "face", "scene", "selection", "strayed", "strayed-changed", "chosen",
 * "language", "theme", "presenting", "fitted", "leaving", "decisions", "key".
 * @param {string} step
 * @param {(detail?: any) => void} act
 */
export function whenRoom(step, act) {
  roomListeners[step] = [...(roomListeners[step] || []), act];
}

/**
 * @param {string} step
 * @param {any} [detail]
 */
export function announce(step, detail) {
  for (const act of roomListeners[step] || []) act(detail);
}

/** The words in the reader's language. */
export function roomTexts() {
  return held.data.words[room.lang];
}

/**
 * @param {string} code
 * @param {Record<string, unknown>} [values]
 */
export function t(code, values) {
  return phrase(roomTexts(), code, values);
}

/**
 * Says something in the reader's language, now and whenever that changes.
 * @param {() => void} write
 */
export function inBothTongues(write) {
  write();
  whenRoom("language", write);
}

/**
 * A scene's title or notes.
 * @param {Record<string, string>} scene
 * @param {string} [part]
 */
export function titleOf(scene, part) {
  const name = part || "title";
  return scene[`${name}_${room.lang}`] || scene[`${name}_zh`] || scene[`${name}_en`] || "";
}

export function sceneNow() {
  return room.scenes[room.at];
}

// ---- what the browser keeps ----

const PLACE = `place${own}`;

/** @param {string} key @param {string} text */
function remember(key, text) {
  room.keeps = keep(key + own, text) && room.keeps;
}

/** Keeps where the reader is, also for a browser that dies at the next moment. */
export function rememberScene() {
  const at = Date.now();
  room.keeps = keepScene(sceneNow().id, own, at) && room.keeps;
  writeAtOnce({ [PLACE]: { scene: sceneNow().id, presenting: room.presenting, at } });
}

/** Takes up the place that a browser had written before it died, where it has kept only an earlier one. */
export async function recoverPlace() {
  const written = await readWritten(PLACE);
  if (!written || !(written.at > sceneKeptAt(own))) return;
  keepScene(String(written.scene), own, written.at);
  remember(LOOK_KEPT, JSON.stringify(Object.assign({}, lookRemembered(), { presenting: written.presenting === true })));
}

export function sceneRemembered() {
  return stored(SCENE_KEPT + own);
}

export function lookRemembered() {
  return storedData(LOOK_KEPT + own) || {};
}

export function keepLook() {
  const { lang, theme, presenting } = room;
  remember(LOOK_KEPT, JSON.stringify({ lang, theme, presenting }));
  if (room.started && room.scenes.length) rememberScene();
}

/** @param {any} file */
function isPresentation(file) {
  return Boolean(file) && file.format === "g60-scenes" && Array.isArray(file.scenes);
}

/** @param {any} scene */
function isScene(scene) {
  return Boolean(scene) && typeof scene === "object" && typeof scene.query === "string";
}

/** What came along, or live what this browser keeps; a file that cannot be read is said and passed over. */
export function choosePresentation() {
  const kept = asked.back ? storedData(PRESENTATION) : null;
  const taken = isPresentation(kept) && kept.scenes.some(isScene) ? kept : asked.presentation;
  const emptied = isPresentation(kept) && kept.scenes.length === 0;
  room.passedOver = Boolean(asked.back) && taken !== kept && !emptied && stored(PRESENTATION) !== null;
  const words = (/** @type {unknown} */ value, /** @type {number} */ most) =>
    typeof value === "string" ? value.slice(0, most) : "";
  room.presentation = { title_zh: words(taken.title_zh, 200), title_en: words(taken.title_en, 200) };
  room.scenes = taken.scenes
    .filter(isScene)
    .slice(0, 200)
    .map((/** @type {any} */ scene, /** @type {number} */ i) => ({
      id: words(scene.id, 80) || `scene-${i + 1}`,
      face: FACES.includes(scene.face) ? scene.face : "map",
      title_zh: words(scene.title_zh, 200),
      title_en: words(scene.title_en, 200),
      notes_zh: words(scene.notes_zh, 4000),
      notes_en: words(scene.notes_en, 4000),
      query: words(scene.query, 4000).split("?").pop(),
    }));
}

// ---- the selection ----

/** @param {string} query */
export function parseQuery(query) {
  return parseSelection(query, held);
}

export function roomSentence() {
  return sentenceOf(held, room.state, room.mask, room.lang);
}

/** Who is shown, as ids in the order of the data. */
export function idsShown() {
  return held.entities.filter((_, i) => room.mask[i]).map((one) => one.id);
}

export function isRestricted() {
  return restricts(room.state);
}

export function tellAtlas() {
  const look = { lang: room.lang, theme: room.theme, view: "", base: "", day: asked.day || "" };
  atlas.apply(atlas.map, Object.assign(mapMessage(room.state, room.mask), look));
}

/**
 * Takes a whole selection; what it does not say restricts nothing.
 * @param {Partial<Selection>} state
 */
export function takeSelection(state) {
  room.state = Object.assign(nothingSelected(), state);
  room.mask = passingMask(held, room.state);
  tellAtlas();
  announce("selection");
}

/** @param {Partial<Selection>} part */
export function changeSelection(part) {
  takeSelection(Object.assign({}, room.state, part));
  announce("strayed");
}

/** @param {string} id */
export function chooseSubject(id) {
  if (id === room.state.focus) return;
  changeSelection({ focus: held.find(id) ? id : "" });
  announce("chosen");
}

/** @param {string} id */
export function toggleCompared(id) {
  changeSelection({ compare: comparedAfter(held, room.state, id) });
}

/** Whether the selection is still the scene's. */
export function isAtScene() {
  return selectionQuery(held, room.state) === selectionQuery(held, parseQuery(sceneNow().query).state);
}

// ---- language and theme ----

/** @param {string} lang */
export function speak(lang) {
  room.lang = lang;
  document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
  tellAtlas();
  announce("language");
  announce("selection");
  keepLook();
}

/** @param {string} theme */
export function dress(theme) {
  room.theme = theme;
  tellAtlas();
  announce("theme");
  keepLook();
}

/** The themes with their names. @returns {[string, string][]} */
export function themeOptions() {
  return THEMES.map((theme) => [theme, t(`theme_${theme}`)]);
}

// ---- the focus ----

/** Keeps who had the focus before something was opened, and gives it back; in presenting it is the clicker's. */
export function focusKeeper() {
  /** @type {HTMLElement | null} */
  let held = null;
  return {
    keep: () => (held = focused(document)),
    giveBack: () => {
      if (held && held.isConnected && !room.presenting) held.focus({ preventScroll: true });
      held = null;
    },
  };
}
