// The map's view in the page's address. The server learns it later and quietly: its own writes of the URL must not undo it.

const VIEW = /^(\d{1,2}(?:\.\d{1,2})?)\/(-?\d{1,2}(?:\.\d{1,6})?)\/(-?\d{1,3}(?:\.\d{1,6})?)$/;
const SETTLED_MS = 400;

const links = new WeakMap();

/** The view of a message as "zoom/lat/lon", or null. */
function written(view) {
  const words = Array.isArray(view) && view.length === 3 && view.every(Number.isFinite) ? view.join("/") : view;
  return typeof words === "string" && VIEW.test(words) ? words : null;
}

/** Puts the view into the address; the other parameters keep their place and their text. */
function writeAddress(view) {
  const parts = location.search.replace(/^\?/, "").split("&").filter(Boolean);
  const at = parts.findIndex((part) => part.split("=")[0] === "map");
  const part = "map=" + view; // every character of a view may stand in a query as it is
  if (at < 0) parts.push(part);
  else parts.splice(at, 1, part);
  const search = "?" + parts.filter((other, index) => index === at || other.split("=")[0] !== "map" || other === part).join("&");
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
}

class ViewLink {
  constructor() {
    this.timer = 0;
    this.view = null;
    this.hear = (event) => {
      const message = heard(event, ["view"]);
      const view = message && written(message.view);
      if (!view || view === this.view) return;
      this.view = view;
      writeAddress(view);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send({ type: "view", view }), SETTLED_MS);
    };
  }
}

export default function (component) {
  const root = component.parentElement;
  let link = links.get(root);
  if (!link) links.set(root, (link = new ViewLink()));
  const turn = (link.turn = (link.turn || 0) + 1);
  link.send = (event) => component.setTriggerValue("event", event);
  window.addEventListener("message", link.hear);
  return () => {
    if (link.turn !== turn) return;
    window.removeEventListener("message", link.hear);
    clearTimeout(link.timer);
  };
}
