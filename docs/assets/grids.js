// Pictures made of squares, which are pixels or nodes: which of them lies under the pointer, to which
// one an arrow leads, what an address says of one, and the frame around it.

/** @param {string} text @param {number} below @returns {number | null} a whole number from 0 on */
export const whole = (text, below) => (/^\d+$/.test(text) && Number(text) < below ? Number(text) : null);

/** @param {string | null} text of an address @param {number[]} size @returns {number[] | null} row and column */
export function square(text, size) {
  const found = (text ?? "").split(",").map((one, axis) => whole(one, size[axis] ?? 0));
  return found.length === 2 && !found.includes(null) ? found : null;
}

/** @param {SVGSVGElement} picture @param {MouseEvent} event @returns {number[]} px of the picture, across and down */
export function under(picture, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  return [Math.floor(point.x), Math.floor(point.y)];
}

const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

/** @param {KeyboardEvent} event @param {number[]} now row and column @param {number[]} size @returns {number[] | null} where an arrow leads */
export function stepped(event, now, size) {
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  event.preventDefault();
  return now.map((one, axis) => Math.min(Math.max(one + step[axis], 0), size[axis] - 1));
}

/** Make a picture one stop of the keyboard, within which arrows are its own. @param {Element} picture @param {string} said */
export function reached(picture, said) {
  const all = { tabindex: "0", role: "application", "aria-label": said };
  for (const [name, value] of Object.entries(all)) picture.setAttribute(name, value);
}

/** Put the frame of a picture around squares. @param {Element} picture @param {number} x @param {number} y @param {number} width @param {number} height */
export function framed(picture, x, y, width, height) {
  for (const rect of picture.querySelectorAll("rect")) {
    for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, `${value}`);
  }
}
