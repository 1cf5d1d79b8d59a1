// In Streamlit's frame the library of components adds the theme's style sheet once more with every answer. A sheet that
// is new, though it says the same, makes the browser work out the style of everything on the map again: the second one
// is taken away before that.

import { when } from "./atlas.js";

/** @type {Set<string>} */ const known = new Set();

function takeAway(/** @type {Iterable<Node>} */ added) {
  for (const node of added) {
    if (!(node instanceof HTMLStyleElement)) continue;
    const text = node.textContent || "";
    if (known.has(text)) node.remove();
    else known.add(text);
  }
}

when("begin", () => {
  if (window.parent === window) return;
  for (const node of document.head.querySelectorAll("style")) known.add(node.textContent || "");
  // Called before the next style is worked out, with the text in its place.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) takeAway(addedNodes);
  }).observe(document.head, { childList: true });
});
