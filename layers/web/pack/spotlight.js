// A light that follows the pointer; the rest of the screen steps back.
(function () {
  "use strict";

  let wash = null;

  room.toggleSpotlight = function (on) {
    const wanted = on === undefined ? !wash : on;
    if (wanted === Boolean(wash)) return;
    if (!wanted) {
      wash.remove();
      wash = null;
      return;
    }
    wash = room.node("div", "spotlight", document.body);
    at(window.innerWidth / 2, window.innerHeight / 2);
  };

  function at(x, y) {
    const r = window.innerHeight / 6;
    wash.style.background = "radial-gradient(circle at " + x + "px " + y + "px, transparent " + r + "px, rgba(0,0,0,0.72) " + r * 1.12 + "px)";
  }

  window.addEventListener("mousemove", (event) => wash && at(event.clientX, event.clientY));
  room.when("leaving", () => room.toggleSpotlight(false));
})();
