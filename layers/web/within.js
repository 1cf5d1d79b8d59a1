// The tool that draws an area to look in. Its corners go to the page; the server says who is inside.
(function () {
  "use strict";

  const MOST = 16; // corners that an address has room for
  let sketch = null;

  atlas.addTool({
    name: "within",
    icon: "M3.2 12.2L4.4 4.2L12 3L13 10.6L8.2 13.4ZM3.2 12.2H3.21M4.4 4.2H4.41M12 3H12.01M13 10.6H13.01M8.2 13.4H8.21",
    begin: () => (sketch = atlas.sketch({ closed: true, most: MOST })),
    end: () => sketch.remove(),
    click: (at) => atlas.plateRefuses(sketch.add(at)),
    move: (at) => sketch.move(at),
    back: () => {
      sketch.back();
      atlas.plateRefuses("");
    },
    finish: () => {
      const refused = sketch.finish();
      if (refused) return atlas.plateRefuses(refused);
      atlas.askWithin(sketch.points);
      return atlas.putAway();
    },
  });
})();
