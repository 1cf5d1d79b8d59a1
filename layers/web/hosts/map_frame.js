// The page and the map's frame: what one tells the other. The frame is of the same origin, and only codes travel.

const SAFE = /^[0-9a-z,.-]{0,80}$/;

/** The map's frame, found anew each time: Streamlit may have mounted it since. */
export function mapFrame() {
  return Array.from(document.querySelectorAll("iframe")).find((one) => one.title === "streamlit_folium.st_folium");
}

/** @param {Record<string, unknown>} message */
export function tellMap(message) {
  const frame = mapFrame();
  if (frame && frame.contentWindow)
    frame.contentWindow.postMessage(Object.assign({ atlas: 1 }, message), location.origin);
}

/**
 * What the map's frame said, if it was the map's frame, from this origin, and one of these types; otherwise null.
 * @param {MessageEvent} event
 * @param {string[]} types
 * @returns {Record<string, any> | null}
 */
export function heardFromMap(event, types) {
  const frame = mapFrame();
  const message = event.data;
  if (event.origin !== location.origin || !frame || event.source !== frame.contentWindow) return null;
  if (!message || typeof message !== "object" || message.atlas !== 1 || !types.includes(message.type)) return null;
  return message;
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export function isCode(value) {
  return typeof value === "string" && SAFE.test(value);
}
