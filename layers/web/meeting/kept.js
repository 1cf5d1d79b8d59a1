// What the browser keeps between two visits. A browser that keeps nothing is no error; the reader is told where it
// counts.

export const PRESENTATION = "g60.presentation";
export const SCENE_KEPT = "g60.scene"; // the id of the scene that is chosen
const WHEN = ".at"; // after the key of a scene: when it was kept
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
