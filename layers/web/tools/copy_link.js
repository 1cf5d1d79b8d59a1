// Copy the address of what is on the screen. The page does it, since the address is its own; where the browser forbids
// that, the address stands in a field, selected, for the reader to copy.

import { when } from "../base/atlas.js";
import { send } from "../base/talk.js";
import { showNote } from "../furniture/note.js";
import { addTool, toolButton } from "./tools.js";

const LINK_PATIENCE_MS = 1500;
let linkTimer = 0;

addTool({
  name: "link",
  icon:
    "M6.6 9.4L9.4 6.6M7.2 4.6L8.9 2.9A2.97 2.97 0 0 1 13.1 7.1L11.4 8.8" +
    "M8.8 11.4L7.1 13.1A2.97 2.97 0 0 1 2.9 8.9L4.6 7.2",
  act: () => {
    clearTimeout(linkTimer);
    linkTimer = setTimeout(() => showNote("link_failed"), LINK_PATIENCE_MS); // nobody answers
    send("copy", {});
  },
});

when("told", (message) => {
  if (message.type !== "copied") return;
  clearTimeout(linkTimer);
  const link = typeof message.link === "string" ? message.link : "";
  showNote(link ? "link_here" : "link_copied", {}, link, () => toolButton("link"));
});
