// The files of the page of the meeting: what is saved, opened and made by the server, and the decisions, which are a
// file too.

import { today } from "../base/day.js";
import { handOver } from "../base/dom.js";
import { appAddress, ask, asked, fileName, post, whenMade } from "./ask.js";

/** @typedef {import("./planner.js").Planner} Planner */

const LARGEST_PRESENTATION = 16000000; // bytes; nothing of ours is that long

export class PlannerFiles {
  /** @param {Planner} planner */
  constructor(planner) {
    this.planner = planner;
  }

  /** @returns {import("./decisions.js").DecisionDesk} */
  desk() {
    /** @type {Record<string, string>} */
    let names = {};
    /** @type {Record<string, string>} */
    let tasks = {};
    return {
      forms: ["json", "docx", "xlsx"],
      read: async (mine, theirs) => {
        const answer = await ask("decisions", JSON.stringify({ mine, theirs }), this.planner.lang);
        if (answer && answer.file) ({ names, tasks } = answer);
        return answer;
      },
      nameOf: (area) => names[area] || area,
      linkTo: (area) => appAddress(`?${new URLSearchParams({ focus: area, lang: this.planner.lang })}`),
      taskOf: (one) =>
        tasks[one.id] ? appAddress(`tasks?${new URLSearchParams({ task: "decision", lang: this.planner.lang })}`) : "",
      proposes: () => Boolean(this.planner.data.proposes),
      propose: (file) => {
        const title = this.planner.titleOf(this.planner.file);
        if (this.planner.source) this.planner.source.tell({ type: "propose", decisions: JSON.stringify(file), title });
      },
      fileName: (form) => fileName(this.planner.t("decisions_file"), today(), form),
      save: async (form, file) => {
        const body = JSON.stringify({ mine: JSON.stringify(file), title: this.planner.titleOf(this.planner.file) });
        const answer = await this.fetched(asked(`minutes.${form}`, body, this.planner.lang));
        const name = fileName(this.planner.t("decisions_file"), today(), form);
        if (answer && answer.ok) handOver(name, await answer.blob());
        else await this.refused(answer, "no_server");
      },
      told: (words, grave, undo) => this.planner.say(words, grave, undo),
    };
  }

  /** @param {string} ending */
  fileName(ending) {
    return fileName(this.planner.titleOf(this.planner.file) || this.planner.t("file"), today(), ending);
  }

  save() {
    handOver(this.fileName("json"), `${JSON.stringify(this.planner.file, null, 1)}\n`, "application/json");
  }

  async openFile() {
    const file = this.planner.page.parts.input.files && this.planner.page.parts.input.files[0];
    if (!file) return;
    const words = this.planner.t("did_open", { name: file.name });
    if (file.size > LARGEST_PRESENTATION) this.planner.say(this.planner.t("file_large"), true);
    else this.opened(await ask("read", await file.text(), this.planner.lang), words);
    this.planner.page.parts.input.value = "";
  }

  async restore() {
    this.opened(await ask("shipped", "", this.planner.lang), this.planner.t("did_restore"));
  }

  /** @param {any} answer @param {string} words */
  opened(answer, words) {
    if (!answer || !answer.presentation) {
      const why = answer ? answer.messages : [this.planner.t("no_server")];
      this.planner.say([this.planner.t("not_opened"), ...why].join("\n"), true);
      return;
    }
    this.planner.change(words, answer.presentation);
    this.planner.answer = answer;
    this.planner.choose(this.planner.file.scenes[0].id);
    this.planner.say([words, ...answer.messages].join("\n"), answer.messages.length > 0, () => this.planner.undo());
  }

  clear() {
    const words = this.planner.t("did_empty");
    this.planner.change(words, Object.assign({}, this.planner.file, { title_zh: "", title_en: "", scenes: [] }));
    this.planner.choose("");
    this.planner.say(words, false, () => this.planner.undo());
  }

  pack() {
    const given = { presentation: JSON.stringify(this.planner.file), lang: this.planner.lang };
    const { at } = this.planner.data.present; // the version that the page shows, where it is not the newest
    const body = new URLSearchParams(at ? Object.assign({ at }, given) : given);
    return this.made(post("present/pack", body), "html");
  }

  slides() {
    return this.made(asked("slides.pptx", JSON.stringify(this.planner.file), this.planner.lang), "pptx");
  }

  /**
   * Hands over a file that the server makes of the presentation, or says why there is none.
   * @param {Promise<Response | null>} making @param {string} ending
   */
  async made(making, ending) {
    this.planner.say(this.planner.t("making"), false);
    const answer = await this.fetched(making);
    if (!answer || !answer.ok) {
      await this.refused(answer, "not_made");
      return;
    }
    handOver(this.fileName(ending), await answer.blob());
    this.planner.say(this.planner.t("made"), false);
  }

  /**
   * The answer with the file; meanwhile the page says which place it has in the queue.
   * @param {Promise<Response | null>} making
   */
  async fetched(making) {
    const told = (/** @type {string} */ words, /** @type {() => void} */ cancel) =>
      this.planner.say(words, false, cancel, this.planner.t("cancel"));
    return whenMade(await making, this.planner.lang, told);
  }

  /**
   * Says why there is no file: in the server's words, else in those of a text.
   * @param {Response | null} answer @param {string} otherwise
   */
  async refused(answer, otherwise) {
    const isJson = answer && (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const words = answer && isJson ? (await answer.json()).messages : [this.planner.t(otherwise)];
    this.planner.say(words.join("\n"), true);
  }
}
