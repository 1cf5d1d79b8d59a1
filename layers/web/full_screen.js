// The map alone, as large as the screen. Where the browser does not let this frame do that, the page lets the map fill the window.
(function () {
  "use strict";

  const LARGER = "M9.5 2.5H13.5V6.5M13.5 2.5L9.2 6.8M6.5 13.5H2.5V9.5M2.5 13.5L6.8 9.2";
  const SMALLER = "M13.5 6.8H9.2V2.5M9.2 6.8L13.5 2.5M2.5 9.2H6.8V13.5M6.8 9.2L2.5 13.5";
  let filling = false; // the page lets the map fill its window

  function isFull() {
    return filling || Boolean(document.fullscreenElement);
  }

  atlas.addTool({ name: "full", icon: LARGER, act: () => (isFull() ? leave() : enter()) });

  function enter() {
    if (!document.fullscreenEnabled) return fill(true);
    return document.documentElement.requestFullscreen().catch(() => fill(true));
  }

  function leave() {
    if (filling) fill(false);
    else document.exitFullscreen();
  }

  function fill(on) {
    filling = on;
    atlas.send("full", { full: on ? "on" : "off" });
    mark();
  }

  function mark() {
    const button = atlas.toolButton("full");
    const key = isFull() ? "tool_full_leave" : "tool_full";
    button.setAttribute("aria-label", atlas.text(key));
    button.title = atlas.text(key);
    button.querySelector("path").setAttribute("d", isFull() ? SMALLER : LARGER);
  }

  // Escape leaves; the browser's own full screen knows that by itself. A tool in hand takes the key first.
  function key(event) {
    if (event.key !== "Escape" || !filling || atlas.tool) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    fill(false);
  }

  atlas.when("drawn", () => {
    document.addEventListener("fullscreenchange", mark);
    document.addEventListener("keydown", key, true);
  });
  atlas.when("told", (message) => {
    if (message.type !== "full") return;
    filling = message.full === "on";
    mark();
  });
  atlas.when("language", mark);
})();
