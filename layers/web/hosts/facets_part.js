// The filters as a part of the page.

import { Facets } from "../panel/facets.js";
import { heardFromMap, tellMap } from "./map_frame.js";
import { mountPart } from "./page.js";

/** @typedef {import("../panel/source.js").Source} Source */
/** @typedef {{field: string, title: string, options: [string, string][]}} Names  the options as code and label */
/**
 * What comes with every click: numbers and codes. The names are fetched once, from `offer`.
 * @typedef {{query: string, clearable: boolean, offer: string, counts: number[][], on: Record<string, string[]>}} Given
 */

const ONCE_MORE_MS = 1500; // the network was away
/** @type {Map<string, Names[]>} */
const namesAt = new Map();

/** The filters, whose clicks the map and the list hear before the server has answered. */
class AskedAhead extends Facets {
  /** @param {Node} root */
  constructor(root) {
    super(root);
    /** @type {Given | null} */ this.given = null;
    this.hearMap = (/** @type {MessageEvent} */ event) => heardFromMap(event, ["seek"]) && this.seek();
  }

  listen() {
    super.listen();
    window.addEventListener("message", this.hearMap);
  }

  silence() {
    super.silence();
    window.removeEventListener("message", this.hearMap);
  }

  /** @param {any} data @param {Source} source */
  show(data, source) {
    /** @type {Given} */ const given = data;
    this.given = given;
    const names = namesAt.get(given.offer);
    if (names) {
      this.showNamed(names, given, source);
      return;
    }
    source.groups(`${given.offer}&facets`).then((/** @type {any} */ found) => {
      if (this.given !== given) return; // the reader has gone on
      if (!found) {
        setTimeout(() => this.given === given && this.show(given, source), ONCE_MORE_MS);
        return;
      }
      namesAt.set(given.offer, found);
      this.showNamed(found, given, source);
    });
  }

  /** @param {Names[]} names @param {Given} given @param {Source} source */
  showNamed(names, given, source) {
    const facets = names.map(({ field, title, options }, place) => {
      const chosen = given.on[field] || [];
      const counts = given.counts[place] || [];
      const counted = options.map(([code, label], i) => {
        return { code, label, count: counts[i] || 0, on: chosen.includes(code) };
      });
      return { field, title, options: counted };
    });
    const tell = (/** @type {any} */ event) => {
      if (event.q === given.query && event.type !== "query") sayAsked(event.selected, event.type === "clear");
      source.tell(event);
    };
    const { query, clearable, offer } = given;
    this.put({ query, clearable, offer, facets }, Object.assign({}, source, { tell }));
  }
}

/**
 * Says which facets were clicked to the map and the list, which need not wait for the server.
 * @param {Record<string, string[]>} selected  the codes of each field, in their order
 * @param {boolean} clear
 */
function sayAsked(selected, clear) {
  const asked = Object.assign({}, selected);
  for (const field of ["list", "plan"]) if (asked[field]) asked[field] = asked[field].slice().sort();
  /** @type {Record<string, string>} */
  const codes = {};
  for (const [field, chosen] of Object.entries(asked)) codes[field] = chosen.join(",").replace(/_/g, "-");
  tellMap(Object.assign({ type: "facets", clear }, codes));
  window.dispatchEvent(new CustomEvent("atlas-asked", { detail: { selected: asked, clear } }));
}

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new AskedAhead(root));
}
