// Colours and widths: the symbology's tables become CSS variables, which every style sheet and canvas here reads.
(function () {
  "use strict";

  const root = document.documentElement;

  // A colour of the theme by the name of what it is for; canvases need it, the rest uses var(--name).
  atlas.colour = function (name) {
    return theme()[name];
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
    Object.keys(atlas.symbology.symbols).forEach((name) => {
      const symbol = atlas.symbol(name);
      put(name + "-width", symbol.width + "px");
      put(name + "-dash", symbol.dash.length ? symbol.dash.join(" ") : "none");
      put(name + "-opacity", symbol.opacity);
      put(name + "-fill", symbol.fill);
    });
  });
})();
