// Nodes and words that every panel draws with. Text from data becomes text nodes here, and nowhere else.

/**
 * @typedef {Record<string, string>} Texts  words by their code, in the reader's language
 * @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute
 * @typedef {Record<string, Attribute>} Attributes
 * @typedef {Node | string | number | boolean | null | undefined} Child
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Writes only what differs: an attribute set anew can restart an animation or wake a screen reader.
 * @template {Element} T
 * @param {T} node
 * @param {Attributes} attributes  a function is a handler of the event that its name says (`onclick`)
 * @returns {T}
 */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else {
      const written = value === true ? "" : String(value);
      if (node.getAttribute(name) !== written) node.setAttribute(name, written);
    }
  }
  return node;
}

/**
 * A new element with attributes, event handlers and children; a string child becomes a text node, an empty one is left
 * out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  set(node, attributes || {});
  for (const child of children) {
    if (child instanceof Node) node.append(child);
    else if (child !== null && child !== undefined && child !== false && child !== "") node.append(String(child));
  }
  return node;
}

/**
 * The same for a drawing.
 * @param {string} tag
 * @param {Attributes} attributes
 * @param {...Element} children
 */
export function svgNode(tag, attributes, ...children) {
  const node = set(document.createElementNS(SVG, tag), attributes);
  node.append(...children);
  return node;
}

/**
 * @template {Node} T
 * @param {T} node
 * @param {unknown} words
 * @returns {T}
 */
export function say(node, words) {
  const written = words === null || words === undefined ? "" : String(words);
  if (node.textContent !== written) node.textContent = written;
  return node;
}

// No word of either language is as long; what is longer may be broken anywhere, so that it widens nothing.
const ENDLESS = /[^\s\u2e80-\uffff]{25}/;
const DATE = /(\d{4}-\d\d-\d\d)/;

/**
 * Text from data, set apart so that a right-to-left mark inside cannot reorder its surroundings. A day stays in one line.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {unknown} words
 * @param {Attributes} [attributes]
 */
export function named(tag, className, words, attributes) {
  const written = words === null || words === undefined ? "" : String(words);
  const about = { class: className || null, dir: "auto", "data-endless": ENDLESS.test(written) };
  return el(tag, Object.assign(about, attributes), ...wholeDays(written));
}

/**
 * A text in which no line ends within a day, 2026-11-29.
 * @param {string} words
 * @returns {(Node | string)[]}
 */
export function wholeDays(words) {
  if (!DATE.test(words)) return [words];
  return words.split(DATE).map((part, at) => (at % 2 ? el("span", { class: "whole" }, part) : part));
}

/**
 * A text in which no line ends after a hyphen between letters: such words stay whole.
 * @param {unknown} words
 * @returns {(Node | string)[]}
 */
export function wholeWords(words) {
  const parts = String(words).split(/(\w+(?:-\w+)+)/);
  return parts.map((part, at) => (at % 2 ? el("span", { class: "whole" }, part) : part));
}

/**
 * A count for reading: 20,012.
 * @param {number} number
 */
export function counted(number) {
  return Number(number).toLocaleString("en-US");
}

/**
 * A text with its {places} filled in; an unknown code shows itself, so that it is found.
 * @param {Texts} texts
 * @param {string} code
 * @param {Record<string, unknown>} [values]
 */
export function phrase(texts, code, values) {
  const words = texts && code in texts ? String(texts[code]) : code;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/**
 * A text that counts: its own form for one, where there is one.
 * @param {Texts} texts
 * @param {string} code
 * @param {number} count
 * @param {Record<string, unknown>} [values]
 */
export function countPhrase(texts, code, count, values) {
  const one = `${code}_one`;
  return phrase(texts, count === 1 && one in texts ? one : code, { ...values, count: counted(count) });
}

/**
 * Puts `nodes` under `parent` in this order and moves only what is out of place: a moved node loses its focus.
 * @param {Element} parent
 * @param {Node[]} nodes
 */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of Array.from(parent.childNodes)) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] || null);
  });
}

/**
 * Takes everything out of a node.
 * @template {ParentNode & Node} T
 * @param {T} node
 * @returns {T}
 */
export function empty(node) {
  node.textContent = "";
  return node;
}

/**
 * A button; `words` of ours or of the data.
 * @param {string} className
 * @param {unknown} words
 * @param {Attributes} [attributes]
 */
export function button(className, words, attributes) {
  return named("button", className, words, Object.assign({ type: "button" }, attributes));
}

/**
 * The options of a list, kept where they are the same: an open list would close otherwise.
 * @param {HTMLSelectElement} list
 * @param {[string, string][]} options  code and words
 * @param {string} chosen
 */
export function fillOptions(list, options, chosen) {
  const known = Array.from(list.options);
  arrange(
    list,
    options.map(([code, words]) =>
      say(known.find((one) => one.value === code) || el("option", { value: code }), words),
    ),
  );
  if (list.value !== chosen) list.value = chosen;
}

/**
 * The innermost focused element of a document or a shadow root.
 * @param {Node} root
 * @returns {HTMLElement | null}
 */
export function focused(root) {
  let at = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : null;
}

/**
 * The innermost element that an event happened at, also inside a shadow root.
 * @param {Event} event
 * @returns {HTMLElement | null}
 */
export function targetOf(event) {
  const at = event.composedPath()[0];
  return at instanceof Element ? /** @type {HTMLElement} */ (at) : null;
}

/**
 * Whether an element takes what is typed.
 * @param {HTMLElement | null} node
 */
export function isWriting(node) {
  if (!node) return false;
  const isField = /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) && node.getAttribute("type") !== "checkbox";
  return isField || node.isContentEditable;
}

/**
 * Hands a file to the reader.
 * @param {string} name
 * @param {Blob | string} content
 * @param {string} [kind]
 */
export function handOver(name, content, kind) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
