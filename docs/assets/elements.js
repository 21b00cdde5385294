// What our elements share: how they take their place on a page, how their parts are made, and how what
// is chosen gets into the address, so that a view can be sent to somebody.

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = ["svg", "image", "rect"];

/**
 * @param {string} name
 * @param {Record<string, any>} attributes where one is a function, it hears of what happens: `onclick`
 * @param {(Node | string)[]} children
 * @returns {any}
 */
export function made(name, attributes = {}, ...children) {
  const element = DRAWN.includes(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element[key] = value;
    else element.setAttribute(key, `${value}`);
  }
  element.append(...children);
  return element;
}

/**
 * Put an element of our own in place of each division of its name: Markdown knows no such elements.
 *
 * @param {string} name
 * @param {CustomElementConstructor} kind
 */
export function define(name, kind) {
  customElements.define(name, kind);
  for (const place of document.querySelectorAll(`div.${name}`)) {
    const element = document.createElement(name);
    element.className = place.className;
    Object.assign(element.dataset, /** @type {HTMLElement} */ (place).dataset);
    element.append(...place.childNodes);
    place.replaceWith(element);
  }
}

/**
 * Choose a value, in the address as well.
 *
 * @param {URLSearchParams} chosen
 * @param {string} name
 * @param {string} value empty for the default
 */
export function choose(chosen, name, value) {
  if (value) chosen.set(name, value);
  else chosen.delete(name);
  const query = chosen.toString();
  history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}
