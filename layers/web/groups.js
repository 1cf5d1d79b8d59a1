// Counted groups: one mark for several carriers that would hide one another, with their number. A click opens a group: nearer
// where that parts its members, else as a list of their names.
(function () {
  "use strict";

  const LISTED = 20; // so many are listed rather than zoomed to
  const MOST = 200; // rows of a list; the page's own list has search and all of them
  const AIR = 60; // pixels around the members when the map flies to them
  const THOUSANDS = 10000; // from here on a number is written in thousands; the tooltip has it in full

  let list = null;
  let heading = null;
  let rows = null;
  let opener = null; // what had the focus before

  atlas.groupRadius = function (count) {
    return (count < 2 ? 4 : 8 + 2.4 * Math.log10(count)) * atlas.typeScale();
  };

  atlas.paintGroup = function (context, group, dot) {
    // Light, with a dark edge like the badges: a field of them must leave the plan's figures to be seen.
    const alone = group.count < 2;
    dot(context, group.x, group.y, group.r, { colour: atlas.colour(alone ? "body" : "panel"), rim: 1.2 });
    if (alone) return;
    context.lineWidth = 1.2;
    context.strokeStyle = atlas.colour("carrier");
    context.stroke();
    context.fillStyle = atlas.colour("carrier");
    context.font = "600 " + (group.count < 100 ? 11 : 10) * atlas.typeScale() + "px " + atlas.symbology.font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(short(group.count), group.x, group.y + 0.5);
  };

  function short(count) {
    return count < THOUSANDS ? String(count) : Math.round(count / 1000) + "k";
  }

  atlas.groupText = function (group) {
    return atlas.text("group_tip", { n: group.count.toLocaleString("en-US") });
  };

  // Open a group at a click: the only one it shows is chosen at once.
  atlas.openGroup = function (group, point) {
    const ids = atlas.carriers.members(group);
    if (ids.length === 1) return atlas.choose(ids[0]);
    const bounds = L.latLngBounds(ids.slice(0, 5000).map((id) => atlas.carriers.find(id).at));
    const nearest = atlas.map.getMaxZoom();
    const zoom = Math.min(nearest, Math.max(atlas.map.getZoom() + 1, atlas.map.getBoundsZoom(bounds, false, L.point(AIR, AIR))));
    const apart = bounds.getNorthWest().distanceTo(bounds.getSouthEast()) > 20;
    if (ids.length <= LISTED || !apart || atlas.map.getZoom() >= nearest - 0.05) return show(ids, point);
    return atlas.flyTo(bounds.getCenter(), zoom);
  };

  function show(ids, point) {
    opener = document.activeElement;
    atlas.write(heading, atlas.text("group_title", { n: ids.length.toLocaleString("en-US") }));
    while (rows.firstChild) rows.removeChild(rows.firstChild);
    ids.slice(0, MOST).forEach(addRow);
    if (ids.length > MOST) atlas.write(atlas.element("li", "atlas-list-rest", rows), atlas.text("group_rest", { n: ids.length - MOST }));
    list.classList.add("is-open");
    const size = atlas.map.getSize();
    const x = Math.max(8, Math.min(point.x + 12, size.x - list.offsetWidth - 8));
    const y = Math.max(8, Math.min(point.y + 12, size.y - list.offsetHeight - 8));
    L.DomUtil.setPosition(list, L.point(x, y).round());
    rows.querySelector("button").focus({ preventScroll: true });
  }

  function addRow(id) {
    const button = atlas.element("button", "atlas-list-row", atlas.element("li", "", rows));
    button.type = "button";
    button.dataset.of = id;
    atlas.write(button, atlas.name(atlas.carriers.find(id)));
    const point = (on) => () => {
      atlas.hover(on ? id : "");
      atlas.send("hover", { id: on ? id : "" });
    };
    button.addEventListener("focus", point(true));
    button.addEventListener("mouseenter", point(true));
    button.addEventListener("mouseleave", point(false));
    button.addEventListener("click", () => {
      hide();
      atlas.choose(id);
    });
  }

  function hide() {
    if (!list || !list.classList.contains("is-open")) return;
    list.classList.remove("is-open");
    atlas.hover("");
    if (opener && opener.focus && list.contains(document.activeElement)) opener.focus({ preventScroll: true });
  }

  function key(event) {
    const buttons = Array.prototype.slice.call(rows.querySelectorAll("button"));
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation(); // Leaflet would move the map, Esc would let go of what is chosen
    if (event.key === "Escape") hide();
    else if (step && buttons.length) buttons[(here + step + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
  }

  atlas.when("draw", () => {
    list = atlas.element("section", "atlas-list", atlas.map.getContainer());
    list.setAttribute("role", "dialog");
    L.DomEvent.disableClickPropagation(list);
    L.DomEvent.disableScrollPropagation(list);
    heading = atlas.element("h2", "atlas-list-title", list);
    heading.id = "atlas-list-title";
    list.setAttribute("aria-labelledby", heading.id);
    rows = atlas.element("ul", "", list);
    list.addEventListener("keydown", key);
    atlas.map.on("movestart zoomstart click", hide);
  });
  ["select", "language", "layers"].forEach((step) => atlas.when(step, hide));
  atlas.when("named", () => {
    rows.querySelectorAll("button").forEach((button) => atlas.write(button, atlas.name(atlas.carriers.find(button.dataset.of))));
  });
})();
