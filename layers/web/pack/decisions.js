// What the meeting decides: noted to the chosen area, listed, exported; those still open stand on the next opening.
(function () {
  "use strict";

  const MOST = 1000;
  let removed = null;
  let form = null;

  function read() {
    const kept = room.recallData(room.keys.decisions);
    const list = kept && kept.format === "g60-decisions" && Array.isArray(kept.decisions) ? kept.decisions : [];
    return list.filter((one) => one && typeof one === "object" && typeof one.text === "string");
  }

  let all = read();

  function write() {
    room.remember(room.keys.decisions, JSON.stringify(file()));
    room.say("decisions");
    if (room.face === "decisions") room.openBoard("decisions");
  }

  function file() {
    return { format: "g60-decisions", version: 1, decisions: all };
  }

  room.decisions = () => all;
  room.openDecisions = () => all.filter((one) => !one.done);

  function about(one) {
    const thing = one.area ? room.find(one.area) : null;
    return room.text("pack_decision_about", { name: thing ? room.name(thing) : one.area || room.text("pack_decision_whole") });
  }

  room.decisionLine = function (one, parent) {
    const node = room.node("div", "decision" + (one.done ? " is-done" : ""), parent);
    room.named("p", "what", one.text, node);
    const due = one.due ? room.text("pack_decision_due") + " " + one.due : "";
    room.named("p", "who", [one.owner || "", due, about(one)].filter(Boolean).join(" · "), node);
    return node;
  };

  room.drawDecisions = function (box) {
    room.write(room.node("h2", "", box), room.text("pack_decisions"));
    if (!room.keeps) room.write(room.node("p", "warning", box), room.text("pack_not_kept"));
    if (!all.length) room.write(room.node("p", "", box), room.text("pack_decision_none"));
    all.forEach((one) => {
      const line = room.decisionLine(one, box);
      const acts = room.node("p", "acts", line);
      const label = room.node("label", "done", acts);
      const check = room.node("input", "", label);
      check.type = "checkbox";
      check.checked = Boolean(one.done);
      check.addEventListener("change", () => {
        one.done = check.checked;
        write();
      });
      room.write(room.node("span", "", label), room.text("pack_decision_done"));
      room.button("pack_decision_remove", () => {
        removed = { one: one, at: all.indexOf(one) };
        all = all.filter((other) => other !== one);
        write();
      }, acts);
    });
    const acts = room.node("p", "acts", box);
    if (removed) room.button("pack_decision_undo", () => {
      all.splice(removed.at, 0, removed.one);
      removed = null;
      write();
    }, acts);
    if (all.length) room.button("pack_decision_export", save, acts);
    room.button("pack_note_decision", room.noteDecision, acts);
  };

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file(), null, 1) + "\n"], { type: "application/json" }));
    link.download = "g60-decisions.json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function field(key, tag, type) {
    const label = room.node("label", "field", form);
    room.write(room.node("span", "label", label), room.text("pack_decision_" + key));
    const input = room.node(tag, "", label);
    if (type) input.type = type;
    input.maxLength = key === "text" ? 2000 : 200;
    return input;
  }

  room.noteDecision = function () {
    if (form) return;
    const area = room.state.focus;
    form = room.node("form", "slip", document.body);
    room.named("p", "about", about({ area: area }), form);
    const text = field("text", "textarea");
    const owner = field("owner", "input", "text");
    const due = field("due", "input", "date");
    const told = room.node("p", "told", form);
    told.setAttribute("role", "alert");
    const acts = room.node("p", "acts", form);
    const keep = room.write(room.node("button", "act is-main", acts), room.text("pack_decision_save"));
    keep.type = "submit";
    room.button("pack_close", room.closeSlip, acts);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = text.value.trim();
      if (!words) return room.write(told, room.text("pack_decision_empty"));
      const made = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
      const id = "d-" + Date.now().toString(36) + "-" + Math.random().toString(36).slice(2, 6);
      all = all.concat([{ id: id, area: area, text: words, owner: owner.value.trim(), due: due.value, made: made, done: false }]).slice(-MOST);
      room.closeSlip();
      return write();
    });
    text.focus();
  };

  room.closeSlip = function () {
    if (!form) return false;
    form.remove();
    form = null;
    return true;
  };

  window.addEventListener("storage", (event) => {
    if (event.key === room.keys.decisions) all = read();
  });
})();
