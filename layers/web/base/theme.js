// Colours, widths and sizes: the symbology's tables become CSS variables, which every style sheet and canvas here
// reads.

import { atlas, say, when } from "./atlas.js";

// A colour of the theme by the name of what it is for; canvases need it, the rest uses var(--name).
export function themeColour(/** @type {string} */ name) {
  return String(currentTheme()[name]);
}

// How much larger than usual the theme sets type, and draws marks and lines.
export function typeScale() {
  return Math.max(shareOf(currentTheme().type_scale), leastScale);
}

export function markScale() {
  return Math.max(shareOf(currentTheme().mark_scale), leastScale * 0.7);
}

// In a hall type is as large as the last row needs, whatever the theme; 0 ends that.
let leastScale = 0;
export function enlarge(/** @type {number} */ scale) {
  if (scale === leastScale) return;
  leastScale = scale;
  if (atlas.drawn) say("theme");
}

// On a telephone, which nobody projects, a third of it.
function shareOf(/** @type {number} */ scale) {
  return atlas.map.getSize().x < 480 ? 1 + (scale - 1) / 3 : scale;
}

// Marks are smaller where the whole city is small, and a little larger where streets would show.
export function markScaleHere() {
  return markScale() * Math.max(0.68, Math.min(1.15, 1 + (atlas.map.getZoom() - 10.25) * 0.2));
}

// The hatch of a symbol in this theme, or null: without hues more kinds are hatched.
export function hatchOf(/** @type {string} */ name) {
  const symbol = symbolOf(name);
  return symbol.hatch || (currentTheme().grey && symbol.grey_hatch) || null;
}

export function symbolOf(/** @type {string} */ name) {
  return atlas.symbology.symbols[name];
}

function currentTheme() {
  const themes = atlas.symbology.themes;
  return themes[atlas.state.theme] || themes[atlas.symbology.default];
}

// colour ink_2 is --ink-2; a lake's width is --lake-district-width
export function putVariable(/** @type {string} */ name, /** @type {string | number | boolean} */ value) {
  document.documentElement.style.setProperty("--" + name.replace(/_/g, "-"), String(value));
}

// A window that becomes wide or narrow has another share of the theme's sizes.
let scaleBefore = 1;
when("resize", () => {
  if (atlas.drawn && typeScale() !== scaleBefore) say("theme");
});

when("theme", () => {
  scaleBefore = typeScale();
  const colours = currentTheme();
  Object.keys(colours).forEach((name) => putVariable(name, colours[name]));
  putVariable("type-scale", typeScale());
  putVariable("font", atlas.symbology.font);
  document.documentElement.style.colorScheme = colours.scheme;
  document.documentElement.classList.toggle("is-grey", colours.grey);
  Object.keys(atlas.symbology.symbols).forEach((name) => {
    const symbol = symbolOf(name);
    putVariable(name + "-width", symbol.width * markScale() + "px");
    putVariable(name + "-dash", symbol.dash.length ? symbol.dash.join(" ") : "none");
    putVariable(name + "-opacity", symbol.opacity);
    putVariable(name + "-fill", symbol.fill);
  });
});
