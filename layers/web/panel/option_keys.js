// The keys of a checklist: one stop of the Tab key, and the arrows move inside it.

import { set } from "../base/dom.js";

/** @param {KeyboardEvent} event @param {HTMLElement} items  what holds the options */
export function walkOptions(event, items) {
  const boxes = Array.from(items.querySelectorAll("input"));
  const at = boxes.indexOf(/** @type {HTMLInputElement} */ (event.target));
  /** @type {Record<string, number>} */
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 };
  const to = steps[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = boxes[Math.max(0, Math.min(boxes.length - 1, to))];
  for (const box of boxes) set(box, { tabindex: box === next ? 0 : -1 });
  next.focus();
}
