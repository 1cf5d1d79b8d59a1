/**
 * Today in the reader's own time, as 2026-03-01.
 * @returns {string}
 */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}
