// Lines drawn by hand over the picture; they go with the scene.
(function () {
  "use strict";

  let sheet = null;
  let line = null;

  room.toggleInk = function (on) {
    const wanted = on === undefined ? !sheet : on;
    if (wanted === Boolean(sheet)) return;
    if (!wanted) {
      sheet.remove();
      sheet = null;
      line = null;
      return;
    }
    sheet = atlas.svg("svg", { class: "ink" }, document.body);
    sheet.addEventListener("pointerdown", (event) => {
      line = atlas.svg("polyline", { points: event.clientX + "," + event.clientY }, sheet);
      sheet.setPointerCapture(event.pointerId);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (line) line.setAttribute("points", line.getAttribute("points") + " " + event.clientX + "," + event.clientY);
    });
    sheet.addEventListener("pointerup", () => (line = null));
  };

  room.when("scene-leaves", () => room.toggleInk(false));
  room.when("leaving", () => room.toggleInk(false));
})();
