// One part of the page's address, written without a step of the history.

// A permalink ends so.
const ORDER = [
  ...["map", "layers", "base", "grouped", "sorted", "scene", "theme", "lang"],
  ...["v", "at", "since", "pair", "draft", "w"],
];

/**
 * A query with one part of it set; the other parameters keep their place and their text, for Streamlit makes a step of
 * the history of every difference.
 * @param {string} search
 * @param {string} key
 * @param {string} value
 */
export function querySet(search, key, value) {
  const part = new URLSearchParams([[key, value]]).toString(); // encoded as the server encodes it
  const nameOf = (/** @type {string} */ other) => other.split("=")[0];
  const parts = search
    .replace(/^\?/, "")
    .split("&")
    .filter((other) => other !== "");
  const after = ORDER.slice(ORDER.indexOf(key));
  const at = parts.findIndex((other) => after.includes(nameOf(other)));
  const rest = parts.filter((other) => nameOf(other) !== key);
  rest.splice(at < 0 ? rest.length : at, 0, part);
  return `?${rest.join("&")}`;
}

const FIRST = "atlas"; // the page that has no name in its address

/**
 * The page that an address of ours names.
 * @param {string} [path]
 */
export function pageName(path = location.pathname) {
  const below = new URL(document.baseURI).pathname;
  return path.slice(below.length).replace(/\/+$/, "") || FIRST;
}

/**
 * Writes a part of a page's address, unless the reader has gone on to another page: what a page was waiting for may come
 * then. Whether the address is another one now.
 * @param {string} page
 * @param {string} key
 * @param {string} value
 */
export function withPart(page, key, value) {
  if (pageName() !== page) return false;
  const search = querySet(location.search, key, value);
  const changed = search !== location.search;
  if (changed) history.replaceState(history.state, "", location.pathname + search + location.hash);
  return changed;
}

/**
 * Takes parts off the address and puts others there: what a messenger had added to a link, and how it was meant.
 * @param {[string, string][]} off
 * @param {[string, string][]} on
 */
export function repairAddress(off, on) {
  const isOff = (/** @type {[string, string]} */ [key, value]) => off.some(([k, v]) => k === key && v === value);
  const pairs = Array.from(new URLSearchParams(location.search));
  if (!pairs.some(isOff)) return; // the reader has gone on
  const search = new URLSearchParams([...pairs.filter((pair) => !isOff(pair)), ...on]).toString();
  history.replaceState(history.state, "", location.pathname + (search && `?${search}`) + location.hash);
}
