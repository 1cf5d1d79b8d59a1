// The plan's indicators: for each a bar of its baseline against its target, drawn as plain SVG, with the evidence beside it.
(function () {
  "use strict";

  const WIDE = 200;
  const HIGH = 14;
  let tableShown = "2";

  room.drawIndicators = function (box) {
    const tabs = room.node("p", "tabs", box);
    room.write(room.node("h2", "", box), room.text(tableShown === "1" ? "indicators_past" : "indicators_ahead"));
    ["1", "2"].forEach((number) => {
      const tab = room.node("button", "act", tabs);
      tab.type = "button";
      room.write(tab, room.text("pack_table_" + number));
      tab.setAttribute("aria-pressed", String(number === tableShown));
      tab.addEventListener("click", () => {
        tableShown = number;
        room.openBoard("indicators");
      });
    });
    const grid = room.node("div", "indicators", box);
    room.data.indicators[tableShown].forEach((one) => draw(one, grid));
  };

  function draw(one, grid) {
    const cells = one.cells[room.lang];
    const node = room.node("section", "indicator", grid);
    const head = room.node("h3", "", node);
    room.named("span", "", room.name(one), head);
    if (one["unit_" + room.lang]) room.named("span", "unit", one["unit_" + room.lang], head);
    bars(one, node);
    const line = room.node("p", "figures", node);
    const ahead = cells.needed_points ? "needed_points" : "needed_growth"; // a share needs points
    const shown = tableShown === "1" ? ["baseline", "actual", "target"] : ["baseline", "target", ahead];
    shown.filter((field) => cells[field]).forEach((field) => {
      const part = room.node("span", "figure" + (cells[field].missing ? " is-missing" : ""), line);
      const year = one.years[field];
      const label = field === "needed_growth" ? room.text("pack_growth") : String(year || cells[field].label);
      room.named("span", "label", label, part);
      room.named("span", "digits", (field === "target" && one.operator !== "=" ? one.operator : "") + cells[field].value, part);
      room.proof(cells[field], part, () => node);
    });
  }

  // From zero, on the indicator's own scale; the upright line is the target.
  function bars(one, node) {
    const numbers = one.numbers;
    const most = Math.max(numbers.target, numbers.baseline || 0, numbers.actual || 0) || 1;
    const svg = atlas.svg("svg", { class: "bars", viewBox: "0 0 " + WIDE + " " + HIGH, preserveAspectRatio: "none", "aria-hidden": "true" }, node);
    const wide = (number) => (WIDE - 2) * (number / most);
    atlas.svg("rect", { class: "ground", x: 0, y: 3, width: wide(numbers.target), height: 8 }, svg);
    const reached = numbers.actual === null ? numbers.baseline : numbers.actual;
    if (reached !== null) atlas.svg("rect", { class: "reached", x: 0, y: 3, width: wide(reached), height: 8 }, svg);
    if (numbers.actual !== null && numbers.baseline !== null) atlas.svg("rect", { class: "baseline", x: 0, y: 3, width: wide(numbers.baseline), height: 8 }, svg);
    atlas.svg("rect", { class: "goal", x: wide(numbers.target), y: 0, width: 1.6, height: HIGH }, svg);
  }
})();
