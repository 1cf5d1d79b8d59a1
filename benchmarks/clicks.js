// The part of the benchmark that runs inside a page: it clicks, scrolls or points, and measures until the result is
// painted. It defines one global name, `window.bench`.
window.bench = (function () {
  "use strict";

  const FRAME = 'iframe[title="streamlit_folium.st_folium"]';

  function deep(root, selector) {
    const found = Array.from(root.querySelectorAll(selector));
    root.querySelectorAll("*").forEach((node) => node.shadowRoot && found.push(...deep(node.shadowRoot, selector)));
    return found;
  }

  function map() {
    const frame = document.querySelector(FRAME);
    return frame && frame.contentDocument ? frame.contentDocument : null;
  }

  // For each page: its options, and texts that all change once the click has been painted.
  const pages = {
    app: {
      options: () =>
        deep(document.querySelector(".st-key-atlas_filters"), "label.option input").filter(
          (box) => box.checked || !box.hasAttribute("aria-disabled"),
        ),
      // The map has painted again, and the list holds the new rows.
      mark: () => {
        const panel = deep(document.querySelector(".st-key-atlas_results"), "section.results")[0];
        return { map: map().getElementById("map_div").dataset.painted, list: panel.dataset.listed };
      },
      // A facet is painted before the server answers; the answer is the sentence above the list.
      answer: () =>
        Array.from(document.querySelectorAll(".st-key-atlas_results [data-testid=stText]")).pop().textContent,
    },
    floor: {
      options: () => Array.from(document.querySelectorAll("[data-testid=stCheckbox] input")),
      mark: () => ({ text: document.querySelector("[data-testid=stText]").textContent }),
    },
    // The sentence has the new number, and the new map has this number of marks.
    rebuilding: {
      options: () => Array.from(document.querySelectorAll("[data-testid=stCheckbox] input")),
      mark: () => {
        const text = document.querySelector("[data-testid=stText]").textContent;
        const wanted = text.replace(/\D/g, "");
        const drawn = map() ? map().querySelectorAll("path.leaflet-interactive").length : -1;
        return { text: text, drawn: String(drawn) === wanted ? wanted : null };
      },
    },
  };

  function isNew(mark, before) {
    try {
      const now = mark();
      return Object.keys(before).every((part) => now[part] !== null && now[part] !== before[part]);
    } catch (error) {
      if (error instanceof TypeError) return false; // the page is being built
      throw error;
    }
  }

  // Milliseconds from the click on an option until every part of the mark has changed, checked at each frame; and until
  // the server's answer is shown too.
  function click(page, place, patience) {
    const { options, mark, answer } = pages[page];
    const before = mark();
    const saidBefore = answer && answer();
    return new Promise((resolve, reject) => {
      const started = performance.now();
      let painted = 0;
      const look = () => {
        const passed = performance.now() - started;
        if (!painted && isNew(mark, before)) painted = passed;
        if (painted && (!answer || answer() !== saidBefore)) resolve({ painted: painted, answered: passed });
        else if (passed > patience) reject(new Error("nothing new was painted"));
        else requestAnimationFrame(look);
      };
      options()[place].click();
      look();
    });
  }

  // Milliseconds of each frame while the list is scrolled in steps of some pixels; and the number of rows at the end.
  function scroll(steps, pixels) {
    const column = document.querySelector(".st-key-atlas_results");
    const panel = [column, ...column.querySelectorAll("*")].find(
      (node) => /auto|scroll/.test(getComputedStyle(node).overflowY) && node.scrollHeight > node.clientHeight + 1,
    );
    if (!panel) return Promise.resolve({ frames: [], rows: 0 });
    return new Promise((resolve) => {
      const frames = [];
      let last = performance.now();
      const step = (now) => {
        frames.push(now - last);
        last = now;
        panel.scrollTop += pixels;
        if (frames.length < steps) requestAnimationFrame(step);
        else setTimeout(() => resolve({ frames: frames.slice(1), rows: deep(column, ".list .row").length }), 1000);
      };
      requestAnimationFrame(step);
    });
  }

  // Milliseconds from pointing at each of the first rows of the list until the map highlights the same.
  function hover(rows) {
    const view = document.querySelector(FRAME).contentWindow;
    const ids = deep(document.querySelector(".st-key-atlas_results"), ".list .row[data-id]").slice(0, rows);
    const one = (row) =>
      new Promise((resolve) => {
        const started = performance.now();
        const look = () =>
          view.atlas.state.hover === row.dataset.id ? resolve(performance.now() - started) : setTimeout(look, 1);
        row.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true, pointerType: "mouse" }));
        look();
      });
    return ids.reduce(
      (before, row) => before.then((took) => one(row).then((ms) => took.concat(ms))),
      Promise.resolve([]),
    );
  }

  return { click: click, scroll: scroll, hover: hover, on: (page) => pages[page].options().map((box) => box.checked) };
})();
