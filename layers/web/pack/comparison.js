// Side by side: what is the same for all in one place, what differs in a table, and who is alone with what.
(function () {
  "use strict";

  const PARTS = ["fields", "targets", "figures", "counts"];

  // The lines of a comparison: {part, code, label, year, facts}, a fact or null for each subject.
  room.compareRows = function (ids) {
    const cards = ids.map(room.cardOf);
    const lines = cards.map((card) => {
      const facts = card.facts.filter((fact) => fact.part).concat(card.counts);
      card.sections.forEach((section) => (section.facts || []).forEach((fact) => fact.part && facts.push(fact)));
      return facts;
    });
    const keyOf = (fact) => [fact.part, fact.code, fact.year].join("|");
    const rows = {};
    lines.forEach((facts, at) => facts.forEach((fact) => {
      const key = keyOf(fact);
      rows[key] = rows[key] || { part: fact.part, code: fact.code, year: fact.year, label: fact.name || fact.label, facts: ids.map(() => null) };
      if (!rows[key].facts[at]) rows[key].facts[at] = fact;
    }));
    const all = Object.keys(rows).map((key) => rows[key]);
    // A target that nobody set is missing; a field that a kind does not have does not apply.
    all.filter((row) => row.part === "targets" || row.part === "figures").forEach((row) => {
      row.facts = row.facts.map((fact) => fact || { label: row.label, value: room.text("not_stated"), missing: true, evidence: "missing", cited: -1, number: null, same: "missing", basis: "" });
    });
    all.forEach((row) => {
      const given = row.facts.filter((fact) => fact && !fact.missing);
      row.missing = given.length === 0;
      row.equal = !row.missing && row.facts.every((fact) => fact && fact.same === row.facts[0].same);
      row.single = (row.part === "targets" || row.part === "figures") && given.length === 1;
      row.differs = !row.missing && !row.equal && !row.single;
    });
    return PARTS.map((part) => all.filter((row) => row.part === part)).reduce((one, other) => one.concat(other), []);
  };

  function titled(row) {
    return row.year ? room.text("name_and_year", { name: row.label, year: row.year }) : row.label;
  }

  // The sum of a line, where all have a number and sums mean something.
  function total(row) {
    const numbers = row.facts.map((fact) => (fact && typeof fact.number === "number" ? fact.number : null));
    if (room.data.summed.indexOf(row.code) < 0 || numbers.some((number) => number === null)) return null;
    const sum = Number(numbers.reduce((one, other) => one + other, 0).toPrecision(10));
    return numbers.join(" + ") + " = " + sum;
  }

  room.drawComparison = function (box) {
    const ids = room.state.compare;
    room.write(room.node("h2", "", box), room.text("compare_title"));
    if (ids.length < 2) return room.named("p", "", room.text("pack_compare_none"), box);
    const rows = room.compareRows(ids);
    same(box, rows.filter((row) => row.equal), ids);
    room.write(room.node("h3", "", box), room.text("compare_differs"));
    const differing = rows.filter((row) => row.differs);
    if (!differing.length) room.write(room.node("p", "", box), room.text("compare_nothing_differs"));
    else table(box, differing, ids);
    differing.forEach((row) => {
      const sum = total(row);
      if (!sum) return;
      const line = room.node("p", "sum", box);
      room.named("span", "", room.text("compare_sum", { name: row.label, count: row.facts.length }) + " " + sum + " ", line);
      room.write(room.node("span", "proof", line), room.markOf("derived") + " " + room.text("evidence_derived"));
    });
    ids.forEach((id, at) => {
      const own = rows.filter((row) => row.single && !row.facts[at].missing);
      if (!own.length) return;
      const fold = room.node("details", "single", box);
      room.named("summary", "", room.text("compare_single", { name: room.name(room.find(id)), count: own.length }), fold);
      own.forEach((row) => room.fact(row.facts[at], fold));
    });
    const missing = rows.filter((row) => row.missing).map((row) => row.label);
    if (missing.length) room.named("p", "note", room.text("compare_missing", { names: missing.join(room.text("enumeration")) }), box);
    return box;
  };

  function same(box, rows, ids) {
    if (!rows.length) return;
    const goals = rows.filter((row) => row.part === "targets");
    room.write(room.node("h3", "", box), room.text("compare_same", { count: ids.length }));
    if (goals.length) room.named("p", "", room.counted("compare_same_targets", goals.length) + goals.map((row) => row.label).join(room.text("enumeration")), box);
    const facts = room.node("div", "facts", box);
    goals.concat(rows.filter((row) => row.part !== "targets")).forEach((row) => room.fact(Object.assign({}, row.facts[0], { label: titled(row) }), facts));
  }

  // Subjects as rows where they are many: a hall reads down, and nothing has to scroll aside.
  function table(box, rows, ids) {
    const frame = room.node("div", "scroll", box);
    frame.tabIndex = 0;
    const node = room.node("table", "compared", frame);
    const head = room.node("tr", "", room.node("thead", "", node));
    room.write(room.node("th", "", head), room.text("compare_item"));
    ids.forEach((id) => {
      const cell = room.node("th", "", head);
      room.named("span", "name", room.name(room.find(id)), cell);
      const off = room.node("button", "off", cell);
      off.type = "button";
      room.write(off, "×");
      off.setAttribute("aria-label", room.text("compare_remove"));
      off.addEventListener("click", () => room.compareToggle(id));
    });
    const body = room.node("tbody", "", node);
    rows.forEach((row) => {
      const line = room.node("tr", "", body);
      room.named("th", "", titled(row), line);
      row.facts.forEach((fact) => {
        const cell = room.node("td", fact ? "" : "is-none", line);
        if (!fact) return room.write(cell, "–");
        room.value(fact, cell);
        return room.proof(fact, cell, () => cell);
      });
    });
  }
})();
