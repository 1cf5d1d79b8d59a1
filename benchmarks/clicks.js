// What the benchmark does inside a page: click one option, and tell how long it took until what it gives was painted.
// Runs in the page, so that nothing but the page is measured; `window.bench` is the one name it adds.
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

  // For each page: its options, and a text that is another one once the click has been painted.
  const pages = {
    app: {
      options: () => deep(document.querySelector(".st-key-atlas_filters"), "label.option input").filter((box) => box.checked || !box.hasAttribute("aria-disabled")),
      // The map has painted anew, and the list holds the new rows.
      mark: () => {
        const panel = deep(document.querySelector(".st-key-atlas_results"), "section.results")[0];
        return { map: map().getElementById("map_div").dataset.painted, list: panel.dataset.listed };
      },
      // A facet is painted before the server has answered; its answer is the sentence above the list.
      answer: () => Array.from(document.querySelectorAll(".st-key-atlas_results [data-testid=stText]")).pop().textContent,
    },
    floor: {
      options: () => Array.from(document.querySelectorAll("[data-testid=stCheckbox] input")),
      mark: () => ({ text: document.querySelector("[data-testid=stText]").textContent }),
    },
    // The sentence has the new number, and so many marks stand in the new map.
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
      if (error instanceof TypeError) return false; // the page is being put together
      throw error;
    }
  }

  // Milliseconds from the click on the option at a place until every part of the mark is another one, seen from the next frame; and
  // until the server's answer stands there too.
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

  // Milliseconds of each frame while the list is scrolled, so many steps of so many pixels; and how many rows stand there at the end.
  function scroll(steps, pixels) {
    const column = document.querySelector(".st-key-atlas_results");
    const panel = [column, ...column.querySelectorAll("*")].find((node) => /auto|scroll/.test(getComputedStyle(node).overflowY) && node.scrollHeight > node.clientHeight + 1);
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

  // Milliseconds from pointing at each of the first rows of the list until the map points at the same.
  function hover(rows) {
    const view = document.querySelector(FRAME).contentWindow;
    const ids = deep(document.querySelector(".st-key-atlas_results"), ".list .row[data-id]").slice(0, rows);
    const one = (row) =>
      new Promise((resolve) => {
        const started = performance.now();
        const look = () => (view.atlas.state.hover === row.dataset.id ? resolve(performance.now() - started) : setTimeout(look, 1));
        row.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true, pointerType: "mouse" }));
        look();
      });
    return ids.reduce((before, row) => before.then((took) => one(row).then((ms) => took.concat(ms))), Promise.resolve([]));
  }

  return { click: click, scroll: scroll, hover: hover, on: (page) => pages[page].options().map((box) => box.checked) };
})();
