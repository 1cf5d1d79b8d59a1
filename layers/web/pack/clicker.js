// The keys of a clicker and of a keyboard. The window hears them before the map and before any button.
(function () {
  "use strict";

  const STEPS = { PageDown: 1, ArrowRight: 1, " ": 1, Enter: 1, PageUp: -1, ArrowLeft: -1 };
  let digits = "";
  let cover = null;

  function writing(target) {
    return Boolean(target && target.tagName) && (/^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "checkbox"));
  }

  // A button that was reached by Tab keeps Enter and the space bar; one that was clicked lost the focus (below).
  function pressing(event) {
    return (event.key === "Enter" || event.key === " ") && event.target.closest && event.target.closest("button, summary, a, [type=checkbox]");
  }

  function blank(colour) {
    const was = cover ? cover.dataset.colour : "";
    if (cover) cover.remove();
    cover = null;
    if (!colour || was === colour) return;
    cover = room.node("div", "cover is-" + colour, document.body);
    cover.dataset.colour = colour;
    cover.addEventListener("click", () => blank(""));
  }

  function type(digit) {
    digits = (digits + digit).slice(-4);
    room.tell(room.text("pack_jump", { n: digits }));
  }

  function jump() {
    const n = Number(digits);
    digits = "";
    if (n >= 1 && n <= room.scenes.length) {
      room.tell("");
      room.show(n - 1);
    } else room.tell(room.text("pack_no_scene", { n: n }));
  }

  // The innermost thing closes first; with nothing open the presentation ends, at this scene.
  function escape() {
    if (digits) {
      digits = "";
      room.tell("");
    } else if (cover) blank("");
    else if (room.closeSlip() || room.closeMenu()) return;
    else if (room.presenting && room.closeAside()) return;
    else if (room.presenting) room.end();
    else if (room.face) room.closeBoard();
    else if (room.state.focus) room.choose("");
  }

  const LETTERS = {
    b: () => blank("black"), ".": () => blank("black"), w: () => blank("white"),
    s: () => room.openSpeaker(), l: () => room.toggleSpotlight(), d: () => room.toggleInk(), n: () => room.noteDecision(),
    "/": () => room.seek(), Backspace: () => room.returnToScene(),
  };
  const ALWAYS = { "/": 1, n: 1, s: 1 };

  // What a key does, or null where it is not ours.
  function act(event) {
    const key = event.key;
    const lower = key.length === 1 ? key.toLowerCase() : key;
    if (key === "F5") return () => start();
    if (key === "Escape") return escape;
    if (!room.presenting) return ALWAYS[lower] ? LETTERS[lower] : null;
    if (/^[0-9]$/.test(key)) return () => type(key);
    if (key === "Enter" && digits) return jump;
    if (pressing(event)) return null;
    if (key in STEPS) return () => step(STEPS[key]);
    if (key === "Home" || key === "End") return () => room.show(key === "Home" ? 0 : room.scenes.length - 1);
    if (/^Arrow(Up|Down)$/.test(key)) return event.target.closest && event.target.closest("#side, #board") ? null : () => {};
    return LETTERS[lower] || null;
  }

  function step(by) {
    digits = "";
    blank("");
    room.step(by);
  }

  function start() {
    room.begin(room.at);
    room.fullScreen();
  }

  room.key = function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !room.started) return;
    const steps = event.key === "PageDown" || event.key === "PageUp" || event.key === "F5";
    if (writing(event.target) && !steps && !(event.key === "Escape" && event.target.closest("form"))) return;
    const does = act(event);
    if (!does) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  };

  room.start = start;
  window.addEventListener("keydown", room.key, true);
  // The focus goes back to the page after a click, or the next Enter of the clicker would press that button again.
  window.addEventListener("click", (event) => {
    const button = room.presenting && event.detail > 0 && event.target.closest ? event.target.closest("button, summary, [type=checkbox]") : null;
    if (button) setTimeout(() => button.blur(), 0);
  });
  room.when("leaving", () => blank(""));
})();
