// Whether a reader sees something.

/**
 * Tell when an element comes into sight and leaves it, also by another tab in front.
 *
 * @param {Element} element @param {(seen: boolean) => void} change
 */
export function watched(element, change) {
  let [within, now] = [false, false];
  const tell = () => {
    const seen = within && !document.hidden;
    if (seen !== now) change((now = seen));
  };
  new IntersectionObserver((entries) => {
    within = entries.at(-1).isIntersecting;
    tell();
  }).observe(element);
  document.addEventListener("visibilitychange", tell);
}
