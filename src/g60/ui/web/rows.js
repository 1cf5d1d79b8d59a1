// Rows of the list: one button per thing, and windows over long groups so that 100,000 rows cost what is seen.

const BLOCK = 50; // rows drawn or put away together
const WINDOWED = 200; // groups up to this length are simply drawn
const ROW_PX = 58; // a row nobody has measured yet
const AHEAD_PX = 900;

/** A row: symbol, name, second line, tags. `compact` rows stand in a card's sections. */
function row(item, compact) {
  const button = el("button", { type: "button", class: compact ? "row compact" : "row", "data-id": item.id, tabindex: -1 });
  button.append(mark(item.mark));
  const words = el("span", { class: "words" }, named("span", "name", item.name));
  if (item.sub) words.append(named("span", "sub", item.sub));
  if (item.tags && item.tags.length) {
    words.append(el("span", { class: "tags" }, ...item.tags.map((tag) => named("span", "tag", tag))));
  }
  button.append(words);
  return button;
}

/** A group's rows in blocks; each block is full, or empty with the height it had. */
class Blocks {
  constructor(items, known) {
    this.items = items;
    this.known = known; // id -> [text of the item, row]: unchanged rows are kept, and with them focus and hover
    this.node = el("div", { class: "rows" });
    this.blocks = [];
    for (let at = 0; at < items.length; at += BLOCK) {
      const block = { from: at, to: Math.min(at + BLOCK, items.length), node: el("div", { class: "block" }), full: false };
      block.node.style.height = (block.to - block.from) * ROW_PX + "px";
      this.blocks.push(block);
    }
    this.node.append(...this.blocks.map((block) => block.node));
    this.windowed = items.length > WINDOWED;
    if (!this.windowed) this.blocks.forEach((block) => this.fill(block));
  }

  fill(block) {
    if (block.full) return;
    block.full = true;
    block.node.style.height = "";
    block.node.append(...this.items.slice(block.from, block.to).map((item) => this.row(item)));
  }

  row(item) {
    const text = JSON.stringify(item);
    const before = this.known.get(item.id);
    if (before && before[0] === text) return before[1];
    const node = row(item, false);
    this.known.set(item.id, [text, node]);
    return node;
  }

  empty(block) {
    if (!block.full) return;
    block.node.style.height = block.node.offsetHeight + "px";
    for (const child of Array.from(block.node.children)) this.known.delete(child.dataset.id);
    block.node.textContent = "";
    block.full = false;
  }

  /** Fills the blocks near [top, bottom] of the viewport and puts the far ones away. */
  draw(top, bottom, keep) {
    if (!this.windowed) return;
    const near = (block) => {
      const place = block.node.getBoundingClientRect();
      return place.bottom > top - AHEAD_PX && place.top < bottom + AHEAD_PX;
    };
    // The first block below the upper edge, by bisection: asking two thousand blocks at every scroll would be felt.
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle].node.getBoundingClientRect().bottom > top - AHEAD_PX) high = middle;
      else low = middle + 1;
    }
    const full = new Set();
    for (let at = low; at < this.blocks.length && near(this.blocks[at]); at += 1) {
      this.fill(this.blocks[at]);
      full.add(this.blocks[at]);
    }
    for (const block of this.blocks) {
      if (block.full && !full.has(block) && !(keep && block.node.contains(keep))) this.empty(block);
    }
  }

  /** The row at an index, drawn if it was not. */
  at(index) {
    const block = this.blocks[Math.floor(index / BLOCK)];
    this.fill(block);
    return block.node.children[index - block.from];
  }
}

/** The element that scrolls `node`: the panel on a desk, the whole page on a phone. */
function scroller(node) {
  for (let at = node; at; at = at.parentNode || at.host) {
    if (at instanceof HTMLElement && /auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 1) return at;
  }
  return null;
}

/** The groups of the list as one sequence of rows, with the keys and the pointer. */
class List {
  constructor(texts) {
    this.texts = texts;
    this.node = el("div", { class: "list" });
    this.known = new Map();
    this.groups = [];
    this.where = new Map(); // id -> [group, index]
  }

  show(groups, texts) {
    // The same rows as before leave the list alone: a language or a focus changes other things more often than these.
    const text = JSON.stringify(groups) + JSON.stringify(texts);
    if (text === this.text) return;
    this.text = text;
    const ids = new Set();
    this.where.clear();
    this.groups = groups.map((group, g) => {
      group.items.forEach((item, i) => {
        if (!this.where.has(item.id)) this.where.set(item.id, [g, i]);
        ids.add(item.id);
      });
      return { items: group.items, blocks: new Blocks(group.items, this.known) };
    });
    for (const id of Array.from(this.known.keys())) if (!ids.has(id)) this.known.delete(id);
    this.node.textContent = "";
    groups.forEach((group, g) => {
      const rest = group.count - group.items.length;
      this.node.append(el("section", { class: "group" },
        el("h2", {}, named("span", "", group.title), el("span", { class: "count" }, counted(group.count))),
        this.groups[g].blocks.node,
        rest > 0 && group.items.length > 0 && el("p", { class: "rest" }, phrase(texts, "more_rows", { count: counted(rest) }))));
    });
  }

  draw(keep) {
    const panel = scroller(this.node);
    const place = panel ? panel.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    for (const group of this.groups) group.blocks.draw(Math.max(0, place.top), Math.min(innerHeight, place.bottom), keep);
  }

  find(id) {
    const at = this.where.get(id);
    return at ? this.groups[at[0]].blocks.at(at[1]) : null;
  }

  /** The row that is already drawn for an id, or null. */
  drawn(id) {
    const entry = this.known.get(id);
    return entry && entry[1].isConnected ? entry[1] : null;
  }

  first() {
    const g = this.groups.findIndex((group) => group.items.length);
    return g < 0 ? null : this.groups[g].blocks.at(0);
  }

  /** The row `step` rows after that of `id`, across groups; null at the ends. */
  next(id, step) {
    const at = this.where.get(id);
    if (!at) return this.first();
    let [g, i] = at;
    i += step;
    while (g >= 0 && g < this.groups.length) {
      const length = this.groups[g].items.length;
      if (i >= 0 && i < length) return this.groups[g].blocks.at(i);
      if (i < 0) {
        g -= 1;
        if (g >= 0) i = this.groups[g].items.length - 1;
      } else {
        i -= length;
        g += 1;
      }
    }
    return null;
  }
}
