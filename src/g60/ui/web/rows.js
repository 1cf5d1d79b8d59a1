// Rows of the list: one button per thing, and windows over long groups so that 100,000 rows cost what is seen. Rows come by the
// address of their selection, the first of every group at once and the others when somebody scrolls to them.

const BLOCK = 25; // rows drawn or put away together
const WINDOWED = 50; // groups up to this length are simply drawn
const ROW_PX = 58; // a row nobody has measured yet
const AHEAD_PX = 600;
const WINDOW = 50; // rows of one answer (listing.py)
const LISTED = 100000; // rows that can be scrolled to: with many more a page is higher than browsers can draw
const AT_ONCE = 4; // requests on their way
const AGAIN_MS = 3000;

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

/** The rows of one selection, as far as they have come. */
class Rows {
  constructor(address, firsts, came) {
    this.address = address;
    this.windows = firsts.map((items) => new Map([[0, items]])); // for each group: number of the window -> its items
    this.came = came;
    this.asked = new Set();
    this.waiting = []; // the last asked is fetched first: it is where the reader is
    this.under = 0;
  }

  /** The items of [from, to), which lie in one window; null while they are not here. */
  items(group, from, to) {
    const start = from - (from % WINDOW);
    const items = this.windows[group].get(start);
    return items ? items.slice(from - start, to - start) : null;
  }

  fetch(group, from) {
    this.waiting.push([group, from - (from % WINDOW)]);
    this.next();
  }

  next() {
    while (this.under < AT_ONCE && this.waiting.length) {
      const [group, start] = this.waiting.pop();
      const key = group + " " + start;
      if (!this.asked.has(key)) this.ask(key, group, start);
    }
  }

  async ask(key, group, start) {
    this.asked.add(key);
    this.under += 1;
    const items = await load(this.address + "&group=" + group + "&from=" + start);
    this.under -= 1;
    if (items) {
      this.windows[group].set(start, items);
      this.came(group, start, items);
    } else setTimeout(() => this.asked.delete(key), AGAIN_MS);
    this.next();
  }
}

/** What an address of ours answers, or null where it does not: the network may be away for a moment. */
async function load(address) {
  try {
    const answer = await fetch(new URL(address, document.baseURI), { credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A group's rows in blocks; each block is full, or empty with the height it had. */
class Blocks {
  constructor(rows, group, count, known) {
    this.rows = rows;
    this.group = group;
    this.known = known; // id -> [text of the item, row]: unchanged rows are kept, and with them focus and hover
    this.node = el("div", { class: "rows" });
    this.blocks = [];
    for (let at = 0; at < count; at += BLOCK) {
      const block = { from: at, to: Math.min(at + BLOCK, count), node: el("div", { class: "block" }), full: false };
      block.node.style.height = (block.to - block.from) * ROW_PX + "px";
      this.blocks.push(block);
    }
    this.node.append(...this.blocks.map((block) => block.node));
    this.windowed = count > WINDOWED;
    if (!this.windowed) this.blocks.forEach((block) => this.fill(block));
  }

  fill(block) {
    if (block.full) return;
    const items = this.rows.items(this.group, block.from, block.to);
    if (!items) {
      this.rows.fetch(this.group, block.from);
      return;
    }
    block.full = true;
    block.node.style.height = "";
    block.node.append(...items.map((item) => this.row(item)));
  }

  /** Fills the blocks of a window that has come, if they are still looked at. */
  came(start) {
    for (const block of this.blocks.slice(start / BLOCK, (start + WINDOW) / BLOCK)) if (!this.windowed || block.near) this.fill(block);
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
    for (const block of this.near || []) block.near = false;
    this.near = [];
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
      this.blocks[at].near = true;
      this.near.push(this.blocks[at]);
      this.fill(this.blocks[at]);
      full.add(this.blocks[at]);
    }
    for (const block of this.blocks) {
      if (block.full && !full.has(block) && !(keep && block.node.contains(keep))) this.empty(block);
    }
  }

  /** The row at an index, drawn if it was not; null while it is on its way. */
  at(index) {
    const block = this.blocks[Math.floor(index / BLOCK)];
    this.fill(block);
    return block.node.children[index - block.from] || null;
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

  /**
   * Shows the list at an address: its groups, each with its title, its count and its first rows. The old rows stay until the
   * new ones have come; then `swap` is called with what puts them there. `came` is called when more have come.
   */
  async show(address, texts, swap, came) {
    if (address === this.address) return;
    this.address = address;
    const groups = await load(address);
    if (address !== this.address) return; // a newer selection has overtaken this one
    if (groups) {
      const firsts = groups.map((group) => group[2]);
      swap(() => this.put(groups, new Rows(address, firsts, (group, start, items) => this.take(group, start, items, came)), texts));
      return;
    }
    swap(() => this.fail(texts));
    setTimeout(() => {
      if (address !== this.address) return;
      this.address = undefined;
      this.show(address, texts, swap, came);
    }, AGAIN_MS);
  }

  put(groups, rows, texts) {
    this.where.clear();
    const ids = new Set();
    rows.windows.forEach((windows, g) => this.learn(g, 0, windows.get(0), ids));
    for (const id of Array.from(this.known.keys())) if (!ids.has(id)) this.known.delete(id);
    let left = LISTED;
    this.groups = groups.map(([, count], g) => {
      const listed = Math.min(count, left);
      left -= listed;
      return { listed, blocks: new Blocks(rows, g, listed, this.known) };
    });
    this.node.textContent = "";
    groups.forEach(([title, count], g) => {
      const { listed, blocks } = this.groups[g];
      this.node.append(el("section", { class: "group" },
        el("h3", {}, named("span", "", title), el("span", { class: "count" }, counted(count))),
        blocks.node,
        count > listed && el("p", { class: "rest" }, phrase(texts, "more_rows", { count: counted(count - listed) }))));
    });
  }

  fail(texts) {
    this.where.clear();
    this.groups = [];
    this.node.textContent = "";
    this.node.append(el("p", { class: "rest", role: "status" }, phrase(texts, "rows_failed")));
  }

  /** Remembers where the items of a window are. */
  learn(group, start, items, ids) {
    items.forEach((item, i) => {
      if (!this.where.has(item.id)) this.where.set(item.id, [group, start + i]);
      if (ids) ids.add(item.id);
    });
  }

  take(group, start, items, came) {
    this.learn(group, start, items);
    this.groups[group].blocks.came(start);
    came();
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
    const g = this.groups.findIndex((group) => group.listed);
    return g < 0 ? null : this.groups[g].blocks.at(0);
  }

  /** The row `step` rows after that of `id`, across groups; null at the ends. */
  next(id, step) {
    const at = this.where.get(id);
    if (!at) return this.first();
    let [g, i] = at;
    i += step;
    while (g >= 0 && g < this.groups.length) {
      const length = this.groups[g].listed;
      if (i >= 0 && i < length) return this.groups[g].blocks.at(i);
      if (i < 0) {
        g -= 1;
        if (g >= 0) i = this.groups[g].listed - 1;
      } else {
        i -= length;
        g += 1;
      }
    }
    return null;
  }
}
