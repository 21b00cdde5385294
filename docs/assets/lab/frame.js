// What the parts of the lab share: they begin when a reader comes near, rest when nobody sees them, say
// what happens without shouting, and leave the page as it was where they cannot run.

import { openLab } from "./client.js";
import { made } from "../elements.js";

const NEAR = "300px"; // below the window, where a lab gets ready
const PAUSE = 700; // ms without news after which the last of it is said

/** @param {string} text @param {(Node | string)[]} control what it names @returns {HTMLLabelElement} */
export const labelled = (text, ...control) => made("label", {}, made("span", {}, text), ...control);

/** @param {Node | string} text @param {() => void} onclick what it does @param {Record<string, any>} more attributes @returns {HTMLButtonElement} */
export const button = (text, onclick, more = {}) => made("button", { type: "button", onclick, ...more }, text);

/** @param {[string, string][]} told of each option its value and its text @param {Record<string, any>} more attributes @returns {HTMLSelectElement} */
export const select = (told, more = {}) => made("select", more, ...told.map(([value, text]) => new Option(text, value)));

/** @param {(Node | string)[]} parts @returns {HTMLElement} what a reader acts by, in a row */
export const tools = (...parts) => made("p", { class: "lab-tools" }, ...parts);

/** @param {(Node | string)[]} parts @returns {HTMLElement} what is said in small letters */
export const fine = (...parts) => made("p", { class: "lab-fine" }, ...parts);

/** @returns {boolean} whether the reader wants nothing to move */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {Element} element @returns {Promise<void>} once it comes near the window */
const near = (element) => new Promise((done) => {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    done();
  }, { rootMargin: NEAR });
  watch.observe(element);
});

/** A part of the lab: `begin` of its kind gets the network and puts its controls into `this.bench`. */
export class Lab extends HTMLElement {
  async connectedCallback() {
    if (this.bench) return;
    this.bench = made("div", { class: "lab-bench" });
    // where things are said to those who do not see them
    this.news = made("p", { class: "lab-news", "aria-live": "polite" });
    await near(this);
    try {
      this.lab = await openLab(this.dataset.network ?? "");
      await this.begin();
      for (const child of this.children) child.hidden = true; // what stands there without the lab
      this.append(this.bench, this.news);
    } catch (error) {
      this.refuse(error);
    }
  }

  /** @param {string} told to those who do not see it, once it is the last for a while */
  say(told) {
    clearTimeout(this.waits);
    this.waits = setTimeout(() => { this.news.textContent = told; }, PAUSE);
  }

  disconnectedCallback() {
    this.lab?.close();
  }

  /** Say in one sentence what is missing. @param {any} error */
  refuse(error) {
    this.refusal ??= this.insertBefore(made("p", { class: "lab-refusal", role: "status" }), this.firstChild);
    const own = ![TypeError, RangeError, SyntaxError].some((one) => error instanceof one);
    this.refusal.textContent = own ? error.message : `This part of the lab failed (${error.message}): load the page again, or build the site anew.`;
  }
}
