// What every module shares: the map, its data, what the reader asked to see, and the steps of the work.
//
// A module says what it does at a step by `when(step, act)`; it never needs to know who else does something then.

// The map and its data are there from the step "begin" and "draw" on; nobody asks for them earlier.
export const atlas = /** @type {Atlas} */ (
  /** @type {unknown} */ ({
    map: null,
    painted: false, // true once the reader has seen a map
    drawn: 0, // how often the layers were drawn; it stays 1
    symbology: null,
    texts: null,
    data: {}, // each layer's data by the layer's name, as it came
    table: null, // the carriers, as columns
    state: {}, // what the last message said, and `hover`
    areas: [], // every area, in the order of the data's `areas`
    places: {}, // every area, county and reference feature by id
    corner: null, // the lower left corner, where the scale and the notices stand
    tool: null, // the tool in hand
    measured: null, // metres, or square metres of an area; null while nothing is measured

    // The only place that fetches. A page that brings its data along replaces this one function.
    load: (/** @type {string} */ address) =>
      fetch(address, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(answer.status + " " + address);
        return /\.bin$/.test(address) ? answer.arrayBuffer() : answer.json();
      }),
  })
);

/** @type {Record<string, Listener[]>} */ const listeners = {};

// The steps of the work, in order: "begin" (there is a map, no data), "draw" (all data is here: draw it), "drawn" (all
// shapes stand: place labels). Later, as the reader acts: "choose", "select", "focus", "hover", "language", "theme",
// "layers", "resize", "sized" (for paper), "named" when names of a long list have come, and "placed" when labels have
// found their places.
/** @type {When} */ export function when(step, act) {
  listeners[step] = (listeners[step] || []).concat(/** @type {Listener} */ (act));
}

/** @type {Say} */ export function say(step, detail) {
  (listeners[step] || []).forEach((act) => act(detail));
}

// How often the map showed something new, for those who wait for it from outside.
export function countPaint() {
  requestAnimationFrame(() => {
    const told = atlas.map.getContainer().dataset;
    told.painted = String(Number(told.painted || 0) + 1);
  });
}

// The features for orientation that are of a kind.
export function referenceOf(/** @type {string} */ kind) {
  return featuresOf("reference").filter((feature) => feature.properties.kind === kind);
}

// The features of a layer's data; none where it did not come.
/** @returns {Feature[]} */ export function featuresOf(/** @type {string} */ layer) {
  return (atlas.data[layer] && atlas.data[layer].features) || [];
}
