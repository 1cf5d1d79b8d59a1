// What the browser keeps: the place, the look, the decisions. A browser that keeps nothing is no error; the page says so where it counts.
(function () {
  "use strict";

  const live = Boolean(room.asked.back);
  const own = live ? "" : "." + room.asked.name;
  room.keys = { scene: "g60.scene" + own, look: "g60.look" + own, presentation: "g60.presentation", decisions: "g60.decisions" };
  room.keeps = true;

  room.remember = function (key, words) {
    try {
      window.localStorage.setItem(key, words);
    } catch (error) {
      room.keeps = false; // full, or not allowed: DOMException of several names
    }
  };

  room.recall = function (key) {
    try {
      return window.localStorage.getItem(key);
    } catch (error) {
      room.keeps = false;
      return null;
    }
  };

  // What was kept as JSON; null where it is none.
  room.recallData = function (key) {
    const words = room.recall(key);
    try {
      return words ? JSON.parse(words) : null;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return null;
    }
  };

  room.when("kept", () => room.remember(room.keys.look, JSON.stringify({ lang: room.lang, theme: room.theme, presenting: room.presenting })));
})();
