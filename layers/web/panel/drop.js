// Where a file is dropped or chosen. Its bytes go to the server as they are: what it is, the server finds out.

import { el, named, phrase, say, set } from "../base/dom.js";

/** @typedef {{name: string, data: string}} Sent  a file's name, and its bytes in base 64 */

export class DropPlace {
  /**
   * @param {string} id
   * @param {Record<string, any>} field  {label, act, about, most, too_big, sending, empty}
   * @param {(words: string) => void} complain
   * @param {() => void} chosen
   */
  constructor(id, field, complain, chosen) {
    this.field = field;
    this.complain = complain;
    this.chosen = chosen;
    /** @type {Sent | null} */
    this.sent = null;
    const about = { id, type: "file", class: "bytes", "aria-describedby": `${id}-about` };
    this.input = el("input", { ...about, onchange: () => this.take(this.input.files) });
    this.name = named("span", "file-name", "", { hidden: true });
    const words = [named("span", "lead", field.label), named("span", "act", field.act)];
    const hint = named("span", "hint", field.about, { id: `${id}-about` });
    this.node = el("label", { class: "drop", for: id }, ...words, hint, this.name, this.input);
    set(this.node, {
      ondragover: (/** @type {DragEvent} */ event) => this.over(event, true),
      ondragleave: (/** @type {DragEvent} */ event) => this.over(event, false),
      ondrop: (/** @type {DragEvent} */ event) => {
        this.over(event, false);
        this.take(event.dataTransfer && event.dataTransfer.files);
      },
    });
  }

  /** @param {DragEvent} event @param {boolean} on */
  over(event, on) {
    event.preventDefault();
    this.node.classList.toggle("over", on);
  }

  /** @param {FileList | null} files */
  take(files) {
    const file = files && files[0];
    if (!file) return;
    set(say(this.name, file.name), { hidden: false });
    if (file.size > this.field.most || !file.size) {
      this.complain(file.size ? this.field.too_big : this.field.empty);
      this.input.value = "";
      return;
    }
    this.complain("");
    say(this.name, phrase({ sending: this.field.sending }, "sending", { name: file.name }));
    const reader = new FileReader();
    reader.onload = () => {
      this.sent = { name: file.name, data: String(reader.result).replace(/^[^,]*,/, "") };
      this.chosen();
    };
    reader.onerror = () => this.complain(this.field.empty);
    reader.readAsDataURL(file);
    this.input.value = ""; // the same file, mended, can be chosen again
  }

  /** The file, once. @returns {Sent | null} */
  taken() {
    const sent = this.sent;
    this.sent = null;
    return sent;
  }
}
