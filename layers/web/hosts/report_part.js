// A page of words and figures as a part of the page.

import { Report } from "../panel/report.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => {
    const report = new Report(root);
    return { show: (data, source) => report.show(data.blocks, source) };
  });
}
