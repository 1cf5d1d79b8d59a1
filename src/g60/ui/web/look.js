// The theme: a quiet list in the header. A choice shows at once; the map and the address follow with the server's answer.

const PATIENCE_MS = 2500; // how long a choice may stand against data that does not know it yet

const looks = new WeakMap();

class Look {
  constructor(root) {
    this.wish = { theme: "", until: 0 };
    this.list = el("select", { class: "theme", onchange: () => this.choose(this.list.value) });
    root.append(el("label", { class: "look" }, this.list, chevron()));
  }

  show(data, send) {
    this.data = data;
    this.send = send;
    if (data.theme === this.wish.theme || Date.now() > this.wish.until) this.wish.until = 0;
    const theme = this.wish.until ? this.wish.theme : data.theme;
    const title = phrase(data.texts, "theme_title");
    set(this.list, { "aria-label": title, title });
    const options = data.themes.map((code) => {
      const old = Array.from(this.list.options).find((option) => option.value === code);
      return say(old || el("option", { value: code }), phrase(data.texts, "theme_" + code));
    });
    arrange(this.list, options);
    if (this.list.value !== theme) this.list.value = theme;
    set(document.documentElement, { lang: data.lang === "en" ? "en" : "zh-CN", "data-theme": theme });
    const frame = mapFrame();
    if (frame) set(frame, { "aria-label": phrase(data.texts, "map_label") }); // its title is a name of Streamlit's, and a handle for others
  }

  choose(theme) {
    this.wish = { theme, until: Date.now() + PATIENCE_MS };
    set(document.documentElement, { "data-theme": theme });
    this.send({ type: "theme", theme });
  }
}

function chevron() {
  const svg = document.createElementNS(SVG, "svg");
  set(svg, { viewBox: "0 0 12 12", class: "chevron", "aria-hidden": "true" });
  svg.append(set(document.createElementNS(SVG, "path"), { d: "M3 4.8L6 7.8L9 4.8" }));
  return svg;
}

export default function (component) {
  const root = component.parentElement;
  let look = looks.get(root);
  if (!look) looks.set(root, (look = new Look(root)));
  look.show(component.data, (event) => component.setTriggerValue("event", event));
}
