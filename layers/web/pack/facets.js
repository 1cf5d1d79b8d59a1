// The filters: the search line and four checklists, with what each option would give.
(function () {
  "use strict";

  const TYPING_MS = 120;
  let input = null;
  let lists = null;
  let timer = 0;

  room.when("build", () => {
    const box = document.getElementById("facets");
    input = room.node("input", "query", box);
    input.type = "search";
    input.maxLength = 60;
    input.autocomplete = "off";
    input.spellcheck = false;
    input.dir = "auto";
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, TYPING_MS);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        ask();
        input.blur();
      } else if (event.key === "Escape") {
        if (input.value) {
          input.value = "";
          ask();
        } else input.blur();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    const fold = room.node("details", "filters", box);
    const head = room.node("summary", "", fold);
    const say = () => {
      room.write(head, room.text("pack_filters"));
      input.placeholder = room.text("pack_search");
      input.setAttribute("aria-label", room.text("pack_search"));
    };
    say();
    room.when("language", say);
    fold.open = window.innerWidth >= 900;
    room.foldFilters = (open) => (fold.open = open);
    lists = room.node("div", "lists", fold);
    room.button("pack_clear", () => {
      input.value = "";
      room.change({ unit: [], industry: [], kind: [], list: [], q: "", near: "", within: "" });
    }, box, "act clear");
    draw();
  });

  // A question from the hall is about the whole city, not about what the scene happens to show.
  let afresh = false;

  function ask() {
    clearTimeout(timer);
    const words = room.clean(input.value);
    if (words === room.state.q) return;
    room.change(afresh ? Object.assign(room.nothing(), { q: words }) : { q: words });
    afresh = false;
  }

  room.seek = function () {
    afresh = room.presenting && room.query(room.state) === room.query(room.parse(room.scene().query));
    room.say("seek");
    input.focus();
    input.select();
  };

  function draw() {
    if (!lists) return;
    const here = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.option : "";
    room.empty(lists);
    room.data.facets.forEach((facet) => {
      const counts = room.optionCounts(facet.field);
      const set = room.node("fieldset", "facet", lists);
      room.write(room.node("legend", "", set), room.text("facet_" + facet.field));
      facet.options.forEach((option) => {
        const on = room.state[facet.field].indexOf(option.code) >= 0;
        const label = room.node("label", "option" + (on ? " is-on" : "") + (counts[option.code] ? "" : " is-empty"), set);
        const check = room.node("input", "", label);
        check.type = "checkbox";
        check.checked = on;
        check.dataset.option = facet.field + " " + option.code;
        check.addEventListener("change", () => toggle(facet.field, option.code, check.checked));
        room.named("span", "name", option[room.lang], label);
        room.write(room.node("span", "count", label), String(counts[option.code] || 0));
        if (check.dataset.option === here) check.focus();
      });
    });
    if (document.activeElement !== input && input.value !== room.state.q) input.value = room.state.q;
    document.querySelector("#facets .clear").hidden = !room.restricts(room.state);
  }

  function toggle(field, code, on) {
    const facet = room.data.facets.filter((one) => one.field === field)[0];
    const codes = facet.options.map((option) => option.code).filter((other) => (other === code ? on : room.state[field].indexOf(other) >= 0));
    const part = {};
    part[field] = field === "list" ? codes.sort() : codes;
    room.change(part);
  }

  room.when("selection", draw);
})();
