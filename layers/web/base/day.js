/**
 * Today in Jiaxing, as 2026-03-01: the day that hand-outs and the record carry, wherever the reader is.
 * UTC+8 without summer time.
 * @returns {string}
 */
export function today() {
  return new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
}
