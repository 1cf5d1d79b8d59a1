// The map's view in the page's address. The server learns it later and quietly: its own writes of the URL must not undo it.

const VIEW = /^\d{1,2}(?:\.\d{1,2})?\/-?\d{1,2}(?:\.\d{1,6})?\/-?\d{1,3}(?:\.\d{1,6})?$/; // zoom/lat/lon
const AFTER = ["layers", "base", "scene", "theme", "lang", "v", "w"]; // what follows `map` in a permalink
const SETTLED_MS = 400;

const links = new WeakMap();

/** The address's query with this view; the other parameters keep their place and their text. */
function withView(search, view) {
  // Encoded as the server encodes it, and in its place: Streamlit makes a step of the history of every difference.
  const part = new URLSearchParams({ map: view }).toString();
  const name = (other) => other.split("=")[0];
  const parts = search.replace(/^\?/, "").split("&").filter((other) => other !== "");
  const old = parts.findIndex((other) => name(other) === "map");
  if (old >= 0) parts[old] = part;
  else {
    const next = parts.findIndex((other) => AFTER.includes(name(other)));
    parts.splice(next < 0 ? parts.length : next, 0, part);
  }
  const first = parts.indexOf(part);
  return "?" + parts.filter((other, at) => name(other) !== "map" || at === first).join("&");
}

class ViewLink {
  constructor() {
    this.timer = 0;
    this.view = null;
    this.hear = (event) => {
      const message = heard(event, ["view"]);
      // The frame sends codes only, and a slash is none: zoom, latitude and longitude come with commas between them.
      const view = message && typeof message.view === "string" ? message.view.replace(/,/g, "/") : "";
      if (!VIEW.test(view) || view === this.view) return;
      this.view = view;
      this.write();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.write(); // a filter clicked meanwhile has written the view the server knew
        this.send({ type: "view", view: this.view });
      }, SETTLED_MS);
    };
  }

  write() {
    const search = withView(location.search, this.view);
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
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
