// On its own: some seconds for each scene, over and over, until somebody touches anything.
(function () {
  "use strict";

  let timer = 0;

  room.kiosk = function (seconds) {
    room.stopKiosk();
    const wait = Math.max(2, Math.min(3600, Number(seconds) || 10)) * 1000;
    if (!room.presenting) room.begin(room.at);
    document.body.classList.add("is-kiosk");
    room.tell(room.text("pack_kiosk_on"));
    timer = setInterval(() => room.show((room.at + 1) % room.scenes.length), wait);
  };

  room.stopKiosk = function () {
    clearInterval(timer);
    const was = Boolean(timer);
    timer = 0;
    document.body.classList.remove("is-kiosk");
    return was;
  };

  room.playing = () => Boolean(timer);

  ["pointerdown", "wheel", "touchstart", "keydown"].forEach((name) => window.addEventListener(name, () => room.playing() && room.stopKiosk(), true));
  room.when("leaving", room.stopKiosk);
})();
