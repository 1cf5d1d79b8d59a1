// The page around the map: its head, its panels, and the menu of tools.

import { el, fillOptions, named, say, set } from "../base/dom.js";
import { closeAside, seek } from "./aside.js";
import { openBoard } from "./board.js";
import { startKiosk } from "./kiosk.js";
import { toggleInk, toggleSpotlight } from "./pointing.js";
import { announce, dress, inBothTongues, room, speak, t, themeOptions, titleOf, whenRoom } from "./room.js";
import { roomButton } from "./room_panels.js";
import { noteDecision } from "./slip.js";
import { openSpeaker } from "./speaker.js";
import { end, showScene, start } from "./stage.js";

/** @type {HTMLElement | null} */
let menu = null;

export function buildRoom() {
  const page = /** @type {HTMLElement} */ (document.getElementById("room"));
  page.hidden = false;
  const shut = roomButton("pack_close", closeAside, "act shut");
  const side = [shut, el("section", { id: "facets" }), el("section", { id: "results", "data-scrolls-results": true })];
  page.append(
    headNode(),
    el("aside", { id: "side" }, ...side),
    el("div", { id: "sheet" }, el("div", { id: "map" })),
    el("main", { id: "board", hidden: true }),
    el("footer", { id: "plate" }),
  );
  document.body.className = "is-browsing";
  announce("build");
}

function headNode() {
  const title = named("h1", "", "");
  const scenes = el("select", { class: "scenes", onchange: () => showScene(Number(scenes.value)) });
  inBothTongues(() => {
    document.title = String(say(title, titleOf(room.presentation) || t("title")).textContent);
    const options = room.scenes.map(
      (scene, n) => /** @type {[string, string]} */ ([String(n), `${n + 1}  ${titleOf(scene)}`]),
    );
    fillOptions(scenes, options, String(room.at));
    set(scenes, { "aria-label": t("pack_scenes") });
  });
  whenRoom("scene", () => (scenes.value = String(room.at)));
  const boards = ["compare", "indicators", "decisions"].map((face) =>
    roomButton(`pack_${face}`, () => openBoard(face)),
  );
  const print = roomButton("pack_print", () => window.print());
  const acts = el("nav", { class: "acts" }, ...boards, print, ...lookNodes());
  return el("header", { id: "head" }, title, roomButton("pack_start", start, "act is-main start"), scenes, acts);
}

/** Themes as a list, the other language as a button. */
function lookNodes() {
  const choose = () => {
    dress(themes.value);
    themes.blur();
  };
  const themes = el("select", { class: "themes", onchange: choose });
  const fill = () => {
    fillOptions(themes, themeOptions(), room.theme);
    set(themes, { "aria-label": t("theme_title") });
  };
  inBothTongues(fill);
  whenRoom("theme", fill);
  const otherTongue = () => (room.lang === "zh" ? "en" : "zh");
  const other = el("button", { type: "button", class: "act language", onclick: () => speak(otherTongue()) });
  inBothTongues(() => say(other, room.held.data.words[otherTongue()].language_name));
  return [themes, other];
}

// ---- the menu ----

/** Closes the menu; whether it was open. */
export function closeMenu() {
  const was = Boolean(menu);
  if (menu) menu.remove();
  menu = null;
  return was;
}

/** @param {string} code @param {() => void} act */
function menuItem(code, act) {
  return roomButton(code, () => {
    closeMenu();
    act();
  });
}

export function openMenu() {
  if (closeMenu()) return;
  const label = t("pack_kiosk_seconds");
  const seconds = el("input", { type: "number", min: 2, max: 3600, value: 15, "aria-label": label });
  menu = el(
    "section",
    { class: "menu" },
    menuItem("pack_filters", seek),
    ...["compare", "indicators", "evaluation", "tasks", "decisions"].map((face) =>
      menuItem(`pack_${face}`, () => openBoard(face)),
    ),
    menuItem("pack_note_decision", noteDecision),
    menuItem("pack_speaker", openSpeaker),
    menuItem("pack_spotlight", toggleSpotlight),
    menuItem("pack_ink", toggleInk),
    el(
      "p",
      { class: "kiosk" },
      seconds,
      menuItem("pack_kiosk", () => startKiosk(seconds.value)),
    ),
    el("p", { class: "looks" }, ...lookNodes()),
    menuItem("pack_leave", end),
    el("p", { class: "keys" }, t("pack_keys")),
  );
  document.body.append(menu);
}
