// The film of an ascent: the picture, step by step, at a pace that can be watched; the response on an even
// or a logarithmic axis of steps, on which slider and pace go as well; a few frames side by side. Where a
// silent map had to be woken, the film begins with that: those steps raise the mean before the activation
// function, and have a part of the axis to themselves.

import { made } from "../elements.js";
import { plain } from "../numerals.js";
import { button, still } from "./frame.js";
import { SPREAD, draw } from "./picture.js";
import { watched } from "./sight.js";

const LASTS = 7000; // ms of the whole film
const ROW = 6; // frames between the first and the last, each at twice the step of the one before
const WAKING = 1; // the same of the steps that wake a map
const SHARE = 0.25; // of the logarithmic axis, for these
const [WIDE, HIGH] = [600, 150]; // px of the curve
const PERCENTILES = [0.02, 0.98]; // black and white of an enhanced one

/**
 * @param {ArrayLike<number>} values
 * @returns {number[]} black and white of an enhanced picture
 */
function ends(values) {
  const sorted = Float64Array.from(values).sort();
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  // of an even picture ink is white and paper black
  if (least === most) return most > 0 ? [least - 1, most] : [least, most + 1];
  return PERCENTILES.map((one) => sorted[Math.round(one * (sorted.length - 1))]);
}

/** @param {number} steps of an ascent @param {number} row frames between its first and its last @returns {number[]} those of its frames, as part IX of the series takes them */
function frameSteps(steps, row) {
  const first = Math.max(1, Math.floor(steps / 2 ** row));
  const doubled = Array.from({ length: row }, (_, k) => first * 2 ** k).filter((step) => step < steps - 1);
  return [...new Set([0, ...doubled, steps - 1])];
}

export class Film {
  /** @param {(told: string) => void} say to those who do not see it @param {(image: ArrayLike<number>) => void} shown hears of each picture */
  constructor(say, shown = () => {}) {
    Object.assign(this, { say, shown, raised: "response" });
    this.canvas = made("canvas", { role: "img", "aria-label": "No picture yet", class: "film-picture", width: 28, height: 28 });
    const oninput = () => this.seek(Number(this.slider.value) / 1000);
    this.slider = made("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": "Step of the ascent", oninput });
    this.button = button("Play", () => this.play(!this.playing));
    this.said = made("output");
    [this.even, this.enhanced] = [0, 1].map(() => made("input", { type: "checkbox", onchange: () => this.again() }));
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
   * @param {number} ascent how many there will be of the ascent
   * @param {{unit?: string, stride?: number, between?: import("./picture.js").Ends, waking?: number}} how steps between two pictures, and how many pictures come before the ascent, of what wakes the map
   */
  clear(shape, ascent, { unit = "step", stride = 1, between = [-SPREAD, SPREAD], waking = 0 } = {}) {
    this.play(false);
    const steps = waking + ascent;
    Object.assign(this, { shape, steps, unit, stride, between, waking, images: [], values: [], at: 0, place: 0 });
    this.slider.value = "0";
    this.slider.disabled = this.button.disabled = true;
    this.said.textContent = "";
    const first = waking ? frameSteps(waking, WAKING).slice(0, -1) : [];
    this.frames = [...first, ...frameSteps(ascent, ROW).map((step) => waking + step)].map((step) => {
      const canvas = made("canvas", { width: shape[1], height: shape[0], "aria-hidden": "true" });
      const frame = button(canvas, () => this.seek(this.along(step)), { disabled: "" });
      frame.append(made("span", {}, `${step < waking ? "waking " : ""}${this.number(step)}`));
      return { step, canvas, button: frame };
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

  /** @param {number} at the place of a picture @returns {number} its step, of the ascent or of what wakes the map before it */
  number(at) {
    return (at < this.waking ? at : at - this.waking) * this.stride;
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
    const { steps, waking } = this;
    if (steps < 2) return 0;
    if (this.even.checked) return step / (steps - 1);
    if (step < waking) return (SHARE * Math.log(step + 1)) / Math.log(waking + 1);
    const before = waking && SHARE;
    return before + ((1 - before) * Math.log(step - waking + 1)) / (Math.log(steps - waking) || 1);
  }

  /** @param {number} place on the axis @returns {number} */
  step(place) {
    const { steps, waking } = this;
    const before = waking && SHARE;
    let step = place * (steps - 1);
    if (!this.even.checked) step = place < before ? (waking + 1) ** (place / before) - 1 : waking + (steps - waking) ** ((place - before) / (1 - before)) - 1;
    return Math.min(Math.round(step), steps - 1);
  }

  /** @param {number} step @returns {string} */
  told(step) {
    const [number, value] = [this.number(step), plain(this.values[step])];
    return step < this.waking ? `waking, step ${number}: ${value} before the activation function` : `${this.unit} ${number}, ${this.raised} ${value}`;
  }

  /** Hold the film at a place. @param {number} place on the axis */
  seek(place) {
    this.play(false);
    this.go(place);
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
    this.shown(this.images[this.at]);
    for (const one of this.frames) one.button.classList.toggle("chosen", one.step === this.at);
    this.mark();
  }

  /** Show on the curve which picture it is. */
  mark() {
    this.now.style.left = `${100 * this.along(this.at)}%`;
  }

  /** Draw what is there by another scale or on another axis. */
  again() {
    for (const { step, canvas } of this.frames) if (step < this.images.length) draw(canvas, this.images[step], this.shape, this.limits(this.images[step]));
    this.sketch();
    this.go(this.along(this.at));
  }

  /** Draw the curve. */
  sketch() {
    const { values, waking } = this;
    const [low, high] = values.reduce(([least, most], one) => [Math.min(least, one), Math.max(most, one)], [0, 0]);
    const y = (value) => HIGH - 4 - ((HIGH - 8) * (value - low)) / (high - low || 1);
    const points = values.map((value, step) => `${(WIDE * this.along(step)).toFixed(1)},${y(value).toFixed(1)}`);
    const line = (part, of = "") => (part.length ? `<polyline class="${of}" points="${part.join(" ")}"/>` : "");
    const awake = waking ? `<path class="woke" d="M${WIDE * this.along(waking)} 0V${HIGH}"/>` : "";
    const most = values.slice(waking).reduce((best, one) => Math.max(best, one), -Infinity);
    this.curve.innerHTML = `<svg viewBox="0 0 ${WIDE} ${HIGH}" preserveAspectRatio="none" aria-hidden="true"><path d="M0 ${y(0)}H${WIDE}"/>${awake}${line(points.slice(0, waking), "waking")}${line(points.slice(waking))}</svg><i class="film-now"></i><span>${this.raised}${values.length > waking ? `, at most ${plain(most, most < 10 ? 3 : 1)}` : ""}</span>${waking ? `<span class="film-woke">waking</span><span class="film-woke" style="left: ${100 * this.along(waking)}%">step 0</span>` : ""}<span>${this.unit} ${this.number(this.steps - 1)}</span>`;
    this.curve.setAttribute("aria-label", `The ${this.raised} along the ascent${values.length > waking ? `${waking ? ", after the climb before it" : ""}: ${plain(values[waking])} at first, ${plain(most)} at most` : ""}`);
    this.now = /** @type {HTMLElement} */ (this.curve.querySelector(".film-now"));
    this.mark();
  }

  /** @param {boolean} go from the first picture where the last is shown */
  play(go) {
    cancelAnimationFrame(this.timer);
    this.playing = go;
    this.button.textContent = go ? "Pause" : "Play";
    if (!go || !this.images.length) return;
    if (still()) {
      this.seek(1);
      return;
    }
    if (this.at === this.steps - 1) this.go(0);
    let before = performance.now();
    const on = (now) => {
      if (!this.playing) return;
      // a frame may have begun before the film did
      this.go(Math.min(this.place + Math.max(now - before, 0) / LASTS, 1));
      before = now;
      if (this.at === this.steps - 1) {
        this.seek(1);
        this.say(`The film has ended at ${this.told(this.at)}.`);
      } else this.timer = requestAnimationFrame(on);
    };
    this.timer = requestAnimationFrame(on);
  }
}
