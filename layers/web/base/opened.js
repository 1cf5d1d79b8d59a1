// What the reader has opened, innermost last: Esc closes one thing at a time, wherever the focus is, and the focus goes
// back to what opened it. All scripts of a window share one list.

/** @typedef {{opener: HTMLElement, close: () => void}} Opened */

/** @returns {Opened[]} */
function openedThings() {
  const things = window.atlasOpened || [];
  window.atlasOpened = things;
  return things;
}

/**
 * Something was opened; as long as `opener` is seen, Esc closes it.
 * @param {HTMLElement} opener
 * @param {() => void} close
 */
export function opened(opener, close) {
  if (!openedThings().some((one) => one.opener === opener)) openedThings().push({ opener, close });
}

/** It is closed. @param {HTMLElement} opener */
export function closed(opener) {
  const at = openedThings().findIndex((one) => one.opener === opener);
  if (at >= 0) openedThings().splice(at, 1);
}

/**
 * Closes what was opened last and is still there; whether there was anything.
 * @param {boolean} refocus  whether the focus goes to what opened it
 */
export function closeInnermost(refocus) {
  const there = openedThings().filter(({ opener }) => opener.isConnected);
  openedThings().splice(0, openedThings().length, ...there);
  const seen = there.filter(({ opener }) => opener.getClientRects().length > 0);
  const last = seen[seen.length - 1];
  if (!last) return false;
  closed(last.opener);
  last.close();
  if (refocus) last.opener.focus({ preventScroll: true });
  return true;
}

/**
 * A fold that the reader unfolds is closed by Esc too, where it `counts`.
 * @param {HTMLDetailsElement} fold
 * @param {HTMLElement} summary
 * @param {() => boolean} [counts]
 */
export function watchFold(fold, summary, counts) {
  const note = (/** @type {boolean} */ isOpen) => {
    if (isOpen && (!counts || counts())) opened(summary, () => (fold.open = false));
    else closed(summary);
  };
  fold.addEventListener("toggle", () => note(fold.open));
  // A browser says later that it was unfolded, and Esc may come before; a click on its summary is about to do it.
  summary.addEventListener("click", (event) => event.defaultPrevented || note(!fold.open));
}
