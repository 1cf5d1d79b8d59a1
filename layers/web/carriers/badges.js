// One badge per county: how many of its carriers are shown of whom nothing but the county is known. They get no mark on
// the map, because nobody knows where it would have to be. The badge stands beside the county's name and chooses the
// county.

import { atlas, when } from "../base/atlas.js";
import { addElement, text, write } from "../base/text.js";
import { carriers } from "./carriers.js";

/** @type {Record<string, HTMLElement>} */ const badges = {};

// The badge of a unit, for its label to hold; null where the unit has no such carrier at all.
export function badgeOf(/** @type {string} */ unit) {
  const counts = carriers.countyOnly()[unit];
  if (!counts) return null;
  if (!badges[unit]) {
    badges[unit] = addElement("span", "atlas-badge");
    badges[unit].dataset.id = unit;
    badges[unit].dataset.badge = unit;
  }
  writeCount(unit, counts);
  lightBadges();
  return badges[unit];
}

function writeCount(/** @type {string} */ unit, /** @type {{ shown: number }} */ counts) {
  write(badges[unit], String(counts.shown));
  badges[unit].classList.toggle("is-empty", counts.shown === 0); // a count of nothing that is shown says nothing
}

// Whether the badge of a unit counts none of what is shown.
export function countsNobody(/** @type {string} */ unit) {
  const counts = carriers.countyOnly()[unit];
  return !counts || counts.shown === 0;
}

// What the tooltip says of a badge.
export function badgeText(/** @type {string} */ unit) {
  const counts = carriers.countyOnly()[unit] || { shown: 0 };
  return text("badge_tip", { n: counts.shown });
}

function refreshBadges() {
  const counts = carriers.countyOnly();
  Object.keys(badges).forEach((unit) => writeCount(unit, counts[unit] || { shown: 0 }));
}

// A carrier that is chosen or pointed at in the list lights the badge it is counted in.
function lightBadges() {
  const { focus, hover } = atlas.state;
  Object.entries({ focus, hover }).forEach(([which, chosen]) => {
    const carrier = carriers.find(chosen);
    const unit = carrier && !carrier.at ? carrier.unit : "";
    Object.keys(badges).forEach((id) => badges[id].classList.toggle("is-" + which, id === unit));
  });
}

when("select", refreshBadges);
when("layers", refreshBadges);
when("focus", lightBadges);
when("hover", lightBadges);
