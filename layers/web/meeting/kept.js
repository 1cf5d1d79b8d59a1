// What the browser keeps between two visits. A browser that keeps nothing is no error; the reader is told where it
// counts. What was prepared and decided is kept in two places: the local storage is read, and what has outlived a
// browser that died is put there again.

import { readWritten, writeAtOnce } from "./written.js";

export const PRESENTATION = "g60.presentation";
export const SCENE_KEPT = "g60.scene"; // the id of the scene that is chosen
const WHEN = ".at"; // after the key of a scene or of a text: when it was kept
export const LOOK_KEPT = "g60.look";
export const DECISIONS = "g60.decisions";

/**
 * What is kept under a key; null where there is nothing, or nobody may keep anything.
 * @param {string} key
 */
export function stored(key) {
  try {
    return window.localStorage.getItem(key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

/**
 * What is kept as JSON; null where it is none.
 * @param {string} key
 * @returns {any}
 */
export function storedData(key) {
  try {
    return JSON.parse(stored(key) || "null");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/**
 * Keeps a text; whether that was possible.
 * @param {string} key
 * @param {string} text
 */
export function keep(key, text) {
  try {
    window.localStorage.setItem(key, text);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // full, or not allowed: DOMException of several names
    return false;
  }
}

/**
 * Keeps a text also for a browser that dies at the next moment; whether that was possible.
 * @param {string} key
 * @param {string} text
 */
export function keepForGood(key, text) {
  // Of two in one millisecond, and after a clock that was set back, the later one is the newer.
  const at = Math.max(Date.now(), Number(stored(key + WHEN)) + 1);
  const done = keep(key, text) && keep(key + WHEN, String(at));
  if (done) writeAtOnce({ [key]: { text, at } });
  return done;
}

/** @type {Record<string, Promise<void>>} */
const recovered = {};

/**
 * Takes up a text that a browser had written before it died, where it has kept only an earlier one; once in a page's
 * life, before the text is read.
 * @param {string} key
 */
export function recover(key) {
  recovered[key] = recovered[key] || takeUp(key);
  return recovered[key];
}

/** @param {string} key */
async function takeUp(key) {
  const written = await readWritten(key);
  if (!written || typeof written.text !== "string" || !(written.at > Number(stored(key + WHEN)))) return;
  if (keep(key, written.text)) keep(key + WHEN, String(written.at));
}

/**
 * Keeps which scene is chosen, and since when; whether that was possible.
 * @param {string} id
 * @param {string} [own]  the name of the pack that remembers it
 * @param {number} [at]
 */
export function keepScene(id, own = "", at = Date.now()) {
  return keep(SCENE_KEPT + own, id) && keep(SCENE_KEPT + own + WHEN, String(at));
}

/** @param {string} own */
export function sceneKeptAt(own) {
  return Number(stored(SCENE_KEPT + own + WHEN));
}
