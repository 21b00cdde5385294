// The film of an ascent: the picture, step by step, at a pace that can be watched; the response on an even
// or a logarithmic axis of steps, on which slider and pace go as well; a few frames side by side.

import { made } from "../elements.js";
import { plain } from "../numerals.js";
import { still, watched } from "./frame.js";

const LASTS = 7000; // ms of the whole film
const ROW = 6; // frames between the first and the last, each at twice the step of the one before
const [WIDE, HIGH] = [600, 150]; // px of the curve
const SPREAD = 3; // deviations that black and white of a picture stand for
const PERCENTILES = [0.02, 0.98]; // black and white of an enhanced one

/**
 * @param {ArrayLike<number>} values
 * @returns {number[]} black and white of an enhanced picture
 */
function ends(values) {
  const sorted = Float64Array.from(values).sort();
  return PERCENTILES.map((one) => sorted[Math.round(one * (sorted.length - 1))]);
}

/**
 * Draw a picture of one channel, or of three.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} image row by row
 * @param {number[]} shape rows, columns, and channels where there are several
 * @param {number[]} between what black and white stand for
 */
export function draw(canvas, image, [rows, columns, channels = 1], [black, white]) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const pen = canvas.getContext("2d");
  const shown = pen.createImageData(columns, rows);
  for (let at = 0; at < rows * columns; at++) {
    for (let k = 0; k < 3; k++) shown.data[4 * at + k] = (255 * (image[at * channels + (k % channels)] - black)) / (white - black || 1);
    shown.data[4 * at + 3] = 255;
  }
  pen.putImageData(shown, 0, 0);
}

/** @param {number} steps of an ascent @returns {number[]} those of its frames, as part IX of the series takes them */
function frameSteps(steps) {
  const first = Math.max(1, Math.floor(steps / 2 ** ROW));
  const doubled = Array.from({ length: ROW }, (_, k) => first * 2 ** k).filter((step) => step < steps - 1);
  return [...new Set([0, ...doubled, steps - 1])];
}

export class Film {
  /** @param {(told: string) => void} say to those who do not see it */
  constructor(say) {
    this.say = say;
    this.canvas = made("canvas", { role: "img", class: "film-picture", width: 28, height: 28 });
    this.slider = made("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": "Step of the ascent" });
    this.slider.addEventListener("input", () => {
      this.play(false);
      this.go(Number(this.slider.value) / 1000);
    });
    this.button = made("button", { type: "button" }, "Play");
    this.button.addEventListener("click", () => this.play(!this.playing));
    this.said = made("output", {});
    this.even = made("input", { type: "checkbox" });
    this.enhanced = made("input", { type: "checkbox" });
    for (const box of [this.even, this.enhanced]) box.addEventListener("change", () => this.again());
    this.curve = made("div", { class: "film-curve", role: "img" });
    this.row = made("div", { class: "film-row" });
    this.controls = made("div", { class: "lab-tools film-controls" }, this.button, this.slider, this.said);
    this.choices = made("div", { class: "lab-tools" },
      made("label", {}, this.even, " even axis of steps"), made("label", {}, this.enhanced, " enhance contrast"));
    this.clear([28, 28], 1);
    watched(this.controls, (seen) => { if (!seen) this.play(false); });
  }

  /**
   * Begin a new film.
   *
   * @param {number[]} shape of its pictures
   * @param {number} steps how many there will be
   * @param {{unit?: string, stride?: number, between?: number[]}} how steps between two pictures, and what black and white stand for
   */
  clear(shape, steps, { unit = "step", stride = 1, between = [-SPREAD, SPREAD] } = {}) {
    this.play(false);
    Object.assign(this, { shape, steps, unit, stride, between, images: [], values: [], at: 0, place: 0 });
    this.slider.value = "0";
    this.slider.disabled = this.button.disabled = true;
    this.said.textContent = "";
    this.frames = frameSteps(steps).map((step) => {
      const canvas = made("canvas", { width: shape[1], height: shape[0], "aria-hidden": "true" });
      const button = made("button", { type: "button", disabled: "" }, canvas, made("span", {}, `${step * stride}`));
      button.addEventListener("click", () => {
        this.play(false);
        this.go(this.along(step));
      });
      return { step, canvas, button };
    });
    this.row.replaceChildren(...this.frames.map((one) => one.button));
    draw(this.canvas, new Float32Array(shape[0] * shape[1] * (shape[2] ?? 1)), shape, between);
    this.sketch();
  }

  /** @param {Float32Array} image @param {number} value the response to it */
  add(image, value) {
    this.images.push(image);
    this.values.push(value);
    this.slider.disabled = this.button.disabled = false;
    const frame = this.frames.find((one) => one.step === this.images.length - 1);
    if (frame) {
      frame.button.disabled = false;
      frame.button.setAttribute("aria-label", this.told(frame.step));
      draw(frame.canvas, image, this.shape, this.limits(image));
    }
    if (this.images.length === 1) this.go(0);
  }

  /** All pictures are there. @param {boolean} watch whether the film is played, or its end shown */
  end(watch) {
    this.sketch();
    if (still() || !watch) this.go(1);
    else if (!this.playing) this.play(true);
  }

  /** @param {ArrayLike<number>} image @returns {number[]} */
  limits(image) {
    return this.enhanced.checked ? ends(image) : this.between;
  }

  /** @param {number} step @returns {number} where it lies on the axis, from 0 to 1 */
  along(step) {
    if (this.steps < 2) return 0;
    return this.even.checked ? step / (this.steps - 1) : Math.log(step + 1) / Math.log(this.steps);
  }

  /** @param {number} place on the axis @returns {number} */
  step(place) {
    const step = this.even.checked ? place * (this.steps - 1) : this.steps ** place - 1;
    return Math.min(Math.round(step), this.steps - 1);
  }

  /** @param {number} step @returns {string} */
  told(step) {
    return `${this.unit} ${step * this.stride}, response ${plain(this.values[step])}`;
  }

  /** @param {number} place on the axis; no further than there are pictures */
  go(place) {
    if (!this.images.length) return;
    this.at = Math.min(this.step(place), this.images.length - 1);
    // while more is computed the film waits at the last picture that is there
    this.place = Math.min(place, this.along(this.images.length - 1));
    this.slider.value = `${Math.round(1000 * this.place)}`;
    const told = this.told(this.at);
    this.said.textContent = told;
    this.slider.setAttribute("aria-valuetext", told);
    this.canvas.setAttribute("aria-label", `The picture at ${told}`);
    draw(this.canvas, this.images[this.at], this.shape, this.limits(this.images[this.at]));
    for (const one of this.frames) one.button.classList.toggle("chosen", one.step === this.at);
    const line = this.curve.querySelector(".film-now");
    if (line) line.style.left = `${100 * this.along(this.at)}%`;
  }

  /** Draw what is there by another scale or on another axis. */
  again() {
    for (const { step, canvas } of this.frames) if (step < this.images.length) draw(canvas, this.images[step], this.shape, this.limits(this.images[step]));
    this.sketch();
    this.go(this.along(this.at));
  }

  /** Draw the curve. */
  sketch() {
    const [low, high] = this.values.reduce(([least, most], one) => [Math.min(least, one), Math.max(most, one)], [0, 0]);
    const y = (value) => HIGH - 4 - ((HIGH - 8) * (value - low)) / (high - low || 1);
    const points = this.values.map((value, step) => `${(WIDE * this.along(step)).toFixed(1)},${y(value).toFixed(1)}`);
    const svg = `<svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><path d="M0 ${y(0)}H${WIDE}"/>${points.length ? `<polyline points="${points.join(" ")}"/>` : ""}</svg>`;
    this.curve.innerHTML = `${svg}<i class="film-now"></i><span>${plain(high, high < 10 ? 3 : 1)}</span><span>${(this.steps - 1) * this.stride}</span>`;
    this.curve.setAttribute("aria-label", this.values.length ? `The response along the ascent: ${plain(this.values[0])} at first, ${plain(high)} at most` : "The response along the ascent");
    const line = /** @type {HTMLElement} */ (this.curve.querySelector(".film-now"));
    line.style.left = `${100 * this.along(this.at)}%`;
  }

  /** @param {boolean} go from the first picture where the last is shown */
  play(go) {
    cancelAnimationFrame(this.timer);
    this.playing = go;
    this.button.textContent = go ? "Pause" : "Play";
    if (!go || !this.images.length) return;
    if (still()) {
      this.playing = false;
      this.button.textContent = "Play";
      this.go(1);
      return;
    }
    if (this.at === this.steps - 1) this.go(0);
    let before = performance.now();
    const on = (now) => {
      if (!this.playing) return;
      this.go(Math.min(this.place + (now - before) / LASTS, 1));
      before = now;
      if (this.at === this.steps - 1) {
        this.play(false);
        this.go(1);
        this.say(`The film has ended at ${this.told(this.at)}.`);
      } else this.timer = requestAnimationFrame(on);
    };
    this.timer = requestAnimationFrame(on);
  }
}
