// The tool that draws an area to look in. Its corners go to the page; the server says who is inside.
(function () {
  "use strict";

  const MOST = 16; // corners that an address has room for
  let sketch = null;

  atlas.addTool({
    name: "within",
    icon: "M3.6 10.6L4.3 5.2M5.7 3.8L10.6 3.1M12.3 4.4L12.9 9.2M11.8 11.2L5 12.1M4.5 2.6A1.4 1.4 0 1 1 4.49 2.6ZM12 1.6A1.4 1.4 0 1 1 11.99 1.6ZM13 9.2A1.4 1.4 0 1 1 12.99 9.2ZM3.5 10.8A1.4 1.4 0 1 1 3.49 10.8Z",
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
