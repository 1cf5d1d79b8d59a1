// Text on the map. This is the one place where text becomes a node of the page, and it becomes nothing but a text node.
(function () {
  "use strict";

  const LONGEST = 60; // characters of a name in a label; the tooltip and the card have the rest

  // An element with a class, inside a parent.
  atlas.element = function (tag, className, parent) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (parent) parent.appendChild(element);
    return element;
  };

  // The same for SVG, with its attributes.
  atlas.svg = function (tag, attributes, parent) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.keys(attributes || {}).forEach((name) => element.setAttribute(name, attributes[name]));
    if (parent) parent.appendChild(element);
    return element;
  };

  atlas.write = function (element, words) {
    element.textContent = words;
    return element;
  };

  // An element whose text is the table's, and stays so when the language changes.
  atlas.caption = function (element, key, attribute) {
    const put = () => {
      if (attribute) element.setAttribute(attribute, atlas.text(key));
      else atlas.write(element, atlas.text(key));
    };
    put();
    atlas.when("language", put);
    return element;
  };

  // The text of a key in the reader's language, with {n} filled in.
  atlas.text = function (key, values) {
    const table = (atlas.texts && atlas.texts[atlas.state.lang]) || {};
    const words = key in table ? table[key] : key;
    return words.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? values[name] : whole));
  };

  // The name of a thing in the reader's language; the other language where there is none.
  atlas.name = function (thing) {
    return thing["name_" + atlas.state.lang] || thing.name_zh || thing.name_en || thing.id;
  };

  // The name as a label has it: the short form where there is one, without what stands in brackets in English.
  atlas.shortName = function (thing) {
    const short = thing["short_" + atlas.state.lang];
    if (short) return short;
    const name = atlas.name(thing);
    const bare = atlas.state.lang === "en" ? name.replace(/\s*\([^)]*\)/g, "").trim() || name : name;
    return bare.length > LONGEST ? bare.slice(0, LONGEST) + "…" : bare;
  };

  // The name in as few lines as make a compact block, broken where a reader would break it.
  atlas.lines = function (words) {
    return /[\u3400-\u9fff]/.test(words) ? chineseLines(words) : wordLines(words);
  };

  // Two lines for a long Chinese name, cut near the middle and if possible before a word that starts a phrase.
  function chineseLines(words) {
    if (words.length <= 5) return [words];
    const middle = words.length / 2;
    const phrases = /高新技术|产业|高能级|科创|科技|未来|国际|知识|核心区|研究院|实验室|创新/g;
    let cut = Math.ceil(middle);
    let best = 2.6;
    let found;
    while ((found = phrases.exec(words))) {
      const off = Math.abs(found.index - middle);
      if (off < best) {
        best = off;
        cut = found.index;
      }
    }
    return [words.slice(0, cut), words.slice(cut)];
  }

  // Lines of whole words, as even as they can be, about twenty letters each.
  function wordLines(words) {
    const parts = words.split(/\s+/);
    const count = Math.min(3, Math.ceil(words.length / 21));
    let width = Math.ceil(words.length / count);
    for (;;) {
      const lines = fill(parts, width);
      if (lines.length <= count) return lines;
      width += 1;
    }
  }

  function fill(parts, width) {
    const lines = [];
    parts.forEach((part) => {
      const last = lines.length - 1;
      if (last >= 0 && (lines[last] + " " + part).length <= width) lines[last] += " " + part;
      else lines.push(part);
    });
    return lines;
  }
})();
