// Lengths, directions and areas on the ellipsoid (WGS84), as a surveyor would give them: the map's own projection
// stretches lengths here by 16 % and areas by 35 %. Points are {lat, lng}. tests hold these against PROJ's geodesics.

const A = 6378137; // metres; the larger half axis
const F = 1 / 298.257223563; // flattening
const B = A * (1 - F);
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RADIANS = Math.PI / 180;
const CLOSE = 1e-12; // radians; a hundredth of a millimetre
const STEPS = 100;

// Metres between two points: Vincenty's inverse formula, good to half a millimetre at these distances.
export function geodesicDistance(/** @type {Place} */ from, /** @type {Place} */ to) {
  const u1 = reducedLat(from.lat);
  const u2 = reducedLat(to.lat);
  const across = (to.lng - from.lng) * RADIANS;
  let lambda = across;
  for (let step = 0; step < STEPS; step++) {
    const way = greatCircle(u1, u2, lambda);
    if (way.sin === 0) return 0;
    const c = (F / 16) * way.cos2Alpha * (4 + F * (4 - 3 * way.cos2Alpha));
    const next =
      across +
      (1 - c) *
        F *
        way.sinAlpha *
        (way.sigma + c * way.sin * (way.cosMiddle + c * way.cos * (2 * way.cosMiddle * way.cosMiddle - 1)));
    if (Math.abs(next - lambda) < CLOSE) return B * arcSeries(way.cos2Alpha).a * (way.sigma - arcCorrection(way));
    lambda = next;
  }
  return NaN; // points on opposite sides of the Earth
}

// The latitude on the auxiliary sphere.
function reducedLat(/** @type {number} */ lat) {
  const u = Math.atan((1 - F) * Math.tan(lat * RADIANS));
  return { sin: Math.sin(u), cos: Math.cos(u) };
}

// The great circle of the auxiliary sphere between two reduced latitudes, so far apart in longitude.
function greatCircle(/** @type {SineCosine} */ u1, /** @type {SineCosine} */ u2, /** @type {number} */ lambda) {
  const east = u2.cos * Math.sin(lambda);
  const north = u1.cos * u2.sin - u1.sin * u2.cos * Math.cos(lambda);
  const sin = Math.hypot(east, north);
  const cos = u1.sin * u2.sin + u1.cos * u2.cos * Math.cos(lambda);
  const sinAlpha = sin ? (u1.cos * u2.cos * Math.sin(lambda)) / sin : 0;
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const cosMiddle = cos2Alpha ? cos - (2 * u1.sin * u2.sin) / cos2Alpha : 0; // on the equator there is no middle
  return {
    sin: sin,
    cos: cos,
    sigma: Math.atan2(sin, cos),
    sinAlpha: sinAlpha,
    cos2Alpha: cos2Alpha,
    cosMiddle: cosMiddle,
  };
}

function arcSeries(/** @type {number} */ cos2Alpha) {
  const u = (cos2Alpha * (A * A - B * B)) / (B * B);
  return {
    a: 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u))),
    b: (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u))),
  };
}

// What the arc on the sphere is longer than that on the ellipsoid.
function arcCorrection(/** @type {Arc} */ way) {
  const b = arcSeries(way.cos2Alpha).b;
  const m = way.cosMiddle;
  const second = way.cos * (2 * m * m - 1) - (b / 6) * m * (4 * way.sin * way.sin - 3) * (4 * m * m - 3);
  return b * way.sin * (m + (b / 4) * second);
}

// The point that many metres away in that direction, in degrees clockwise from north: Vincenty's direct formula.
export function geodesicPoint(/** @type {Place} */ from, /** @type {number} */ bearing, /** @type {number} */ metres) {
  const u1 = reducedLat(from.lat);
  const angle = bearing * RADIANS;
  const sinAlpha = u1.cos * Math.sin(angle);
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const start = Math.atan2(u1.sin, u1.cos * Math.cos(angle));
  const whole = metres / (B * arcSeries(cos2Alpha).a);
  const arc = (/** @type {number} */ sigma) => {
    const cosMiddle = Math.cos(2 * start + sigma);
    return { sin: Math.sin(sigma), cos: Math.cos(sigma), sigma, cosMiddle, sinAlpha, cos2Alpha };
  };
  let sigma = whole;
  for (let step = 0; step < STEPS; step++) {
    const next = whole + arcCorrection(arc(sigma));
    if (Math.abs(next - sigma) < CLOSE) break;
    sigma = next;
  }
  return arriveAt(from, u1, angle, arc(sigma));
}

function arriveAt(
  /** @type {Place} */ from,
  /** @type {SineCosine} */ u1,
  /** @type {number} */ angle,
  /** @type {Arc & { sinAlpha: number }} */ way,
) {
  const turn = u1.sin * way.sin - u1.cos * way.cos * Math.cos(angle);
  const lat = Math.atan2(
    u1.sin * way.cos + u1.cos * way.sin * Math.cos(angle),
    (1 - F) * Math.hypot(way.sinAlpha, turn),
  );
  const lambda = Math.atan2(way.sin * Math.sin(angle), u1.cos * way.cos - u1.sin * way.sin * Math.cos(angle));
  const c = (F / 16) * way.cos2Alpha * (4 + F * (4 - 3 * way.cos2Alpha));
  const m = way.cosMiddle;
  const across = lambda - (1 - c) * F * way.sinAlpha * (way.sigma + c * way.sin * (m + c * way.cos * (2 * m * m - 1)));
  return { lat: lat / RADIANS, lng: from.lng + across / RADIANS };
}

// Metres along points, and back to the first where it is closed.
export function geodesicLength(/** @type {Place[]} */ points, closed = false) {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += geodesicDistance(points[i - 1], points[i]);
  return closed && points.length > 2 ? sum + geodesicDistance(points[points.length - 1], points[0]) : sum;
}

// Square metres of a ring, on the sphere whose area is the ellipsoid's: latitudes are taken to those that keep areas
// there, and each edge adds what lies between its great circle and the equator.
export function geodesicArea(/** @type {Place[]} */ points) {
  const places = points.map((at) => ({ half: Math.tan(authalic(at.lat * RADIANS) / 2), lng: at.lng * RADIANS }));
  let sum = 0;
  places.forEach((to, i) => {
    const from = places[(i || places.length) - 1];
    sum += 2 * Math.atan2(Math.tan((to.lng - from.lng) / 2) * (from.half + to.half), 1 + from.half * to.half);
  });
  return (Math.abs(sum) * A * A * zoneArea(Math.PI / 2)) / 2;
}

function authalic(/** @type {number} */ lat) {
  return Math.asin(Math.max(-1, Math.min(1, zoneArea(lat) / zoneArea(Math.PI / 2))));
}

// What lies between the equator and a latitude, in units of A² times half a turn.
function zoneArea(/** @type {number} */ lat) {
  const s = Math.sin(lat);
  return (1 - E2) * (s / (1 - E2 * s * s) - Math.log((1 - E * s) / (1 + E * s)) / (2 * E));
}
