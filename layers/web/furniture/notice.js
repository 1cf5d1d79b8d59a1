// What every picture of this map must say, lower left: that it is schematic, its map-review state, and whose data it
// stands on. And what is said when the data does not come.

import { atlas, say, when } from "../base/atlas.js";
import { addButton, addElement, caption, write } from "../base/text.js";

when("draw", () => {
  // Each on a line of its own: side by side, where they break, the box would stay as wide as both.
  const notice = addElement("div", "atlas-notice", atlas.corner);
  caption(addElement("div", "atlas-notice-review", notice), "map_review");
  caption(addElement("div", "atlas-notice-sources", notice), "notice_sources");
  say("furniture");
});

// The texts may be among what is missing, so these few words are in both languages and stand here.
when("fail", (again) => {
  const plate = addElement("div", "atlas-failed", atlas.map.getContainer());
  plate.setAttribute("role", "alert");
  write(addElement("p", "", plate), "地图数据未能载入。 The map's data did not arrive.");
  const button = addButton("", plate, () => {
    plate.remove();
    again();
  });
  write(button, "重试 Try again");
});
