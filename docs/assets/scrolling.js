// @ts-check
/* A region that may scroll is a stop of the keyboard only while it does: without this script it always is one. */

const seen = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const region = /** @type {HTMLElement} */ (target.closest(".scrolls"));
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    region.toggleAttribute("tabindex", scrolls);
    if (scrolls) region.tabIndex = 0;
    if (scrolls) region.setAttribute("role", "region");
    else region.removeAttribute("role");
  }
});
for (const region of document.querySelectorAll(".scrolls")) {
  seen.observe(region);
  if (region.firstElementChild) seen.observe(region.firstElementChild);
}
