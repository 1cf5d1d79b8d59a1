// The title block: number, title, what is shown, and what every picture of this map must say. It stands beside the map and never on it.
(function () {
  "use strict";

  const LONG = 68; // letters of a title, of which a Chinese one counts two; a longer one is set smaller
  const parts = {};

  room.when("build", () => {
    const plate = document.getElementById("plate");
    const place = room.node("div", "place", plate);
    parts.number = room.node("span", "number", place);
    parts.of = room.node("span", "of", place);
    const words = room.node("div", "words", plate);
    parts.title = room.named("h1", "", "", words);
    parts.sentence = room.named("p", "sentence", "", words);
    parts.gone = room.named("p", "gone", "", words);
    const back = room.node("button", "act return", words);
    back.type = "button";
    parts.back = back;
    back.addEventListener("click", () => room.returnToScene());
    const notice = room.node("div", "notice", plate);
    parts.review = room.node("p", "", notice);
    parts.sources = room.node("p", "", notice);
    const buttons = room.node("div", "steps", plate);
    [["previous", "‹"], ["next", "›"], ["menu", "⋯"]].forEach((pair) => {
      const button = room.write(room.node("button", "step is-" + pair[0], buttons), pair[1]);
      button.type = "button";
      const say = () => button.setAttribute("aria-label", room.text("pack_" + pair[0]));
      say();
      room.when("language", say);
      button.addEventListener("click", () => (pair[0] === "menu" ? room.menu() : room.step(pair[0] === "next" ? 1 : -1)));
    });
    fill();
  });

  room.titleOf = function (scene, part) {
    return scene[(part || "title") + "_" + room.lang] || scene[(part || "title") + "_zh"] || scene[(part || "title") + "_en"] || "";
  };

  function fill() {
    if (!parts.title || !room.scene()) return;
    const scene = room.scene();
    const title = room.titleOf(room.presenting ? scene : room.presentation) || room.text("title");
    room.write(parts.number, String(room.at + 1));
    room.write(parts.of, String(room.scenes.length));
    room.write(parts.title, title);
    parts.title.classList.toggle("is-long", title.replace(/[\u2e80-\uffff]/g, "xx").length > LONG);
    const plain = scene.face === "opening" || scene.face === "closing" || scene.face === "indicators";
    room.write(parts.sentence, plain && room.presenting && !room.strayed ? room.titleOf(room.presentation) : room.sentence());
    const gone = room.strayed ? [] : room.gone;
    room.write(parts.gone, gone.length ? room.text("pack_gone", { names: gone.join(", ") }) : "");
    parts.gone.hidden = !gone.length;
    room.write(parts.back, "⌫ " + room.text("pack_return", { n: room.at + 1 }));
    parts.back.hidden = !room.strayed;
    room.write(parts.review, room.text("map_map_review"));
    room.write(parts.sources, room.text("map_attribution"));
  }

  room.when("selection", fill);
  room.when("scene", fill);
  room.when("presenting", fill);
  room.when("strayed-changed", fill);
})();
