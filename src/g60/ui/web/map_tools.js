// What the map's tools ask of the page: to look around a place or in a drawn area, to copy the address, to
// keep what is on the screen as a scene of the meeting, to fill the window.

const TOOL_MESSAGES = ["near", "within", "copy", "scene", "full"];
const PLACE = "\\d{3}(?:\\.\\d{1,4})?,\\d{2}(?:\\.\\d{1,4})?"; // longitude, latitude
const NEAR = new RegExp(`^(?:${PLACE},\\d{1,3}(?:\\.\\d)?)?$`);
const RING = new RegExp(`^(?:${PLACE}(?:;${PLACE}){2,15})?$`);

/** Does what a tool asks; what does not look like one of its questions is not heard. */
function useTool(message, send) {
  if (message.type === "near" && typeof message.near === "string" && NEAR.test(message.near)) send({ type: "near", near: message.near });
  if (message.type === "within" && typeof message.within === "string" && RING.test(message.within)) send({ type: "within", within: message.within });
  if (message.type === "copy") copyAddress().then((done) => tellMap({ type: "copied", link: done ? "" : location.href }));
  if (message.type === "scene") addScene(location.search, "zh").then((number) => tellMap({ type: "added", scene: String(number) }));
  if (message.type === "full") fillWindow(message.full === "on");
}

/** Copies the page's address; whether that was allowed. An intranet without https has only the older way. */
async function copyAddress() {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(location.href);
      return true;
    } catch (error) {
      if (error.name !== "NotAllowedError") throw error;
    }
  }
  return copySelected();
}

/** Copies by way of a field that nobody sees, and gives the focus back to who had it. */
function copySelected() {
  const held = document.activeElement;
  const field = el("textarea", { readonly: true, style: "position:fixed;left:-99px;top:0;width:1px;height:1px" });
  field.value = location.href;
  document.body.append(field);
  field.focus({ preventScroll: true });
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (held && held.focus) held.focus({ preventScroll: true });
  return done;
}

function leaveOnEscape(event) {
  if (event.key !== "Escape") return;
  fillWindow(false);
  tellMap({ type: "full", full: "off" });
}

function fillWindow(on) {
  document.documentElement.toggleAttribute("data-atlas-full", on);
  if (on) document.addEventListener("keydown", leaveOnEscape);
  else document.removeEventListener("keydown", leaveOnEscape);
}
