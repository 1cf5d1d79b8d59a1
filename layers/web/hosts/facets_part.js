// The filters as a part of the page.

import { Facets } from "../panel/facets.js";
import { heardFromMap, tellMap } from "./map_frame.js";
import { mountPart } from "./page.js";

/** @typedef {import("../panel/source.js").Source} Source */

/** The filters, whose clicks the map and the list hear before the server has answered. */
class AskedAhead extends Facets {
  /** @param {Node} root */
  constructor(root) {
    super(root);
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

  /** @param {any} given @param {Source} source */
  show(given, source) {
    const facets = given.facets.map((/** @type {any} */ facet) => {
      // Without names, for this comes with every click.
      const options = facet.options.map((/** @type {any[]} */ [code, label, count, on]) => ({
        code,
        label,
        count,
        on: Boolean(on),
      }));
      return Object.assign({}, facet, { options });
    });
    const tell = (/** @type {any} */ event) => {
      if (event.q === given.query && event.type !== "query") sayAsked(event.selected, event.type === "clear");
      source.tell(event);
    };
    const { query, clearable, offer } = given;
    super.show({ query, clearable, offer, facets }, Object.assign({}, source, { tell }));
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
