// What is on the screen becomes a scene of the meeting. The page does it, since the presentation is kept there; a map without a page
// around it, as in the pack, is shown at the meeting and not before it.
(function () {
  "use strict";

  if (window.parent === window) return;

  const PATIENCE_MS = 5000;
  let timer = 0;

  atlas.addTool({
    name: "scene",
    icon: "M2.5 3.5H13.5V10.5H2.5ZM8 10.5V13.5M5.5 13.5H10.5M8 5V9M6 7H10",
    act: () => {
      clearTimeout(timer);
      timer = setTimeout(() => atlas.note("scene_failed"), PATIENCE_MS); // nobody answers
      atlas.send("scene", {});
    },
  });

  atlas.when("told", (message) => {
    if (message.type !== "added") return;
    clearTimeout(timer);
    if (/^[1-9][0-9]{0,2}$/.test(message.scene)) atlas.note("scene_added", { n: message.scene });
    else atlas.note("scene_failed");
  });
})();
