// What is typed in a draft and not saved, as a part of the page.

import { UnsavedList } from "../panel/edit_unsaved.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => {
    const list = new UnsavedList(root);
    return { show: (data, source) => list.show(data, source) };
  });
}
