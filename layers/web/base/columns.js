// A table as typed columns in one binary file (layers/columns.py), and who is in it: a million rows come without one of
// them being parsed. Ids and names become text when somebody asks for one; the names of a long list come by the page.

import { atlas, say } from "./atlas.js";

const ARRAYS = { Int32: Int32Array, Uint8: Uint8Array, Uint16: Uint16Array, Uint32: Uint32Array };
const NO_POINT = -2147483648;
const PRECISION = 1e5;

// The header of a file, and its columns.
function unpack(/** @type {ArrayBuffer} */ buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  /** @type {Head} */ const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  /** @type {Record<string, Column>} */ const columns = {};
  Object.keys(head.columns).forEach((name) => {
    const [type, at, count] = head.columns[name];
    columns[name] = new ARRAYS[type](buffer, 4 + length + at, count);
  });
  return { head, columns };
}

// The carriers of a file: their columns, and one row's id, point and names.
/** @returns {Table} */ export function carrierTable(/** @type {ArrayBuffer} */ buffer) {
  const { head, columns } = unpack(buffer);
  const ends = new Uint32Array(head.count + 1);
  for (let i = 0; i < head.count; i++) ends[i + 1] = ends[i] + columns.id_length[i];
  /** @type {Record<number, Names | true>} */ const pages = {}; // by number; true while the names are on their way

  function id(/** @type {number} */ i) {
    return String.fromCharCode(...columns.id.subarray(ends[i], ends[i + 1]));
  }

  // The row of an id, or -1: the rows are known in the order of their ids.
  function find(/** @type {string} */ wanted) {
    let low = 0;
    let high = head.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = columns.by_id[middle];
      const here = id(row);
      if (here === wanted) return row;
      if (here < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  // A row's name in a column, "" while it is on its way; "named" is said when it has come.
  function name(/** @type {number} */ i, /** @type {NameColumn} */ column) {
    if (head.names) return head.names[column][i];
    const number = Math.floor(i / head.page);
    const page = pages[number];
    if (page && page !== true) return page[column][i - number * head.page];
    if (!page) fetchPage(number);
    return "";
  }

  function fetchPage(/** @type {number} */ number) {
    pages[number] = true;
    const address = "../../data/names." + head.names_in + "." + number + ".json";
    const take = (/** @type {unknown} */ names) => {
      pages[number] = /** @type {Names} */ (names);
      say("named");
    };
    // A page that did not come is asked for again when somebody looks; until then the id stands for the name.
    atlas.load(address).then(take, () => delete pages[number]);
  }

  return {
    count: head.count,
    areas: head.areas,
    units: head.units,
    lists: head.lists,
    plans: head.plans,
    industries: head.industries,
    unit: columns.unit,
    list: columns.list,
    bits: columns.bits,
    id: id,
    find: find,
    name: name,
    grade: (/** @type {number} */ i) => head.grades[columns.grade[i]] || "",
    radius: (/** @type {number} */ i) => head.radii[columns.radius[i]] || 0,
    hasPoint: (/** @type {number} */ i) => columns.lon[i] !== NO_POINT,
    lon: (/** @type {number} */ i) => columns.lon[i] / PRECISION,
    lat: (/** @type {number} */ i) => columns.lat[i] / PRECISION,
  };
}
