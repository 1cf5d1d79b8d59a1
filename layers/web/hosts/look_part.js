// The theme: a quiet list in the header. A choice shows at once; the map and the address follow with the server's
// answer.

import { el, fillOptions, isWriting, phrase, set, svgNode, targetOf } from "../base/dom.js";
import { COMMON_KEYS, KeySheet } from "../panel/key_sheet.js";
import { PATIENCE_MS } from "../panel/source.js";
import { repairAddress } from "./address.js";
import { Lost } from "./lost.js";
import { heardFromMap, mapFrame } from "./map_frame.js";
import { Newer } from "./newer.js";
import { mountPart } from "./page.js";
import { PageLinks } from "./page_links.js";

/** @typedef {{off: [string, string][], on: [string, string][]}} Repair */

class Look {
  /** @param {ShadowRoot} root */
  constructor(root) {
    this.wish = { theme: "", until: 0 };
    this.list = el("select", { class: "theme", onchange: () => this.choose(this.list.value) });
    const chevron = { viewBox: "0 0 12 12", class: "chevron", "aria-hidden": "true" };
    const line = svgNode("path", { d: "M3 4.8L6 7.8L9 4.8" });
    root.append(el("label", { class: "look" }, this.list, svgNode("svg", chevron, line)));
    this.newer = new Newer(root);
    this.lost = new Lost(root);
    this.keys = new KeySheet(root);
    this.links = new PageLinks((event) => this.source && this.source.tell(event));
    this.hearKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isWriting(targetOf(event))) return;
      event.preventDefault();
      this.openKeys();
    };
    this.hearMap = (/** @type {MessageEvent} */ event) => heardFromMap(event, ["keys"]) && this.openKeys();
  }

  /**
   * @param {{theme: string, themes: string[], lang: string, version: number, shown: number, address: Repair}} data
   * @param {import("../panel/source.js").Source} source
   */
  show(data, source) {
    this.source = source;
    repairAddress(data.address.off, data.address.on);
    this.newer.show(data.version, data.shown, source);
    this.lost.show(source);
    if (data.theme === this.wish.theme || Date.now() > this.wish.until) this.wish.until = 0;
    const theme = this.wish.until ? this.wish.theme : data.theme;
    const title = phrase(source.texts, "theme_title");
    set(this.list, { "aria-label": title, title });
    fillOptions(
      this.list,
      data.themes.map((code) => [code, phrase(source.texts, `theme_${code}`)]),
      theme,
    );
    set(document.documentElement, { lang: data.lang === "en" ? "en" : "zh-CN", "data-theme": theme });
    const frame = mapFrame();
    // Its title is Streamlit's handle for others.
    if (frame) set(frame, { "aria-label": phrase(source.texts, "map_map_label") });
  }

  listen() {
    this.newer.listen();
    this.lost.listen();
    this.links.listen();
    document.addEventListener("keydown", this.hearKey);
    window.addEventListener("message", this.hearMap);
  }

  silence() {
    this.newer.silence();
    this.lost.silence();
    this.links.silence();
    document.removeEventListener("keydown", this.hearKey);
    window.removeEventListener("message", this.hearMap);
  }

  openKeys() {
    if (this.source) this.keys.open(this.source.texts, COMMON_KEYS, this.source.lang);
  }

  /** @param {string} theme */
  choose(theme) {
    this.wish = { theme, until: Date.now() + PATIENCE_MS };
    set(document.documentElement, { "data-theme": theme });
    if (this.source) this.source.tell({ type: "theme", theme });
  }
}

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new Look(root));
}
