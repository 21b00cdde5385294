// What keyboards and screen readers need and the theme leaves out. Nothing here is needed to read.

/** What may be wider or taller than its box, and what it is called by. */
const SCROLLING = ".md-typeset__scrollwrap, figure.published, .arithmatex, .md-typeset pre > code, .md-sidebar__scrollwrap, .cell-output pre, .scrolls";

/** @param {Element} box */
function nameOf(box) {
  const own = box.querySelector("figcaption strong, caption")?.textContent;
  if (own) return own.trim();
  /** @type {Element | null} */
  let before = box;
  while (before && before.parentElement && !before.matches("article")) {
    for (let one = before.previousElementSibling; one; one = one.previousElementSibling) {
      if (/^H[1-6]$/.test(one.tagName)) return one.firstChild?.textContent?.trim() ?? "";
    }
    before = before.parentElement;
  }
  return "";
}

/**
 * A box that scrolls can be reached and scrolled by keyboard; one that does not is no stop.
 * @param {HTMLElement} box
 */
function reachable(box) {
  const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
  const moves = scrolls && getComputedStyle(box).overflow !== "visible";
  if (moves && !box.hasAttribute("tabindex")) {
    box.tabIndex = 0;
    box.dataset.reached = "";
    if (!box.hasAttribute("role") && !box.hasAttribute("aria-label") && box.tagName === "DIV") {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${nameOf(box) || "Content"}, scrolls`);
    }
  } else if (!moves && "reached" in box.dataset) {
    box.removeAttribute("tabindex");
    delete box.dataset.reached;
  }
}

const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) reachable(/** @type {HTMLElement} */ (entry.target.closest("[data-watched]") ?? entry.target));
});

/** Watch boxes and what lies in them; the theme wraps tables when it has started. */
function watch() {
  for (const box of document.querySelectorAll(SCROLLING)) {
    if (!(box instanceof HTMLElement) || "watched" in box.dataset) continue;
    box.dataset.watched = "";
    sizes.observe(box);
    for (const inner of box.children) sizes.observe(inner);
  }
  for (const [number, bar] of document.querySelectorAll(".md-code__nav").entries()) {
    bar.setAttribute("aria-label", `Code ${number + 1}`);
  }
}

/** A label that opens something becomes a button, which keyboards reach; the theme finds it by "for". */
function openers() {
  for (const label of document.querySelectorAll(".md-header label[for='__drawer'], .md-header label.md-header__button[for='__search']")) {
    const toggle = document.getElementById(label.getAttribute("for") ?? "");
    if (!(toggle instanceof HTMLInputElement)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.setAttribute("for", toggle.id);
    button.setAttribute("aria-label", toggle.id === "__drawer" ? "Menu" : "Search");
    button.append(...label.childNodes);
    label.replaceWith(button);
    const told = () => button.setAttribute("aria-expanded", String(toggle.checked));
    told();
    toggle.addEventListener("change", told);
    button.addEventListener("click", () => toggle.click());
    // who closes by Escape stands on the button again
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked || !button.offsetParent) return;
      if (toggle.id === "__drawer") toggle.click();
      setTimeout(() => button.focus());
    });
  }
}

/** The theme's switch of colours obeys Enter alone. */
function colours() {
  document.querySelector("[data-md-component=palette]")?.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== " ") return;
    event.preventDefault();
    event.target?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
}

openers();
colours();
watch();
new MutationObserver(watch).observe(document.querySelector("article") ?? document.body, { childList: true, subtree: true });
