// The page as a host: how one of Streamlit's parts is mounted, and the source of data that asks the server. A part's
// script, style and words come once, by an address that holds their hash, and stay in the browser; Streamlit sends a
// component's script with every rerun, so that is one line which fetches the part.

import { pageName } from "./address.js";
import { isCode, tellMap } from "./map_frame.js";
import { hearEscape } from "./step_back.js";

/** @typedef {import("../panel/source.js").Source} Source */
/** @typedef {{parentElement: ShadowRoot, data: any, setTriggerValue: (name: string, value: any) => void}} Component */
/**
 * @typedef {Object} Panel
 * @property {(data: any, source: Source) => void} show
 * @property {() => void} [listen]
 * @property {() => void} [silence]
 */

const partSheet = new CSSStyleSheet();
partSheet.replaceSync(STYLE);

/** @type {WeakMap<ShadowRoot, {panel: Panel, turn: number}>} */
const mountedParts = new WeakMap(); // one panel per shadow root: Streamlit calls a part for every new data

/**
 * What an address of ours answers, or null where it does not: the network may be away for a moment.
 * @param {string} address
 */
async function load(address) {
  try {
    const answer = await fetch(new URL(address, document.baseURI).href, { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * The address of another page of the app, with the state of this one as it is now, and more of it in `about`.
 * @param {string} page
 * @param {Record<string, string>} [about]
 */
function pageAddress(page, about) {
  const asked = new URLSearchParams(location.search);
  if (page !== "meeting") asked.delete("scene");
  for (const [key, value] of Object.entries(about || {})) asked.set(key, value);
  if (about) asked.set("from", pageName());
  const path = page === "atlas" ? "./" : page; // the map is the first page, which has no name in its address
  return new URL(`${path}?${asked}`, location.href).href;
}

/**
 * Streamlit sends what is told in one turn of the browser as one message, and the server draws only the fragment of the
 * first of it: a click would be lost to a move of the map. So each event has a turn of its own; one line for all parts.
 * @param {() => void} send
 */
function inTurn(send) {
  const line = window.atlasLine || [];
  window.atlasLine = line;
  line.push(send);
  if (line.length === 1) nextInLine(line);
}

/** @param {(() => void)[]} line */
function nextInLine(line) {
  // Set after Streamlit's own timer of the same length, so it comes after it.
  const goOn = () => {
    line.shift();
    if (line.length) nextInLine(line);
  };
  try {
    line[0]();
  } finally {
    setTimeout(goOn, 0);
  }
}

/**
 * @param {Component} component
 * @param {"zh" | "en"} lang
 * @returns {Source}
 */
function serverSource(component, lang) {
  return {
    lang,
    texts: TEXTS[lang],
    tell: (event) => inTurn(() => component.setTriggerValue("event", event)),
    hover: (id) => (id === "" || isCode(id) ? tellMap({ type: "hover", id }) : undefined),
    groups: load,
    rows: (address, group, from) => load(`${address}&group=${group}&from=${from}`),
    suggest: (address, words) => load(`${address}&suggest=${encodeURIComponent(words)}`),
    page: pageAddress,
    citation: (entry) => entry.citation || null,
    past: ({ subject, field }) => {
      if (!window.atlasVersions || window.atlasVersions.newest < 2) return null;
      const at = new URLSearchParams(location.search).get("at") || "";
      return load(`./record/history?${new URLSearchParams({ subject, field, at, lang })}`);
    },
  };
}

/**
 * Shows new data in the part's panel, which is made at the first call; what ends it is returned.
 * @param {Component} component
 * @param {(root: ShadowRoot) => Panel} make
 */
export function mountPart(component, make) {
  const root = component.parentElement;
  if (!root.adoptedStyleSheets.includes(partSheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, partSheet];
  const sent = component.data || {};
  const data = sent instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(sent)) : sent;
  const held = mountedParts.get(root) || { panel: make(root), turn: 0 };
  mountedParts.set(root, held);
  held.turn += 1;
  const turn = held.turn;
  if (held.panel.listen) held.panel.listen();
  held.panel.show(data, serverSource(component, data.lang === "en" ? "en" : "zh"));
  root.host.setAttribute("data-shown", ""); // the page's sheet says so long that it is on its way
  // Streamlit may run the clean-up of an overtaken call after the next call: only the latest one ends the panel.
  return () => {
    if (held.turn === turn && held.panel.silence) held.panel.silence();
  };
}

hearEscape();

// Streamlit listens for bare r (rerun) and c (clear the cache) on its document, and cannot see that an input inside a
// shadow root has the focus: typing "carrier" would rerun the page. The window hears a key first; one listener serves
// every panel. Where a key belongs to something of Streamlit's, as in a table, it passes.
if (!window.atlasKeys) {
  window.atlasKeys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[rc]$/i.test(event.key)) return;
    const at = event.composedPath()[0];
    if (!(at instanceof Element)) return;
    if (at.getRootNode() instanceof ShadowRoot || /^(A|BODY|BUTTON|MAIN)$/.test(at.tagName))
      event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", window.atlasKeys, true);
}
