// An import as a part of the page.

import { Intake } from "../panel/intake.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => {
    const intake = new Intake(root);
    let of = "";
    return {
      show: (data, source) => {
        if (data.of !== of) intake.forget();
        of = data.of;
        intake.take(data, source);
      },
    };
  });
}
