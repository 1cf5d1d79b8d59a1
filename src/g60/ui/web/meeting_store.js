// The presentation, the place in it and the decisions, as this browser keeps them; and what the server is asked about them.

const PRESENTATION = "g60.presentation";
const SCENE_KEPT = "g60.scene"; // the id of the scene that is chosen
const DECISIONS = "g60.decisions";
const ASIDE = ".broken"; // where a text goes that cannot be read, before another takes its place

/** What the browser keeps under a key; null where it keeps nothing, or lets nobody keep anything. */
function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
    return null;
  }
}

/** Keeps a text; whether that was possible. */
function keep(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch (error) {
    if (error.name !== "SecurityError" && error.name !== "QuotaExceededError") throw error;
    return false;
  }
}

/** An address of the app, seen from any of its pages. */
function appAddress(path) {
  return new URL("./" + path, document.baseURI).href;
}

function asked(act, body, lang) {
  const query = new URLSearchParams({ lang, address: appAddress("").replace(/\/$/, "") });
  return fetch(appAddress("meeting/" + act + "?" + query), { method: "POST", body });
}

/** The server's answer as an object; `messages` says what is wrong where there is nothing else in it. Null without a server. */
async function ask(act, body, lang) {
  try {
    const answer = await asked(act, body, lang);
    return answer.ok || answer.status === 422 ? await answer.json() : null;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // of fetch: nobody answered
    return null;
  }
}

/** Adds what an address shows to the presentation that is kept; the scene's place, counted from 1, or 0. */
async function addScene(search, lang) {
  const kept = stored(PRESENTATION);
  const answer = await ask("add", JSON.stringify({ presentation: kept, query: search }), lang);
  if (!answer || !answer.presentation || !keep(PRESENTATION, JSON.stringify(answer.presentation))) return 0;
  keep(SCENE_KEPT, answer.presentation.scenes[answer.number - 1].id);
  return answer.number;
}

/** Hands a file to the reader. */
function handOver(name, content, kind) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  const node = el("a", { href: address, download: name });
  node.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** A name that every file system takes. */
function fileName(words, ending) {
  const day = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const date = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())].join("-");
  return (words || "").replace(/[\s\\/:*?"<>|.]+/g, " ").trim().slice(0, 60) + "-" + date + "." + ending;
}
