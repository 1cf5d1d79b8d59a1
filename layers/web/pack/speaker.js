// The speaker's window: notes, this scene and the next, the clock. It is a blank window that this page writes into and listens to,
// so it works from a file too, and its keys are this page's keys.
(function () {
  "use strict";

  let other = null;
  let parts = null;
  let began = 0;
  let ticking = 0;

  room.openSpeaker = function () {
    if (other && !other.closed) return other.focus();
    room.windowOpening = true; // a new window may end the full screen: that is no wish to end
    setTimeout(() => (room.windowOpening = false), 1500);
    other = window.open("", "g60-speaker", "popup,width=960,height=680");
    if (!other) return room.tell(room.text("pack_speaker_blocked"));
    began = began || Date.now();
    build();
    clearInterval(ticking);
    ticking = setInterval(tick, 500);
    return tick();
  };

  function build() {
    const doc = other.document;
    room.empty(doc.head);
    room.empty(doc.body);
    const style = doc.createElement("style");
    style.textContent = document.querySelector("style").textContent;
    doc.head.appendChild(style);
    doc.title = room.text("pack_speaker_title");
    doc.documentElement.lang = document.documentElement.lang;
    doc.body.className = "speaker";
    parts = {};
    const head = room.node("header", "", doc.body);
    parts.clock = clock(head, "clock");
    parts.elapsed = clock(head, "elapsed");
    parts.place = room.node("p", "place", head);
    const steps = room.node("p", "acts", head);
    room.button("pack_previous", () => room.step(-1), steps);
    room.button("pack_next", () => room.step(1), steps, "act is-main");
    room.write(room.node("h3", "", doc.body), room.text("pack_speaker_now"));
    parts.now = room.named("h1", "", "", doc.body);
    parts.notes = room.named("div", "notes", "", doc.body);
    room.write(room.node("h3", "", doc.body), room.text("pack_speaker_next"));
    parts.next = room.named("p", "next", "", doc.body);
    other.addEventListener("keydown", room.key);
    colours();
    fill();
  }

  function colours() {
    if (!other || other.closed) return;
    other.document.documentElement.style.cssText = document.documentElement.style.cssText;
    other.document.documentElement.style.setProperty("--u", "16px");
  }

  function clock(head, name) {
    const box = room.node("p", "clock", head);
    room.write(room.node("span", "label", box), room.text("pack_speaker_" + name));
    return room.node("span", "digits", box);
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function tick() {
    if (!other || other.closed) return clearInterval(ticking);
    const now = new Date();
    const seconds = Math.floor((now.getTime() - began) / 1000);
    room.write(parts.clock, two(now.getHours()) + ":" + two(now.getMinutes()));
    return room.write(parts.elapsed, two(Math.floor(seconds / 60)) + ":" + two(seconds % 60));
  }

  function fill() {
    if (!other || other.closed || !parts) return;
    const next = room.scenes[room.at + 1];
    room.write(parts.place, room.at + 1 + " / " + room.scenes.length);
    room.write(parts.now, room.titleOf(room.scene()));
    room.write(parts.notes, room.titleOf(room.scene(), "notes") || room.text("pack_speaker_no_notes"));
    room.write(parts.next, next ? room.titleOf(next) : room.text("pack_speaker_last"));
  }

  room.when("scene", fill);
  room.when("theme", colours);
  room.when("language", () => other && !other.closed && build());
  room.when("presenting", () => (began = room.presenting ? Date.now() : 0));
  window.addEventListener("pagehide", () => other && other.close());
})();
