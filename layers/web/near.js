// The tool "within so many kilometres": around the chosen thing, or around a place that is clicked.
(function () {
  "use strict";

  const CHOICES = [1, 2, 5, 10, 20]; // km
  const USUAL = 5;
  let km = USUAL;

  const tool = atlas.addTool({
    name: "near",
    icon: "M8 1.8A6.2 6.2 0 1 1 7.99 1.8ZM8 7.6A0.4 0.4 0 1 1 7.99 7.6ZM8 8H13.6M11.8 6.4L13.6 8L11.8 9.6",
    begin: () => {
      const near = atlas.near();
      km = near ? near.km : USUAL;
      if (!near) start();
      mark();
    },
    end: () => {},
    click: (at, id) => {
      const carrier = id ? atlas.carriers.find(id) : null;
      atlas.plateRefuses("");
      atlas.askNear({ centre: carrier && carrier.at ? carrier.at : at, km: km });
    },
    choices: (box) => {
      CHOICES.forEach((choice) => {
        const button = atlas.write(atlas.element("button", "atlas-plate-choice", box), atlas.text("scale_km", { n: choice }));
        button.type = "button";
        button.dataset.km = choice;
        button.addEventListener("click", () => choose(choice));
      });
      mark();
    },
  });

  // From the chosen thing at once, if its place is known.
  function start() {
    const thing = atlas.state.focus ? atlas.find(atlas.state.focus) : null;
    if (!thing || thing.layer === "counties") return;
    const centre = thing.kind === "carrier" ? thing.at : thing.label && atlas.latLng(thing.label);
    if (centre) atlas.askNear({ centre: centre, km: km });
    else atlas.plateRefuses("near_no_place", () => ({ name: atlas.name(thing) }));
  }

  function choose(choice) {
    km = choice;
    const near = atlas.near();
    if (near) atlas.askNear({ centre: near.centre, km: km });
    else mark();
  }

  function mark() {
    const near = atlas.near();
    if (near) km = near.km;
    atlas.map.getContainer().querySelectorAll(".atlas-plate-choice").forEach((button) => {
      button.setAttribute("aria-pressed", String(Number(button.dataset.km) === km));
    });
  }

  atlas.when("around", () => atlas.tool === tool && mark());
})();
