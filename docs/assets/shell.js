// What keyboards and screen readers need and the theme leaves out. Nothing here is needed to read.

/** A formula wider than its box is a stop of the keyboard while it is; it is drawn after the page. */
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = /** @type {HTMLElement} */ (target.closest("div.arithmatex"));
    const told = { tabindex: "0", role: "group", "aria-label": "Formula, scrolls" };
    for (const [name, value] of Object.entries(told)) {
      if (box.scrollWidth > box.clientWidth + 1) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
});

function formulas() {
  for (const box of document.querySelectorAll("div.arithmatex")) {
    sizes.observe(box);
    if (box.firstElementChild) sizes.observe(box.firstElementChild);
  }
}

/** The theme adds bars to code, landmarks that are told apart by a name only. */
function bars() {
  for (const [number, bar] of document.querySelectorAll(".md-code__nav").entries()) bar.setAttribute("aria-label", `Code ${number + 1}`);
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
const article = document.querySelector("article");
const added = () => (formulas(), bars());
added();
if (article) new MutationObserver(added).observe(article, { childList: true, subtree: true });
