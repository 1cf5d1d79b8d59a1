// How a part of the page is mounted. Its script, style and words come once, by an address that holds their hash, and stay in the
// browser; Streamlit sends a component's script with every rerun, so that is one line which fetches this file.

const partSheet = new CSSStyleSheet();
partSheet.replaceSync(STYLE);

export function mounted(show, component) {
  const root = component.parentElement;
  if (!root.adoptedStyleSheets.includes(partSheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, partSheet];
  const sent = component.data || {};
  const given = sent instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(sent)) : sent;
  const data = { texts: TEXTS[given.lang], ...given };
  return show(Object.create(component, { data: { value: data } }));
}
