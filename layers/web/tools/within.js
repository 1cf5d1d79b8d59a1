// The tool that draws an area to look in. Its corners go to the page; the server says who is inside.

import { plateRefuses } from "../furniture/plate.js";
import { askWithin } from "./around.js";
import { Sketch } from "./sketch.js";
import { addTool, putAway } from "./tools.js";

const MOST_CORNERS = 16; // corners that an address has room for
/** @type {Sketch} */ let withinSketch;

addTool({
  name: "within",
  icon:
    "M3.6 10.6L4.3 5.2M5.7 3.8L10.6 3.1M12.3 4.4L12.9 9.2M11.8 11.2L5 12.1M4.5 2.6A1.4 1.4 0 1 1 4.49 2.6Z" +
    "M12 1.6A1.4 1.4 0 1 1 11.99 1.6ZM13 9.2A1.4 1.4 0 1 1 12.99 9.2ZM3.5 10.8A1.4 1.4 0 1 1 3.49 10.8Z",
  begin: () => (withinSketch = new Sketch({ closed: true, most: MOST_CORNERS })),
  end: () => withinSketch.remove(),
  click: (/** @type {L.LatLng} */ at) => plateRefuses(withinSketch.add(at)),
  move: (/** @type {L.LatLng} */ at) => withinSketch.move(at),
  back: () => {
    withinSketch.back();
    plateRefuses("");
  },
  finish: () => {
    const refused = withinSketch.finish();
    if (refused) return plateRefuses(refused);
    askWithin(withinSketch.points);
    return putAway();
  },
});
