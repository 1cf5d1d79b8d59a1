// The speaker's window: notes, this scene and the next, the clock. It is a blank window that this page writes into and
// listens to, so it works from a file too, and its keys are this page's keys.

import { el, empty, named, say } from "../base/dom.js";
import { keep } from "./kept.js";
import { tell } from "./notice.js";
import { announce, room, sceneNow, t, titleOf, whenRoom } from "./room.js";
import { roomButton } from "./room_panels.js";
import { stepBy, windowOpens } from "./stage.js";

const TICK_MS = 500;
/** @type {Window | null} */
let other = null;
/** @type {Record<"clock" | "elapsed" | "place" | "now" | "notes" | "next", HTMLElement>} */
let lines;
let began = 0;
let ticking = 0;

function isOpen() {
  return other !== null && !other.closed;
}

export function openSpeaker() {
  if (other && !other.closed) {
    other.focus();
    return;
  }
  windowOpens();
  other = window.open("", "g60-speaker", "popup,width=960,height=680");
  if (!other) {
    tell(t("pack_speaker_blocked"));
    return;
  }
  began = began || Date.now();
  buildSpeaker();
  clearInterval(ticking);
  ticking = setInterval(tick, TICK_MS);
  tick();
}

/** @param {string} name */
function clockLine(name) {
  const digits = el("span", { class: "digits" });
  return {
    digits,
    node: el("p", { class: "clock" }, el("span", { class: "label" }, t(`pack_speaker_${name}`)), digits),
  };
}

function buildSpeaker() {
  if (!other) return;
  const doc = other.document;
  const style = doc.createElement("style");
  style.textContent = (document.querySelector("style") || document.body).textContent;
  empty(doc.head).appendChild(style);
  doc.title = t("pack_speaker_title");
  doc.documentElement.lang = document.documentElement.lang;
  doc.body.className = "speaker";
  const [clock, elapsed] = [clockLine("clock"), clockLine("elapsed")];
  const place = el("p", { class: "place" });
  const [now, notes, next] = [named("h1", "", ""), named("div", "notes", ""), named("p", "next", "")];
  lines = { clock: clock.digits, elapsed: elapsed.digits, place, now, notes, next };
  const back = roomButton("pack_previous", () => stepBy(-1));
  const forth = roomButton("pack_next", () => stepBy(1), "act is-main");
  const steps = el("p", { class: "acts" }, back, forth);
  empty(doc.body).append(
    el("header", {}, clock.node, elapsed.node, place, steps),
    el("h3", {}, t("pack_speaker_now")),
    now,
    notes,
    el("h3", {}, t("pack_speaker_next")),
    next,
  );
  doc.defaultView && doc.defaultView.addEventListener("keydown", (event) => announce("key", event));
  colourSpeaker();
  fillSpeaker();
}

function colourSpeaker() {
  if (!other || !isOpen()) return;
  const root = other.document.documentElement;
  root.style.cssText = document.documentElement.style.cssText;
  root.style.setProperty("--u", "16px");
}

/** @param {number} number */
function two(number) {
  return (number < 10 ? "0" : "") + number;
}

function tick() {
  if (!isOpen()) {
    clearInterval(ticking);
    return;
  }
  const now = new Date();
  const seconds = Math.floor((now.getTime() - began) / 1000);
  say(lines.clock, `${two(now.getHours())}:${two(now.getMinutes())}`);
  say(lines.elapsed, `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`);
}

function fillSpeaker() {
  if (!isOpen()) return;
  const next = room.scenes[room.at + 1];
  say(lines.place, `${room.at + 1} / ${room.scenes.length}`);
  say(lines.now, titleOf(sceneNow()));
  say(lines.notes, titleOf(sceneNow(), "notes") || t("pack_speaker_no_notes"));
  say(lines.next, next ? titleOf(next) : t("pack_speaker_last"));
}

whenRoom("scene", fillSpeaker);
whenRoom("theme", colourSpeaker);
whenRoom("language", () => isOpen() && buildSpeaker());
whenRoom("presenting", () => {
  // "Since this browser last presented" leads back to the version that was presented; a pack is a file of its own.
  if (room.presenting && room.asked.back) keep("g60.presented", String(room.held.data.version));
});
whenRoom("presenting", () => (began = room.presenting ? Date.now() : 0));
window.addEventListener("pagehide", () => other && other.close());
