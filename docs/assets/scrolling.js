// @ts-check
/* A region that may scroll is a stop of the keyboard, with its name, only while it does: without this script it always is one. */

/** @type {WeakMap<Element, string>} */
const names = new WeakMap();

/** @param {Element} region */
function tell(region) {
  const scrolls = region.scrollWidth > region.clientWidth + 1;
  const told = { tabindex: "0", role: "region", "aria-label": names.get(region) || "" };
  for (const [name, value] of Object.entries(told)) {
    if (!scrolls) region.removeAttribute(name);
    else if (region.getAttribute(name) !== value) region.setAttribute(name, value);
  }
}

const seen = new ResizeObserver((entries) => {
  for (const { target } of entries) tell(/** @type {Element} */ (target.closest(".scrolls")));
});
/* The theme takes the stop away where there is no mouse, as on a phone with a keyboard. */
const kept = new MutationObserver((changes) => {
  for (const { target } of changes) tell(/** @type {Element} */ (target));
});
for (const region of document.querySelectorAll(".scrolls")) {
  names.set(region, region.getAttribute("aria-label") || "");
  seen.observe(region);
  kept.observe(region, { attributeFilter: ["tabindex"] });
  if (region.firstElementChild) seen.observe(region.firstElementChild);
}
