// @ts-check
/* What a link leads to, shown beside it: a term its definition, a citation its entry, a figure its picture and caption, a claim its
   sentence. The text is read from the page that the link leads to, so nothing is told twice. A mouse that rests on the link and the
   keyboard's focus open it; Escape, leaving, and focus elsewhere close it; the mouse may rest on it. To a finger it is a link. */

const LINKS = [
  'a[href*="glossary/"][href*="#"]', 'a[href*="bibliography/"][href*="#"]', 'a[href*="figures/"]', 'a[href*="claims/c-"]',
  'a[href^="#fig-"]', "a.footnote-ref",
].map((one) => `.md-content ${one}:not(.headerlink, [href*="assets/"], [download], .md-button, figcaption *)`).join(", ");
const WAIT = 300;  // ms that a mouse rests on a link before it opens
const GRACE = 250;  // ms to come over from the link
const GAP = 8;  // px between the link and what is shown

/** @type {Map<string, Promise<Document>>} */
const read = new Map();
/** @type {HTMLElement | null} */
let box = null;
/** @type {HTMLAnchorElement | null} */
let open = null;
let timer = 0;

/** The document behind an address, read once; the one at hand where it is this page.
 * @param {URL} address
 * @returns {Promise<Document>} */
function behind(address) {
  const page = address.href.replace(/[?#].*/, "");
  if (page === location.href.replace(/[?#].*/, "")) return Promise.resolve(document);
  if (!read.has(page)) {
    read.set(page, fetch(page).then(async (answer) => {
      if (!answer.ok) throw new Error(`${page}: ${answer.status}`);
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    }));
  }
  return /** @type {Promise<Document>} */ (read.get(page));
}

/** The elements of a document that say what an address leads to.
 * @param {Document} found
 * @param {URL} address
 * @returns {Element[]} */
function telling(found, address) {
  const article = found.querySelector(".md-content__inner");
  const target = address.hash ? found.getElementById(decodeURIComponent(address.hash.slice(1))) : null;
  const figure = target ? target.closest("figure") : article && article.querySelector("figure.published");
  if (figure) return [...figure.querySelectorAll("img")].concat([...figure.querySelectorAll("figcaption")]);
  const first = target || (article && article.querySelector("h1"));
  if (!first) return [];
  if (!/^H\d$/.test(first.tagName)) return [first.closest("li, td, p") || first];
  const next = first.nextElementSibling;
  return next && next.matches("p") ? [first, next] : [];
}

/** A copy that stands on its own: without names, and with addresses seen from here.
 * @param {Element} element
 * @param {URL} page */
function copy(element, page) {
  const made = /** @type {Element} */ (element.cloneNode(true));
  for (const gone of made.querySelectorAll(".headerlink, .footnote-backref")) gone.remove();
  for (const one of [made, ...made.querySelectorAll("*")]) {
    for (const name of ["id", "tabindex", "loading"]) one.removeAttribute(name);
    for (const name of ["src", "href"]) {
      const given = one.getAttribute(name);
      if (given !== null) one.setAttribute(name, new URL(given, page).href);
    }
  }
  if (!/^H\d$/.test(made.tagName)) return made;
  const title = document.createElement("strong");
  title.textContent = made.textContent;
  return title;
}

/** @param {HTMLElement} shown @param {HTMLAnchorElement} link */
function place(shown, link) {
  const line = link.getClientRects()[0] || link.getBoundingClientRect();
  const { width, height } = shown.getBoundingClientRect();
  const under = line.bottom + GAP + height < innerHeight || line.top < height + GAP;
  shown.style.left = `${Math.max(GAP, Math.min(line.left, innerWidth - width - GAP))}px`;
  shown.style.top = `${under ? line.bottom + GAP : line.top - GAP - height}px`;
}

function close() {
  clearTimeout(timer);
  if (open) open.removeAttribute("aria-describedby");
  if (box) box.remove();
  open = box = null;
}

/** @param {HTMLAnchorElement} link */
async function show(link) {
  if (link === open) return;
  close();
  open = link;
  const address = new URL(link.href);
  const found = await behind(address).catch(() => null);
  const parts = found ? telling(found, address) : [];
  if (open !== link || !parts.length) return;
  const page = found === document ? new URL(document.baseURI) : address;
  box = document.createElement("div");
  box.className = "preview md-typeset";
  box.id = "preview";
  box.setAttribute("role", "tooltip");
  box.append(...parts.map((part) => copy(part, page)));
  document.body.append(box);
  link.setAttribute("aria-describedby", "preview");
  place(box, link);
}

/** @param {EventTarget | null} target @returns {HTMLAnchorElement | null} */
const linkOf = (target) => (target instanceof Element ? target.closest(LINKS) : null);
/** @param {EventTarget | null} target */
const within = (target) => target instanceof Node && !!box && box.contains(target);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const link = linkOf(event.target);
  if (link || within(event.target)) clearTimeout(timer);
  if (link && link !== open) timer = window.setTimeout(() => show(link), WAIT);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType !== "mouse" || !(linkOf(event.target) || within(event.target))) return;
  clearTimeout(timer);
  timer = window.setTimeout(close, GRACE);
});
document.addEventListener("focusin", (event) => {
  const link = linkOf(event.target);
  if (link && link.matches(":focus-visible")) show(link);
  else if (!within(event.target)) close();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
addEventListener("scroll", (event) => {
  if (open && box && !within(event.target)) place(box, open);
}, { passive: true, capture: true });
