// What every picture of this map must say, lower left: that it is schematic, its map-review state, and whose data it stands on.
// And what is said when the data does not come.
(function () {
  "use strict";

  atlas.when("draw", () => {
    const notice = atlas.element("div", "atlas-notice", atlas.corner);
    atlas.caption(atlas.element("div", "atlas-notice-review", notice), "map_review");
    atlas.caption(atlas.element("div", "atlas-notice-sources", notice), "attribution");
    atlas.say("furniture");
  });

  // The texts may be among what is missing, so these few words are in both languages and stand here.
  atlas.when("fail", (again) => {
    const plate = atlas.element("div", "atlas-failed", atlas.map.getContainer());
    plate.setAttribute("role", "alert");
    atlas.write(atlas.element("p", "", plate), "地图数据未能载入。 The map's data did not arrive.");
    const button = atlas.write(atlas.element("button", "", plate), "重试 Try again");
    button.type = "button";
    button.addEventListener("click", () => {
      plate.remove();
      again();
    });
  });
})();
