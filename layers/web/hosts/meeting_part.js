// The page where a meeting is prepared, as a part of the page.

import { Planner } from "../meeting/planner.js";
import { withPart } from "./address.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => new Planner(root, (number) => withPart("meeting", "scene", String(number))));
}
