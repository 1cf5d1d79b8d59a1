// Where a file is dropped or chosen. Its bytes go to the server as they are: what it is, the server finds out. A long
// file goes in pieces, each when the server has the one before it (`got`): no message is too long for what is between.

import { el, named, phrase, say, set } from "../base/dom.js";

/** @typedef {{name: string, data?: string, id?: string}} Sent  its name, and its bytes in base 64 or the pieces' id */

const PIECE = 2e6; // characters

export class DropPlace {
  /**
   * @param {string} id
   * @param {Record<string, any>} field  {label, act, about, most, too_big, sending, empty, got, waits}
   * @param {(words: string) => void} complain
   * @param {() => void} chosen
   * @param {(piece: {id: string, at: number, data: string}) => void} piece
   */
  constructor(id, field, complain, chosen, piece) {
    this.field = field;
    this.complain = complain;
    this.chosen = chosen;
    this.piece = piece;
    this.id = "";
    this.at = 0;
    this.data = "";
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
    const reader = new FileReader();
    reader.onload = () => this.begin(file.name, String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => this.complain(this.field.empty);
    reader.readAsDataURL(file);
    this.input.value = ""; // the same file, mended, can be chosen again
  }

  /** @param {string} name @param {string} data */
  begin(name, data) {
    this.id = data.length > PIECE ? `${Date.now()}` : "";
    this.sent = this.id ? { name, id: this.id } : { name, data };
    this.data = this.id ? data : "";
    this.at = 0;
    this.tell();
    if (this.id) this.next();
    else this.chosen();
  }

  next() {
    this.piece({ id: this.id, at: this.at, data: this.data.slice(this.at * PIECE, (this.at + 1) * PIECE) });
  }

  /** What the server has got: the next piece goes out, or after the last one the file is whole. @param {any} field */
  goOn(field) {
    this.field = field;
    // Once it has gone out, the place names a file only as long as that waits for something.
    if (!this.sent) set(say(this.name, field.waits || ""), { hidden: !field.waits });
    const got = field.got;
    if (!this.sent || !this.id || !got || got.id !== this.id || got.at !== this.at) return;
    this.at += 1;
    this.tell();
    if (this.at * PIECE < this.data.length) this.next();
    else {
      this.data = "";
      this.chosen();
    }
  }

  /** Says how much of the file has gone out. */
  tell() {
    const done = this.data ? Math.round((100 * this.at * PIECE) / this.data.length) : 0;
    const name = this.sent ? this.sent.name : "";
    const words = phrase({ sending: this.field.sending }, "sending", { name, done: `${Math.min(100, done)}%` });
    say(this.name, words);
  }

  /** The file, once. @returns {Sent | null} */
  taken() {
    const sent = this.sent;
    this.sent = null;
    return sent;
  }
}
