// The text of a document as a part of the page.

import { DocumentText } from "../panel/document.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new DocumentText(root));
}
