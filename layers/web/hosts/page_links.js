// The links of the head lead on with the address as it is. Streamlit has drawn them in the last run of the whole page,
// and neither a filter nor a move of the map runs the whole page.

import { targetOf } from "../base/dom.js";
import { pageName } from "./address.js";

const LINKS = '.st-key-atlas_page .st-key-atlas_header [data-testid="stPageLink"] a';
const LOOKED_AT = ["pointerdown", "contextmenu", "focusin"]; // before a new tab, or a copy of the address

/** @param {string} search */
function sorted(search) {
  const pairs = Array.from(new URLSearchParams(search), ([key, value]) => `${key}=${value}`);
  return pairs.sort().join("&");
}

export class PageLinks {
  /** @param {(event: {type: "page", page: string}) => void} tell */
  constructor(tell) {
    this.tell = tell;
    /** @type {WeakMap<Element, {drawn: string, now: string}>} */
    this.known = new WeakMap();
    this.hearClick = (/** @type {MouseEvent} */ event) => this.clicked(event);
    this.hearOthers = (/** @type {Event} */ event) => {
      const link = this.linkOf(event);
      if (link) this.correct(link);
    };
  }

  listen() {
    // Before Streamlit hears of it.
    document.addEventListener("click", this.hearClick, true);
    for (const kind of LOOKED_AT) document.addEventListener(kind, this.hearOthers, true);
  }

  silence() {
    document.removeEventListener("click", this.hearClick, true);
    for (const kind of LOOKED_AT) document.removeEventListener(kind, this.hearOthers, true);
  }

  /** @param {Event} event @returns {HTMLAnchorElement | null} */
  linkOf(event) {
    const target = targetOf(event);
    return target instanceof Element ? target.closest(LINKS) : null;
  }

  /** The address that Streamlit has drawn. @param {HTMLAnchorElement} link */
  drawn(link) {
    const held = this.known.get(link);
    const now = link.getAttribute("href") || "";
    return held && held.now === now ? held.drawn : now;
  }

  /** A new tab, or a copy of the address, takes what the link says. @param {HTMLAnchorElement} link */
  correct(link) {
    const drawn = this.drawn(link);
    const now = drawn.replace(/[?#].*$/, "") + location.search;
    this.known.set(link, { drawn, now });
    link.setAttribute("href", now);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const link = this.linkOf(event);
    if (!link || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.stopImmediatePropagation(); // Streamlit would go there in this tab
      return;
    }
    const led = new URL(this.drawn(link), document.baseURI);
    if (sorted(led.search) === sorted(location.search)) return; // Streamlit leads there itself
    event.preventDefault();
    event.stopImmediatePropagation();
    this.tell({ type: "page", page: pageName(led.pathname) });
  }
}
