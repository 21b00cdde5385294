// What the theme's scripts expect on every page: where the site lies, and a store for what a reader
// has chosen there. It stands in a file since a strict policy for content allows no inline script.
window.__md_scope = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);

/** @param {string} text */
window.__md_hash = (text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);

/**
 * @param {string} key
 * @param {Storage} [store]
 * @param {URL} [scope]
 */
window.__md_get = (key, store, scope = window.__md_scope) => {
  try {
    return JSON.parse((store ?? localStorage).getItem(`${scope.pathname}.${key}`) ?? "null");
  } catch {
    return null; // no store, or not ours
  }
};

/**
 * @param {string} key
 * @param {unknown} value
 * @param {Storage} [store]
 * @param {URL} [scope]
 */
window.__md_set = (key, value, store, scope = window.__md_scope) => {
  try {
    (store ?? localStorage).setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // a reader may forbid to store anything
  }
};
