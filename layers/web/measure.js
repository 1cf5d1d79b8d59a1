// Measuring a distance and an area along the ground. Only what the reader draws is measured: nobody surveyed the plan's shapes, so
// they refuse, and nothing snaps to their edges.
(function () {
  "use strict";

  const ICONS = {
    distance: "M3 13L13 3M1.5 11L5 14.5M11 1.5L14.5 5M6.6 8L8 9.4M9 5.6L10.4 7",
    area: "M2.5 2.5H13.5V13.5H2.5ZM2.5 6H5M2.5 10H5M6 13.5V11M10 13.5V11",
  };

  // A length in words of the reader's language, in four figures.
  atlas.lengthText = function (metres) {
    return metres < 1000 ? atlas.text("scale_m", { n: Math.round(metres) }) : atlas.text("scale_km", { n: figures(metres / 1000) });
  };

  atlas.areaText = function (squareMetres) {
    return squareMetres < 1e5 ? atlas.text("area_m2", { n: Math.round(squareMetres).toLocaleString("en-US") }) : atlas.text("area_km2", { n: figures(squareMetres / 1e6) });
  };

  function figures(number) {
    const digits = number > 0 ? Math.max(0, 3 - Math.floor(Math.log10(number))) : 0;
    return number.toFixed(Math.min(3, digits));
  }

  // What has been measured: metres, or square metres of an area; null while nothing is.
  atlas.measured = null;

  function measurer(name, closed) {
    let sketch = null;

    const say = () => {
      const points = sketch.live();
      const enough = points.length > (closed ? 2 : 1);
      atlas.measured = enough ? (closed ? atlas.geodesy.area(points) : atlas.geodesy.length(points)) : null;
      return enough;
    };
    const words = (points) => {
      if (closed && points.length < 3) return atlas.lengthText(atlas.geodesy.length(points));
      return closed ? atlas.areaText(atlas.geodesy.area(points)) : atlas.lengthText(atlas.geodesy.length(points));
    };
    const whole = (points) => () => (closed ? atlas.text("measured_area", { area: words(points), edge: atlas.lengthText(atlas.geodesy.length(points, true)) }) : words(points));
    // The corners that are set are said aloud; the one under the pointer only stands beside it.
    const tell = () => {
      say();
      const points = sketch.points.slice();
      atlas.plateSays(points.length > (closed ? 2 : 1) ? whole(points) : null);
    };
    const tool = {
      name: name,
      icon: ICONS[name],
      standing: "schematic_standing",
      begin: () => {
        sketch = atlas.sketch({ closed: closed, words: words });
        refuse(atlas.state.focus);
      },
      end: () => {
        sketch.remove();
        atlas.measured = null;
      },
      click: (at) => {
        atlas.plateRefuses(sketch.add(at));
        tell();
      },
      move: (at) => {
        sketch.move(at);
        if (!sketch.done) say();
      },
      back: () => {
        sketch.back();
        atlas.plateRefuses("");
        tell();
      },
      // An end without enough corners, on a shape or with one chosen, was an attempt to measure that shape.
      finish: (id) => {
        if (sketch.points.length < (closed ? 3 : 2) && refuse(id || atlas.state.focus)) return sketch.clear();
        atlas.plateRefuses(sketch.finish());
        return tell();
      },
    };
    atlas.when("language", () => sketch && atlas.tool === tool && sketch.show());
    return tool;
  }

  // Say that a schematic shape cannot be measured; whether it is one.
  function refuse(id) {
    const thing = id ? atlas.find(id) : null;
    const symbol = thing ? atlas.symbology.symbols[thing.kind] : null;
    if (!symbol || !symbol.schematic) return false;
    atlas.plateRefuses("schematic_refused", () => ({ name: atlas.name(thing) }));
    return true;
  }

  atlas.addTool(measurer("distance", false));
  atlas.addTool(measurer("area", true));
})();
