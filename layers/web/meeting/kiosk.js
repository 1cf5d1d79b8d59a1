// On its own: some seconds for each scene, over and over, until somebody touches anything.

import { tell } from "./notice.js";
import { room, t, whenRoom } from "./room.js";
import { begin, showScene } from "./stage.js";

let playing = 0;

/** @param {number | string} seconds */
export function startKiosk(seconds) {
  stopKiosk();
  const wait = Math.max(2, Math.min(3600, Number(seconds) || 10)) * 1000;
  if (!room.presenting) begin(room.at);
  document.body.classList.add("is-kiosk");
  tell(t("pack_kiosk_on"));
  playing = setInterval(() => showScene((room.at + 1) % room.scenes.length), wait);
}

export function stopKiosk() {
  clearInterval(playing);
  playing = 0;
  document.body.classList.remove("is-kiosk");
}

export function isPlaying() {
  return playing !== 0;
}

for (const touch of ["pointerdown", "wheel", "touchstart", "keydown"]) {
  window.addEventListener(touch, () => isPlaying() && stopKiosk(), true);
}
whenRoom("leaving", stopKiosk);
