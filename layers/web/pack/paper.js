// Paper: the map keeps the picture that it has, made as wide as the page; the marks of evidence and the documents are said in words.
(function () {
  "use strict";

  const PAGE = 690; // CSS pixels across a page of A4 within its margins

  let was = "";

  window.addEventListener("beforeprint", () => {
    was = room.theme;
    if (was === "dark") room.dress("print"); // light letters would be lost on white
    const sheet = document.getElementById("sheet");
    const wide = sheet.offsetWidth;
    const high = sheet.offsetHeight;
    sheet.style.width = wide + "px";
    sheet.style.height = high + "px";
    sheet.style.zoom = String(Math.min(1, PAGE / wide));
    legend();
  });

  window.addEventListener("afterprint", () => {
    const sheet = document.getElementById("sheet");
    ["width", "height", "zoom"].forEach((name) => (sheet.style[name] = ""));
    if (was !== room.theme) room.dress(was);
    const words = document.getElementById("marks");
    if (words) words.remove();
  });

  function legend() {
    const box = room.node("section", "", document.getElementById("room"));
    box.id = "marks";
    ["stated", "derived", "inferred", "reported", "missing"].forEach((kind) => {
      room.write(room.node("p", "", box), room.markOf(kind) + " " + room.text("evidence_" + kind) + "  " + room.text("evidence_means_" + kind));
    });
    room.data.documents[room.lang].forEach((one) => room.named("p", "", "[" + one.number + "] " + one.title + "  " + one.issuer + "  " + one.date, box));
  }
})();
