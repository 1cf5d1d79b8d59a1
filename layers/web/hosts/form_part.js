// A form as a part of the page.

import { Form } from "../panel/form.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new Form(root));
}
