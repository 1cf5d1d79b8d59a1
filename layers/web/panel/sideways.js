// A table that is wider than its place says so: a line of words above it, a shadow at the edge that hides more, and a
// first column that stays.

import { el, phrase, set } from "../base/dom.js";

/**
 * Watches whether a table goes on sideways, as long as it is in the page.
 * @param {HTMLElement} scroll  what scrolls it
 * @param {import("../base/dom.js").Texts} texts
 */
export function watchSideways(scroll, texts) {
  const words = el("p", { class: "sideways", hidden: true }, phrase(texts, "panel_sideways"));
  const wide = el("div", { class: "wide" }, words, scroll);
  const look = () => {
    const more = scroll.scrollWidth - scroll.clientWidth;
    scroll.classList.toggle("wider", more > 1);
    wide.classList.toggle("goes-on", scroll.scrollLeft < more - 1);
    set(words, { hidden: more <= 1 });
  };
  if (window.ResizeObserver) new ResizeObserver(look).observe(scroll);
  scroll.addEventListener("scroll", look, { passive: true });
  return wide;
}
