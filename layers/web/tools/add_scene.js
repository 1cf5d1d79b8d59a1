// What is on the screen becomes a scene of the meeting. The page does it, since the presentation is kept there; a map
// without a page around it, as in the pack, is shown at the meeting and not before it.

import { when } from "../base/atlas.js";
import { send } from "../base/talk.js";
import { showNote } from "../furniture/note.js";
import { addTool } from "./tools.js";

const SCENE_PATIENCE_MS = 5000;
let sceneTimer = 0;

const sceneTool = {
  name: "scene",
  icon: "M2.5 3.5H13.5V10.5H2.5ZM8 10.5V13.5M5.5 13.5H10.5M8 5V9M6 7H10",
  act: () => {
    clearTimeout(sceneTimer);
    sceneTimer = setTimeout(() => showNote("scene_failed"), SCENE_PATIENCE_MS); // nobody answers
    send("scene", {});
  },
};

if (window.parent !== window) addTool(sceneTool);

when("told", (message) => {
  if (message.type !== "added") return;
  clearTimeout(sceneTimer);
  const scene = String(message.scene);
  if (/^[1-9][0-9]{0,2}$/.test(scene)) showNote("scene_added", { n: scene });
  else showNote("scene_failed");
});
