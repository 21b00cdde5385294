// Many links as one tab stop: arrows go from one to the next as they lie on the screen, Home and End to
// the first and the last, Escape out again.

const TURNS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {Element} element
 * @returns {[number, number]} its middle on the screen
 */
function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

/**
 * @param {Element[]} links
 * @param {Element} now
 * @param {number[]} turn
 * @returns {Element | undefined} the closest link in a direction, what lies straight ahead first
 */
function ahead(links, now, [across, down]) {
  const [x, y] = middle(now);
  let best, least = Infinity;
  for (const link of links) {
    const [there, below] = middle(link);
    const along = (there - x) * across + (below - y) * down;
    const aside = Math.abs((there - x) * down) + Math.abs((below - y) * across);
    if (along < 2) continue;
    const far = along + 2 * aside;
    if (far < least) [best, least] = [link, far];
  }
  return best;
}

/**
 * @param {Element} box that holds the links
 * @param {string} selector of the links that are shown
 * @param {{rows?: boolean, leave?: () => void}} options rows: links follow one another as words do, so
 *   that the right one of the last in a row is the first of the next
 * @returns {() => void} to be called when other links are shown
 */
export function roving(box, selector, { rows = true, leave } = {}) {
  const links = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll(selector)]);
  let stop = /** @type {Element | null} */ (null);
  const settle = () => {
    const shown = links();
    if (!stop || !shown.includes(stop)) stop = shown[0] ?? null;
    for (const link of shown) link.setAttribute("tabindex", link === stop ? "0" : "-1");
  };
  box.addEventListener("focusin", (event) => {
    const found = event.target.closest?.(selector);
    if (!found || found === stop) return;
    stop = found;
    settle();
  });
  box.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") return void leave?.();
    const shown = links();
    const now = document.activeElement?.closest(selector);
    const at = shown.indexOf(now);
    if (at < 0) return;
    const turn = TURNS[event.key];
    let next;
    if (event.key === "Home") next = shown[0];
    else if (event.key === "End") next = shown.at(-1);
    else if (turn && rows && turn[0]) next = shown[at + turn[0]];
    else if (turn) next = ahead(shown, now, turn);
    else return;
    event.preventDefault();
    next?.focus();
  });
  settle();
  return settle;
}
