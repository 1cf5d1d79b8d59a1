// The forms and tables of a draft as a part of the page.

import { EditForm } from "../panel/edit_form.js";
import { EditTable } from "../panel/edit_table.js";
import { mountPart } from "./page.js";

/** @param {import("./page.js").Component} component */
export function mounted(component) {
  return mountPart(component, (root) => {
    /** @type {EditForm | EditTable | null} */
    let editor = null;
    return {
      show: (data, source) => {
        editor = editor || (data.mode === "table" ? new EditTable(root) : new EditForm(root));
        editor.show(data, source);
      },
    };
  });
}
