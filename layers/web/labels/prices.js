// What places of labels cost and how far things stand apart: the table of the symbology, which the sheets read too.

/** @type {Placement} */ export let prices;

// Lengths of the table are those of type at its usual size: larger type stands further apart.
/** @type {PlacementNumber[]} */ const LENGTHS = [
  "gap",
  "air",
  "crowd",
  "inside_step",
  "core_step",
  "clearly",
  "elbow",
  "strip",
  "platform_reach",
  "road_reach",
  "road_step",
  "ring_reach",
  "ring_step",
  "lead_air",
  "edge",
];
/** @type {PlacementNumber[]} */ const SLOPES = ["land_slope", "inside_slope", "core_slope"];

// The table with its lengths for type that is so many times as large.
export function enlarged(/** @type {Placement} */ numbers, /** @type {number} */ px) {
  if (px === 1) return numbers;
  const found = Object.assign({}, numbers);
  LENGTHS.forEach((name) => (found[name] = numbers[name] * px));
  SLOPES.forEach((name) => (found[name] = numbers[name] / px));
  found.land_step = [numbers.land_step[0] * px, numbers.land_step[1] * px];
  found.rings = numbers.rings.map((ring) => Object.assign({}, ring, { gap: ring.gap * px }));
  return found;
}

export function takePrices(/** @type {Placement} */ numbers) {
  prices = numbers;
}
