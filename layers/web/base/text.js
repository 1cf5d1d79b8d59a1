// Text on the map. This is the one place where text becomes a node of the page, and it becomes nothing but a text node.

import { atlas, when } from "./atlas.js";

const LONGEST_NAME = { zh: 28, en: 90 }; // characters of a name in a label; the tooltip and the card have the rest

// An element with a class, inside a parent.
/** @type {AddElement} */ export function addElement(tag, className, parent) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (parent) parent.appendChild(element);
  return element;
}

// The same for SVG, with its attributes.
export function addSvg(/** @type {string} */ tag, /** @type {Words} */ attributes, /** @type {Element} */ parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(attributes || {}).forEach((name) => element.setAttribute(name, String(attributes[name])));
  if (parent) parent.appendChild(element);
  return element;
}

// A button without its words, and what pressing it does.
export function addButton(
  /** @type {string} */ className,
  /** @type {Element} */ parent,
  /** @type {() => void} */ act,
) {
  const button = addElement("button", className, parent);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

// A drawing in lines, in a square of so many pixels: the icon of a button.
export function addIcon(/** @type {string} */ d, /** @type {Element} */ parent, size = 16) {
  const box = { viewBox: "0 0 " + size + " " + size, width: size, height: size, "aria-hidden": "true" };
  return addSvg("path", { d: d }, addSvg("svg", box, parent));
}

// A button that is an icon, with the words of a key for those who do not see it and those who point at it: the style
// sheet shows them beside it.
export function addIconButton(
  /** @type {string} */ key,
  /** @type {string} */ icon,
  /** @type {Element} */ parent,
  /** @type {() => void} */ act,
) {
  const button = addButton("atlas-button", parent, act);
  caption(button, key, "aria-label");
  addIcon(icon, button);
  return button;
}

/** @type {Write} */ export function write(element, words) {
  element.textContent = words;
  return element;
}

// An element whose text is the table's, and stays so when the language changes.
/** @type {Caption} */ export function caption(element, key, attribute) {
  const put = () => {
    if (attribute) element.setAttribute(attribute, text(key));
    else write(element, text(key));
  };
  put();
  when("language", put);
  return element;
}

// The text of a key in the reader's language, with {n} filled in.
export function text(/** @type {string} */ key, /** @type {Words} */ values = {}) {
  const table = (atlas.texts && atlas.texts[atlas.state.lang]) || {};
  const words = key in table ? table[key] : key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The name of a thing in the reader's language; the other language where there is none.
export function nameOf(/** @type {Thing} */ thing) {
  return (atlas.state.lang === "en" && thing.name_en) || thing.name_zh || thing.name_en || thing.id;
}

// The name as a label has it: the short form where there is one, without what stands in brackets in English.
export function shortName(/** @type {Thing} */ thing) {
  const name = ((atlas.state.lang === "en" ? thing.short_en : thing.short_zh) || nameOf(thing)).replace(/\s+/g, " ");
  const bare = atlas.state.lang === "en" ? name.replace(/\s*\([^)]*\)/g, "").trim() || name : name;
  const longest = isChinese(bare) ? LONGEST_NAME.zh : LONGEST_NAME.en;
  return bare.length > longest ? bare.slice(0, longest) + "…" : bare;
}

// The briefest name of a thing as lines, for a map on which the others find no room; null where it has none.
export function briefName(/** @type {Thing} */ thing) {
  const brief = atlas.state.lang === "en" ? thing.brief_en : thing.brief_zh;
  return brief ? [brief] : null;
}

// The name in as few lines as make a compact block, broken where a reader would break it.
export function linesOf(/** @type {string} */ words, /** @type {number} */ letters = 25) {
  return isChinese(words) ? chineseLines(words) : wordLines(words, letters);
}

function isChinese(/** @type {string} */ words) {
  return /[\u3400-\u9fff]/.test(words);
}

// Two lines for a Chinese name of more than five characters, cut near the middle where a phrase starts or a bracket
// closes; one line where nothing tells where to cut, unless it is long.
function chineseLines(/** @type {string} */ words) {
  if (words.length <= 5) return [words];
  const middle = words.length / 2;
  const phrases = /高新技术|产业|高能级|科创|科技|未来|国际|知识|核心区|研究|实验室|创新|应用|新材料|新兴|（|）/g;
  let cut = words.length <= 8 ? 0 : Math.ceil(middle);
  let best = Math.max(2.6, words.length * 0.3);
  for (const found of words.matchAll(phrases)) {
    const closes = found[0] === "）";
    const at = Number(found.index) + (closes ? 1 : 0);
    const off = Math.abs(at - middle) - (closes ? 1.5 : 0);
    if (off >= best || at < 2 || at > words.length - 2) continue;
    best = off;
    cut = at;
  }
  return cut ? [words.slice(0, cut), words.slice(cut)] : [words];
}

// As few lines of whole words as keep within so many letters, at most three, as even as they can be.
function wordLines(/** @type {string} */ words, /** @type {number} */ letters) {
  const parts = words.split(/\s+/);
  let best = [words];
  for (let count = 1; count <= Math.min(3, parts.length); count++) {
    best = evenLines(parts, count);
    if (
      Math.max.apply(
        null,
        best.map((line) => line.length),
      ) <= letters
    )
      break;
  }
  return best;
}

// The words in exactly so many lines, the longest of them as short as possible.
function evenLines(/** @type {string[]} */ parts, /** @type {number} */ count) {
  if (count === 1) return [parts.join(" ")];
  /** @type {string[]} */ let best = [];
  let least = Infinity;
  for (let first = 1; first <= parts.length - count + 1; first++) {
    const lines = [parts.slice(0, first).join(" ")].concat(evenLines(parts.slice(first), count - 1));
    const longest = Math.max.apply(
      null,
      lines.map((line) => line.length),
    );
    if (longest < least) {
      least = longest;
      best = lines;
    }
  }
  return best;
}
