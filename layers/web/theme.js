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
    return theme().type_scale;
  };

  atlas.markScale = function () {
    return theme().mark_scale;
  };

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

  atlas.when("theme", () => {
    const colours = theme();
    Object.keys(colours).forEach((name) => put(name, colours[name]));
    put("font", atlas.symbology.font);
    root.style.colorScheme = colours.scheme;
    root.classList.toggle("is-grey", colours.grey);
    Object.keys(atlas.symbology.symbols).forEach((name) => {
      const symbol = atlas.symbol(name);
      put(name + "-width", symbol.width * colours.mark_scale + "px");
      put(name + "-dash", symbol.dash.length ? symbol.dash.join(" ") : "none");
      put(name + "-opacity", symbol.opacity);
      put(name + "-fill", symbol.fill);
    });
  });
})();
