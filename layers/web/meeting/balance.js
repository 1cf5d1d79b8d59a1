// Lines of a text about equally long: none ends with one character alone.

/**
 * Makes a text as narrow as it can be without a further line.
 * @param {HTMLElement} node
 */
export function balance(node) {
  node.style.maxWidth = "";
  const { offsetHeight: high, offsetWidth: wide } = node;
  if (high < 2 * parseFloat(getComputedStyle(node).fontSize)) return; // one line
  let least = Math.floor(wide / 2);
  let most = wide;
  while (most - least > 1) {
    const tried = Math.floor((least + most) / 2);
    node.style.maxWidth = `${tried}px`;
    if (node.offsetHeight > high || node.scrollWidth > tried) least = tried;
    else most = tried;
  }
  node.style.maxWidth = `${most}px`;
}
