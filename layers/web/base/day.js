/**
 * Today in the reader's own time, as 2026-03-01.
 * @returns {string}
 */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/**
 * Today in Jiaxing, whose days are those of the record: UTC+8 without summer time.
 * @returns {string}
 */
export function todayInJiaxing() {
  return new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);
}
