// One badge per county: how many of its carriers are shown of whom nothing but the county is known. They get no mark on the map,
// because nobody knows where it would have to be. The badge stands beside the county's name and chooses the county.
(function () {
  "use strict";

  const badges = {};

  // The badge of a unit, for its label to hold; null where the unit has no such carrier at all.
  atlas.badge = function (unit) {
    const counts = atlas.carriers.countyOnly()[unit];
    if (!counts) return null;
    if (!badges[unit]) {
      badges[unit] = atlas.element("span", "atlas-badge");
      badges[unit].dataset.id = unit;
      badges[unit].dataset.badge = unit;
    }
    count(unit, counts);
    return badges[unit];
  };

  function count(unit, counts) {
    atlas.write(badges[unit], String(counts.shown));
    badges[unit].classList.toggle("is-faded", counts.shown === 0);
  }

  // What the tooltip says of a badge.
  atlas.badgeText = function (unit) {
    const counts = atlas.carriers.countyOnly()[unit] || { shown: 0 };
    return atlas.text("badge_tip", { n: counts.shown });
  };

  function refresh() {
    const counts = atlas.carriers.countyOnly();
    Object.keys(badges).forEach((unit) => count(unit, counts[unit] || { shown: 0 }));
  }

  // A carrier that is chosen or pointed at in the list lights the badge it is counted in.
  function light() {
    ["focus", "hover"].forEach((which) => {
      const carrier = atlas.carriers.find(atlas.state[which]);
      const unit = carrier && !carrier.at ? carrier.unit : "";
      Object.keys(badges).forEach((id) => badges[id].classList.toggle("is-" + which, id === unit));
    });
  }

  atlas.when("drawn", light);
  atlas.when("select", refresh);
  atlas.when("layers", refresh);
  atlas.when("focus", light);
  atlas.when("hover", light);
})();
