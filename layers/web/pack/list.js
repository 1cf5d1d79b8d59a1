// What is shown, as rows under their kinds; a row opens the card.
(function () {
  "use strict";

  const MOST = 400; // rows of a group; more are counted
  const KINDS = ["corridor", "core_area", "high_tech_zone", "lake_district"];

  // A row: the mark of its kind, its name, and its unit with its industries below.
  room.row = function (id, parent, sub) {
    const one = room.find(id);
    const row = room.node("button", "row", parent);
    row.type = "button";
    row.dataset.id = id;
    room.node("span", "mark is-" + (one.kind ? room.kindOf(one) : "county"), row);
    const words = room.node("span", "words", row);
    room.named("span", "name", room.name(one), words);
    const below = [sub, unitOf(one), industriesOf(one)].filter(Boolean).join(" · ");
    if (below) room.named("span", "sub", below, words);
    row.addEventListener("click", () => room.choose(id));
    row.addEventListener("mouseenter", () => atlas.hover(id));
    row.addEventListener("mouseleave", () => atlas.hover(""));
    return row;
  };

  function option(field, code) {
    const facet = room.data.facets.filter((one) => one.field === field)[0];
    const found = facet.options.filter((one) => one.code === code)[0];
    return found ? found[room.lang] : "";
  }

  function unitOf(one) {
    const name = one.unit ? option("unit", one.unit) : "";
    return name && one.inferred ? name + room.text("inferred_mark") : name;
  }

  function industriesOf(one) {
    return (one.industries || []).map((code) => option("industry", code)).join(room.text("comma"));
  }

  room.drawList = function (box) {
    room.named("p", "sentence", room.sentence(), box);
    const shown = room.entities.filter((one, i) => room.mask[i]);
    const groups = KINDS.map((kind) => [room.text("kind_" + kind), shown.filter((one) => one.kind === kind)]);
    room.data.facets.filter((facet) => facet.field === "list")[0].options.forEach((list) => {
      groups.push([list[room.lang], shown.filter((one) => one.list === list.code)]);
    });
    groups.filter((group) => group[1].length).forEach((group) => {
      const section = room.node("section", "group", box);
      const head = room.node("h3", "", section);
      room.named("span", "", group[0], head);
      room.write(room.node("span", "count", head), String(group[1].length));
      group[1].slice(0, MOST).forEach((one) => room.row(one.id, section));
      if (group[1].length > MOST) room.write(room.node("p", "rest", section), "… " + (group[1].length - MOST));
    });
  };
})();
