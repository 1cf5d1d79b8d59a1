// What the page of the meeting asks the server, which keeps nothing of it.

import { keepForGood, keepScene, PRESENTATION, recover, stored } from "./kept.js";

const ACCEPTED = 202;
// Too slow, too large, not understood: the server says so in words.
const REFUSED = new Set([408, 413, 422]);
const LOOK_MS = 700;

/**
 * An address of the app, seen from any of its pages.
 * @param {string} path
 */
export function appAddress(path) {
  return new URL(`./${path}`, document.baseURI).href;
}

/**
 * The answer, or null where nobody answered.
 * @param {string} address
 * @param {BodyInit} [body] none: it is read, not sent
 */
export async function post(address, body) {
  // A file that is still in the queue is answered with its place there, and asked for again.
  const headers = { Prefer: "respond-async" };
  try {
    return await fetch(appAddress(address), body === undefined ? { headers } : { method: "POST", headers, body });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/**
 * The answer with the file, when it is made; `told` is given how it stands, and what takes it back.
 * @param {Response | null} answer
 * @param {string} lang
 * @param {(words: string, cancel: () => void) => void} told
 * @returns {Promise<Response | null>}
 */
export async function whenMade(answer, lang, told) {
  if (!answer || answer.status !== ACCEPTED) return answer;
  const { job, words } = await answer.json();
  told(words, () => void post(`exports/${job}/cancel?${new URLSearchParams({ lang })}`, ""));
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return whenMade(await post(`exports/${job}/file?${new URLSearchParams({ lang })}`), lang, told);
}

/**
 * @param {string} act
 * @param {string} body
 * @param {string} lang
 */
export function asked(act, body, lang) {
  return post(`meeting/${act}?${new URLSearchParams({ lang, address: appAddress("").replace(/\/$/, "") })}`, body);
}

/**
 * The server's answer as an object; `messages` says what is wrong where there is nothing else in it. Null without a
 * server.
 * @param {string} act
 * @param {string} body
 * @param {string} lang
 * @returns {Promise<any>}
 */
export async function ask(act, body, lang) {
  const answer = await asked(act, body, lang);
  if (!answer || !(answer.ok || REFUSED.has(answer.status))) return null;
  // A proxy before the server refuses with a page of its own.
  return (answer.headers.get("Content-Type") || "").startsWith("application/json") ? answer.json() : null;
}

/**
 * Adds what an address shows to the presentation that is kept; the scene's place, counted from 1, or 0.
 * @param {string} search
 * @param {string} lang
 * @returns {Promise<number>}
 */
export async function addScene(search, lang) {
  await recover(PRESENTATION);
  const kept = stored(PRESENTATION);
  const answer = await ask("add", JSON.stringify({ presentation: kept, query: search }), lang);
  if (!answer || !answer.presentation || !keepForGood(PRESENTATION, JSON.stringify(answer.presentation))) return 0;
  keepScene(answer.presentation.scenes[answer.number - 1].id);
  return answer.number;
}

/**
 * A name that every file system takes.
 * @param {string} words
 * @param {string} date
 * @param {string} ending
 */
export function fileName(words, date, ending) {
  return `${words
    .replace(/[\s\\/:*?"<>|.]+/g, " ")
    .trim()
    .slice(0, 60)}-${date}.${ending}`;
}
