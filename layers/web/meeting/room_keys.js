// The keys of the pack on a sheet: those of the clicker, and those of every map and list.

import { COMMON_KEYS, KeySheet } from "../panel/key_sheet.js";
import { room, roomTexts } from "./room.js";

/** @type {import("../panel/key_sheet.js").KeyGroup} */
const PRESENTING = {
  title: "panel_keys_room",
  keys: [
    ["F5", "panel_key_start"],
    ["PageDown PageUp", "panel_key_scene"],
    ["1 … 9 Enter", "panel_key_jump"],
    ["Home End", "panel_key_ends"],
    ["Backspace", "panel_key_return"],
    [". B", "panel_key_black"],
    ["W", "panel_key_white"],
    ["L", "panel_key_spotlight"],
    ["D", "panel_key_pen"],
    ["S", "panel_key_speaker"],
    ["N", "panel_key_decision"],
  ],
};
/** @type {KeySheet | null} */
let sheet = null;

export function openKeys() {
  sheet = sheet || new KeySheet(document.body);
  sheet.open(roomTexts(), [PRESENTING, ...COMMON_KEYS], room.lang);
}

/** Closes it; whether it was open. */
export function closeKeys() {
  return Boolean(sheet && sheet.close());
}
