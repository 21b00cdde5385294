// @ts-check
/* A region that may scroll is a stop of the keyboard, with its name, only while it does: without this script it always is one. */

/** @type {WeakMap<Element, string>} */
const names = new WeakMap();
const seen = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const region = /** @type {Element} */ (target.closest(".scrolls"));
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    const told = { tabindex: "0", role: "region", "aria-label": names.get(region) || "" };
    for (const [name, value] of Object.entries(told)) {
      if (scrolls) region.setAttribute(name, value);
      else region.removeAttribute(name);
    }
  }
});
for (const region of document.querySelectorAll(".scrolls")) {
  names.set(region, region.getAttribute("aria-label") || "");
  seen.observe(region);
  if (region.firstElementChild) seen.observe(region.firstElementChild);
}
