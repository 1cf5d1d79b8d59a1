// Colours, widths and sizes: the symbology's tables become CSS variables, which every style sheet and canvas here reads.
(function () {
  "use strict";

  const root = document.documentElement;

  // A colour of the theme by the name of what it is for; canvases need it, the rest uses var(--name).
  atlas.colour = function (name) {
    return theme()[name];
  };

  // How much larger than usual the theme sets type, and draws marks and lines.
  atlas.typeScale = function () {
    return Math.max(share(theme().type_scale), least);
  };

  atlas.markScale = function () {
    return Math.max(share(theme().mark_scale), least * 0.7);
  };

  // In a hall type is as large as the last row needs, whatever the theme; 0 ends that.
  let least = 0;
  atlas.enlarge = function (scale) {
    if (scale === least) return;
    least = scale;
    if (atlas.drawn) atlas.say("theme");
  };

  // On a telephone, which nobody projects, a third of it.
  function share(scale) {
    return atlas.map.getSize().x < 480 ? 1 + (scale - 1) / 3 : scale;
  }

  // The hatch of a symbol in this theme, or null: without hues more kinds are hatched.
  atlas.hatchOf = function (name) {
    const symbol = atlas.symbol(name);
    return symbol.hatch || (theme().grey && symbol.grey_hatch) || null;
  };

  atlas.symbol = function (name) {
    return atlas.symbology.symbols[name];
  };

  function theme() {
    const themes = atlas.symbology.themes;
    return themes[atlas.state.theme] || themes[atlas.symbology.default];
  }

  // colour ink_2 is --ink-2; a lake's width is --lake-district-width
  function put(name, value) {
    root.style.setProperty("--" + name.replace(/_/g, "-"), value);
  }

  // A window that becomes wide or narrow has another share of the theme's sizes.
  let was = 1;
  atlas.when("resize", () => {
    if (atlas.drawn && atlas.typeScale() !== was) atlas.say("theme");
  });

  atlas.when("theme", () => {
    was = atlas.typeScale();
    const colours = theme();
    Object.keys(colours).forEach((name) => put(name, colours[name]));
    put("type-scale", atlas.typeScale());
    put("font", atlas.symbology.font);
    root.style.colorScheme = colours.scheme;
    root.classList.toggle("is-grey", colours.grey);
    Object.keys(atlas.symbology.symbols).forEach((name) => {
      const symbol = atlas.symbol(name);
      put(name + "-width", symbol.width * atlas.markScale() + "px");
      put(name + "-dash", symbol.dash.length ? symbol.dash.join(" ") : "none");
      put(name + "-opacity", symbol.opacity);
      put(name + "-fill", symbol.fill);
    });
  });
})();
