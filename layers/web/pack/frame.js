// The page around the map: its head, its panels, and the menu of tools.
(function () {
  "use strict";

  const THEMES = ["day", "dark", "projector", "print"];
  let menu = null;
  let told = null;
  let timer = 0;

  room.build = function () {
    const page = document.getElementById("room");
    page.hidden = false;
    head(room.node("header", "", page));
    const side = room.node("aside", "", page);
    side.id = "side";
    const shut = room.button("pack_close", room.closeAside, side, "act shut");
    shut.setAttribute("data-shut", "");
    room.node("section", "", side).id = "facets";
    room.node("section", "", side).id = "results";
    const sheet = room.node("div", "", page);
    sheet.id = "sheet";
    room.node("div", "", sheet).id = "map";
    const board = room.node("main", "", page);
    board.id = "board";
    board.hidden = true;
    room.node("footer", "", page).id = "plate";
    told = room.node("div", "told", document.body);
    told.setAttribute("role", "status");
    told.hidden = true;
    document.body.className = "is-browsing";
    room.say("build");
  };

  function head(bar) {
    bar.id = "head";
    const title = room.named("h1", "", "", bar);
    const name = () => {
      room.write(title, room.titleOf(room.presentation) || room.text("title"));
      document.title = title.textContent;
    };
    name();
    room.when("language", name);
    room.button("pack_start", room.start, bar, "act is-main start");
    const scenes = room.node("select", "scenes", bar);
    const fill = () => {
      room.empty(scenes);
      room.scenes.forEach((scene, n) => {
        const option = room.node("option", "", scenes);
        option.value = String(n);
        room.write(option, n + 1 + "  " + room.titleOf(scene));
      });
      scenes.value = String(room.at);
      scenes.setAttribute("aria-label", room.text("pack_scenes"));
    };
    fill();
    room.when("language", fill);
    room.when("scene", () => (scenes.value = String(room.at)));
    scenes.addEventListener("change", () => room.show(Number(scenes.value)));
    const acts = room.node("nav", "acts", bar);
    ["compare", "indicators", "decisions"].forEach((face) => room.button("pack_" + face, () => room.openBoard(face), acts));
    room.button("pack_print", () => window.print(), acts);
    looks(acts);
  }

  // Themes as a list, the other language as a button.
  function looks(parent) {
    const themes = room.node("select", "themes", parent);
    const fill = () => {
      room.empty(themes);
      THEMES.forEach((theme) => {
        const option = room.write(room.node("option", "", themes), room.text("theme_" + theme));
        option.value = theme;
      });
      themes.value = room.theme;
      themes.setAttribute("aria-label", room.text("theme_title"));
    };
    fill();
    room.when("language", fill);
    room.when("theme", fill);
    themes.addEventListener("change", () => {
      room.dress(themes.value);
      themes.blur();
    });
    const other = room.node("button", "act language", parent);
    other.type = "button";
    const say = () => room.write(other, room.data.words[room.lang === "zh" ? "en" : "zh"].language_name);
    say();
    room.when("language", say);
    other.addEventListener("click", () => room.speak(room.lang === "zh" ? "en" : "zh"));
  }

  // ---- the panel beside a scene ----

  room.openAside = function () {
    if (!room.presenting) return;
    const at = room.state.focus ? whereOnScreen(room.state.focus) : 0;
    document.body.classList.add("has-aside");
    document.body.classList.toggle("is-left", at > window.innerWidth / 2);
    room.foldFilters(false); // what was found is seen first
  };

  function whereOnScreen(id) {
    const bounds = room.boundsOf([id]);
    return bounds.isValid() ? atlas.map.latLngToContainerPoint(bounds.getCenter()).x : 0;
  }

  room.closeAside = function () {
    const was = document.body.classList.contains("has-aside");
    document.body.classList.remove("has-aside");
    if (was && document.activeElement) document.activeElement.blur();
    return was;
  };

  room.when("seek", () => {
    if (room.presenting && room.state.focus) room.change({ focus: "" });
    room.openAside();
  });
  room.when("chosen", () => (room.state.focus ? room.openAside() : 0));

  // ---- the menu ----

  room.closeMenu = function () {
    if (!menu) return false;
    menu.remove();
    menu = null;
    return true;
  };

  room.menu = function () {
    if (room.closeMenu()) return;
    menu = room.node("section", "menu", document.body);
    const item = (key, act) => room.button(key, () => {
      room.closeMenu();
      act();
    }, menu);
    item("pack_filters", room.seek);
    item("pack_compare", () => room.openBoard("compare"));
    item("pack_indicators", () => room.openBoard("indicators"));
    item("pack_decisions", () => room.openBoard("decisions"));
    item("pack_note_decision", room.noteDecision);
    item("pack_speaker", room.openSpeaker);
    item("pack_spotlight", () => room.toggleSpotlight());
    item("pack_ink", () => room.toggleInk());
    const kiosk = room.node("p", "kiosk", menu);
    const seconds = room.node("input", "", kiosk);
    seconds.type = "number";
    seconds.min = "2";
    seconds.max = "3600";
    seconds.value = "15";
    seconds.setAttribute("aria-label", room.text("pack_kiosk_seconds"));
    room.button("pack_kiosk", () => {
      room.closeMenu();
      room.kiosk(seconds.value);
    }, kiosk);
    looks(room.node("p", "looks", menu));
    item("pack_leave", room.end);
    room.write(room.node("p", "keys", menu), room.text("pack_keys"));
  };

  // A word in passing; "" takes it away.
  room.tell = function (words) {
    clearTimeout(timer);
    room.write(told, words);
    told.hidden = !words;
    if (words) timer = setTimeout(() => (told.hidden = true), 4000);
  };
})();
