// Nodes, symbols and messages shared by the panels. Text from data becomes text nodes here, and nowhere else.

const SVG = "http://www.w3.org/2000/svg";
const SAFE = /^[0-9a-z,.-]{0,80}$/; // what may travel between the page and the map's frame

/** A new element with attributes, event handlers and children; a string child becomes a text node. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  set(node, attributes || {});
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Writes only what differs: an attribute set anew can restart an animation or wake a screen reader. */
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on") && typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else {
      const written = value === true ? "" : String(value);
      if (node.getAttribute(name) !== written) node.setAttribute(name, written);
    }
  }
  return node;
}

function say(node, words) {
  const written = words === null || words === undefined ? "" : String(words);
  if (node.textContent !== written) node.textContent = written;
  return node;
}

/** A count for reading: 20,012. */
function counted(number) {
  return Number(number).toLocaleString("en-US");
}

/** Text from data, set apart so that a right-to-left mark inside cannot reorder its surroundings. */
function named(tag, className, words, attributes) {
  return say(el(tag, { class: className, dir: "auto", ...attributes }), words);
}

/** A text of the panel with its {places} filled in; an unknown key shows itself, so that it is found. */
function phrase(texts, key, values) {
  const words = texts && key in texts ? String(texts[key]) : key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/** Puts `nodes` under `parent` in this order and moves only what is out of place: a moved node loses its focus. */
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of Array.from(parent.childNodes)) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] || null);
  });
}

const MARKS = {
  // The forms of the map, at the size of a line of text: 20 by 14.
  corridor: [
    ["rect", { x: 0, y: 3, width: 20, height: 8, class: "band" }],
    ["line", { x1: 0, y1: 7, x2: 20, y2: 7, class: "line" }],
  ],
  core_area: [
    ["circle", { cx: 10, cy: 7, r: 5.6, class: "ring" }],
    ["circle", { cx: 10, cy: 7, r: 1.4, class: "dot" }],
  ],
  high_tech_zone: [["polygon", { points: "4.2,7 7.1,2 12.9,2 15.8,7 12.9,12 7.1,12", class: "hexagon" }]],
  lake_district: [
    ["circle", { cx: 10, cy: 7, r: 5.8, class: "disc" }],
    ["path", { d: "M5.2 9.4 L12.4 2.2 M7 11.4 L14.4 4 M10.6 12 L15.6 7", class: "hatch" }],
  ],
  carrier: [["circle", { cx: 10, cy: 7, r: 3.4, class: "solid" }]],
  other: [["circle", { cx: 10, cy: 7, r: 2.9, class: "open" }]],
  county: [["path", { d: "M4 4 L9 2 L16 3.4 L15 9 L10.6 12 L5.4 10.4 Z", class: "county" }]],
};

/** The symbol of a kind of thing, as an svg for the start of a line. */
function mark(kind) {
  const svg = document.createElementNS(SVG, "svg");
  set(svg, { viewBox: "0 0 20 14", class: "mark mark-" + (kind in MARKS ? kind : "other"), "aria-hidden": "true" });
  for (const [tag, attributes] of MARKS[kind] || MARKS.other) {
    svg.append(set(document.createElementNS(SVG, tag), attributes));
  }
  return svg;
}

/** The map's frame, found anew each time: Streamlit may have mounted it since. */
function mapFrame() {
  return Array.from(document.querySelectorAll("iframe")).find((frame) => frame.title === "streamlit_folium.st_folium");
}

function tellMap(message) {
  const frame = mapFrame();
  if (frame && frame.contentWindow) frame.contentWindow.postMessage({ atlas: 1, ...message }, location.origin);
}

/** Says which facets were clicked to the map and the list, which need not wait for the server: field -> codes, in their order. */
function sayAsked(selected, clear) {
  const codes = {};
  for (const field of Object.keys(selected)) codes[field] = selected[field].join(",").replace(/_/g, "-");
  tellMap({ type: "facets", clear, ...codes });
  window.dispatchEvent(new CustomEvent("atlas-asked", { detail: { selected, clear } }));
}

/** What the map's frame said, if it was the map's frame, from this origin, and one of these types; otherwise null. */
function heard(event, types) {
  const frame = mapFrame();
  const message = event.data;
  if (event.origin !== location.origin || !frame || event.source !== frame.contentWindow) return null;
  if (!message || typeof message !== "object" || message.atlas !== 1 || !types.includes(message.type)) return null;
  return message;
}

function isCode(value) {
  return typeof value === "string" && SAFE.test(value);
}

/** The innermost focused element, also inside a shadow root. */
function focused(root) {
  return root.activeElement || null;
}

const wide = window.matchMedia("(min-width: 1000px)");

// Streamlit listens for bare r (rerun) and c (clear the cache) on its document, and cannot see that an input inside a
// shadow root has the focus: typing "carrier" would rerun the page. The window hears a key first; one listener serves
// every panel. Where a key belongs to something of Streamlit's, as in a table, it passes.
if (!window.atlasKeys) {
  window.atlasKeys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[rc]$/i.test(event.key)) return;
    const at = event.composedPath()[0];
    if (!(at instanceof Element)) return;
    if (at.getRootNode() instanceof ShadowRoot || /^(A|BODY|BUTTON|MAIN)$/.test(at.tagName)) event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", window.atlasKeys, true);
}
