// What the parts of the lab share: they begin when a reader comes near, rest when nobody sees them, say
// what happens without shouting, and leave the page as it was where they cannot run.

import { openLab } from "./client.js";
import { made } from "../elements.js";

const NEAR = "300px"; // below the window, where a lab gets ready
const REC_709 = [0.2126, 0.7152, 0.0722]; // of red, green and blue
const PAUSE = 700; // ms without news after which the last of it is said

/** @param {string} text @param {(Node | string)[]} control what it names @returns {HTMLLabelElement} */
export const labelled = (text, ...control) => made("label", {}, made("span", {}, text), ...control);

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

/** @returns {{region: HTMLElement, say: (told: string) => void}} where things are said to those who do not see them */
export function announcer() {
  const region = made("p", { class: "lab-news", "aria-live": "polite" });
  let waits = 0;
  const say = (told) => {
    clearTimeout(waits);
    waits = setTimeout(() => { region.textContent = told; }, PAUSE);
  };
  return { region, say };
}

/** @param {string} address @returns {Promise<any>} what a file holds @throws {Error} a sentence */
export async function read(address) {
  const answer = await fetch(address).catch(() => null);
  const failed = (what) => new Error(`The file ${new URL(address, location.href).pathname} ${what}: try again later, or build the site anew.`);
  if (!answer?.ok) throw failed("could not be read");
  if (!address.endsWith(".json")) return answer.arrayBuffer().catch(() => { throw failed("could not be read"); });
  const held = await answer.json().catch(() => null);
  if (!Object.hasOwn(held ?? {}, "$schema")) throw failed("is damaged"); // as each file of the build begins
  return held;
}

/**
 * @param {any} input of the network
 * @param {ArrayLike<number>} pixels from 0 for paper to 255 for ink: of each channel, or grey for all of them
 * @returns {Float32Array} as the network reads it, standardised
 */
export function standardised({ shape: [rows, columns, channels], dark, bright, mean, deviation }, pixels) {
  const grey = pixels.length === rows * columns;
  return Float32Array.from({ length: rows * columns * channels }, (_, k) => {
    const of = k % channels;
    const value = dark[of] + (pixels[grey ? (k - of) / channels : k] / 255) * (bright[of] - dark[of]);
    return (value - mean[of]) / deviation[of];
  });
}

/** @param {{pixels: string}} image of the file of images @returns {Uint8Array} its pixels */
export const pixelsOf = ({ pixels }) => Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));

/** @param {ArrayLike<number>} pixels @param {number} channels @returns {Float32Array} how bright they are, as analysis/images/channels.py says it */
export const greyOf = (pixels, channels) => Float32Array.from({ length: pixels.length / channels }, (_, at) => {
  const own = Array.from({ length: channels }, (_, k) => pixels[at * channels + k]);
  return channels === 3 ? REC_709.reduce((sum, weight, k) => sum + weight * own[k], 0) : own.reduce((sum, one) => sum + one, 0) / channels;
});

/** A part of the lab: `begin` of its kind gets the network and puts its controls into `this.bench`. */
export class Lab extends HTMLElement {
  async connectedCallback() {
    if (this.bench) return;
    this.bench = made("div", { class: "lab-bench" });
    const { region, say } = announcer();
    this.say = say;
    await near(this);
    try {
      this.lab = await openLab(this.dataset.network ?? "");
      await this.begin();
      for (const child of this.children) child.hidden = true; // what stands there without the lab
      this.append(this.bench, region);
    } catch (error) {
      this.refuse(error);
    }
  }

  disconnectedCallback() {
    this.lab?.close();
  }

  /** Say in one sentence what is missing. @param {any} error */
  refuse(error) {
    this.refusal ??= this.insertBefore(made("p", { class: "lab-refusal", role: "status" }), this.firstChild);
    const own = ![TypeError, RangeError, SyntaxError].some((one) => error instanceof one);
    this.refusal.textContent = own ? `${error?.message ?? error}` : `This part of the lab failed (${error.message}): load the page again, or build the site anew.`;
  }
}
