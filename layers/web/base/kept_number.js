// A number that the browser keeps between two visits. A browser that keeps nothing is no error.

/**
 * The number that is kept under a key; 0 where there is none, or nobody may keep anything.
 * @param {string} key
 */
export function keptNumber(key) {
  try {
    return Number(window.localStorage.getItem(key)) || 0;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return 0;
  }
}
