// The keys, for those who look for them with a pointer; and the keys that belong to the page, pressed on the map.

import { atlas, when } from "../base/atlas.js";
import { closed, closeInnermost, opened } from "../base/opened.js";
import { send } from "../base/talk.js";
import { addTool } from "./tools.js";

addTool({
  name: "keys",
  icon: "M5.2 6A2.8 2.8 0 1 1 8 8.8V10.6M8 12.6V13.2",
  act: () => send("keys", {}),
});

const inPage = window.parent !== window; // in the pack the window hears every key

// "?" shows the keys, "/" leads to the search line: both are the page's, which hears nothing of the map's frame. Esc
// closes what is open on the map, and then on the page.
when("drawn", () => {
  if (!inPage) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof HTMLInputElement && /text|number|search/.test(event.target.type)) return;
    if (event.key === "Escape") {
      if (!closeInnermost(true)) send("back", {});
    } else if (event.key === "?" || event.key === "/") send(event.key === "?" ? "keys" : "seek", {});
    else return;
    event.preventDefault();
  });
});

// A card that was opened after something on the map is closed before it.
when("focus", () => {
  if (!inPage || !atlas.map) return;
  const box = atlas.map.getContainer();
  if (atlas.state.focus) opened(box, () => send("back", {}));
  else closed(box);
});
