// The one sentence that says what is shown, as g60/summary.py has it.
(function () {
  "use strict";

  const SPOKEN = ["carrier", "high_tech_zone", "lake_district", "core_area", "corridor", "other_carrier"];
  const SAME_PLACE_M = 20;

  room.kindOf = (one) => (one.kind === "carrier" && one.list !== "plan" ? "other_carrier" : one.kind);

  room.counted = function (key, count) {
    const one = key + "_one";
    return room.text(count === 1 && one in room.data.words[room.lang] ? one : key, { count: count.toLocaleString("en-US") });
  };

  function conditions() {
    const state = room.state;
    const groups = room.data.facets.map((facet) => {
      const names = facet.options.filter((option) => state[facet.field].indexOf(option.code) >= 0);
      const ordered = facet.field === "list" ? names.sort((a, b) => (a.code < b.code ? -1 : 1)) : names;
      return ordered.map((option) => option[room.lang]).join(room.text("or"));
    });
    if (state.q) groups.push(room.text("quoted", { words: state.q }));
    if (state.near) groups.push(near(state.near.split(",").map(Number)));
    if (state.within) groups.push(room.text("within_ring"));
    return groups.filter(Boolean).join(" · ") || room.text("whole_city");
  }

  function near(circle) {
    const centre = L.latLng(circle[1], circle[0]);
    const there = room.entities.filter((one) => one.at && atlas.geodesy.distance(centre, L.latLng(one.at[1], one.at[0])) <= SAME_PLACE_M);
    const chosen = there.filter((one) => one.id === room.state.focus)[0] || there[0];
    return chosen ? room.text("near_named", { name: room.name(chosen), km: circle[2] }) : room.text("near_point", { km: circle[2] });
  }

  room.sentence = function () {
    const groups = {};
    room.entities.forEach((one, i) => {
      if (room.mask[i]) (groups[room.kindOf(one)] = groups[room.kindOf(one)] || []).push(one);
    });
    const parts = SPOKEN.filter((kind) => groups[kind]).map((kind) => {
      const guessed = room.state.unit.length > 0 && groups[kind].every((one) => one.inferred);
      return room.counted("count_" + kind, groups[kind].length) + (guessed ? room.text("unit_inferred") : "");
    });
    const what = parts.join(room.text("enumeration")) || room.text("nothing_shown");
    return room.text("sentence", { where: conditions(), what: what + leftOut() });
  };

  function leftOut() {
    if (!room.state.near && !room.state.within) return "";
    const passing = room.passing(Object.assign({}, room.state, { near: "", within: "" }));
    const count = room.entities.filter((one, i) => passing[i] && !one.at).length;
    return count ? room.counted("left_out", count) : "";
  }
})();
