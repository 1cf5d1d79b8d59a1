// The keys, for those who look for them with a pointer; and the keys that belong to the page, pressed on the map.

import { when } from "../base/atlas.js";
import { send } from "../base/talk.js";
import { addTool } from "./tools.js";

addTool({
  name: "keys",
  icon: "M5.2 6A2.8 2.8 0 1 1 8 8.8V10.6M8 12.6V13.2",
  act: () => send("keys", {}),
});

// "?" shows the keys, "/" leads to the search line: both are the page's, which hears nothing of the map's frame.
when("drawn", () => {
  if (window.parent === window) return; // in the pack the window hears every key
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof HTMLInputElement && /text|number|search/.test(event.target.type)) return;
    if (event.key !== "?" && event.key !== "/") return;
    event.preventDefault();
    send(event.key === "?" ? "keys" : "seek", {});
  });
});
