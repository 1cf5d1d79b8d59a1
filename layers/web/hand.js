// The pointer: what lies under it, the tooltip that names it, and what a click chooses.
(function () {
  "use strict";

  let tip = null;
  let tipName = null;
  let tipKind = null;

  // The id under a Leaflet mouse event. Marks lie on top; below, an element of ours says who it is.
  function under(event) {
    const target = event.originalEvent.target;
    const held = target.closest ? target.closest("[data-id]") : null;
    if (held && held.dataset.badge) return { id: held.dataset.id, badge: true };
    const mark = atlas.carriers.hit(atlas.map.project(event.latlng));
    if (mark) return { id: mark };
    const group = atlas.carriers.groupAt(atlas.map.project(event.latlng));
    if (group) return { id: "", group: group };
    return { id: held ? held.dataset.id : "" };
  }

  function canChoose(id) {
    const thing = atlas.find(id);
    return Boolean(thing) && thing.layer !== "reference";
  }

  function point(event) {
    if (atlas.tool) return hideTip();
    const found = under(event);
    const thing = found.id ? atlas.find(found.id) : null;
    atlas.map.getContainer().classList.toggle("is-over", canChoose(found.id) || Boolean(found.group));
    if (found.group) tell(event.containerPoint, atlas.groupText(found.group), "");
    else if (thing) showTip(event.containerPoint, thing, found.badge);
    else hideTip();
    const id = canChoose(found.id) ? found.id : "";
    if (id === atlas.state.hover) return;
    atlas.hover(id);
    atlas.send("hover", { id: id });
  }

  function leave() {
    hideTip();
    if (!atlas.state.hover) return;
    atlas.hover("");
    atlas.send("hover", { id: "" });
  }

  function showTip(at, thing, badge) {
    // The county's own name stands on the map already.
    if (thing.layer === "counties" && !badge) return hideTip();
    tell(at, badge ? atlas.badgeText(thing.id) : atlas.name(thing), badge ? "" : atlas.kindText(thing));
  }

  function tell(at, name, kind) {
    atlas.write(tipName, name);
    atlas.write(tipKind, kind);
    tip.classList.add("is-open");
    const size = atlas.map.getSize();
    const x = at.x + 14 + tip.offsetWidth > size.x ? at.x - 14 - tip.offsetWidth : at.x + 14;
    const y = at.y + 16 + tip.offsetHeight > size.y ? at.y - 12 - tip.offsetHeight : at.y + 16;
    L.DomUtil.setPosition(tip, L.point(Math.max(4, x), Math.max(4, y)).round());
  }

  // What kind of thing it is, and for a carrier how well its place is known.
  atlas.kindText = function (thing) {
    if (thing.kind !== "carrier") return atlas.text("kind_" + thing.kind);
    return atlas.text(thing.list === "plan" ? "kind_carrier" : "kind_body") + " · " + atlas.text("grade_" + (thing.grade || "d").toLowerCase());
  };

  function hideTip() {
    if (tip) tip.classList.remove("is-open");
  }

  atlas.choose = function (id) {
    atlas.send("choose", { id: id });
  };

  atlas.when("begin", () => {
    tip = atlas.element("div", "atlas-tip", atlas.map.getContainer());
    tip.setAttribute("aria-hidden", "true");
    tipName = atlas.element("div", "atlas-tip-name", tip);
    tipKind = atlas.element("div", "atlas-tip-kind", tip);
  });

  atlas.when("drawn", () => {
    atlas.map.on("mousemove", point);
    atlas.map.on("mouseout", leave);
    atlas.map.on("dragstart zoomstart", hideTip);
    // A click on nothing lets go of what was chosen.
    atlas.map.on("click", (event) => {
      if (atlas.tool) return;
      const found = under(event);
      if (found.group) atlas.openGroup(found.group, event.containerPoint);
      else atlas.choose(canChoose(found.id) ? found.id : "");
    });
  });
  atlas.when("language", hideTip);
  atlas.when("named", () => {
    const thing = atlas.state.hover && atlas.carriers.find(atlas.state.hover);
    if (thing && tip.classList.contains("is-open")) atlas.write(tipName, atlas.name(thing));
  });
})();
