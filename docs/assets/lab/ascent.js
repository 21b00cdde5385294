// The climb of one image, as Python does it (analysis/ascent/rules.py and domains.py): two rules of a
// step, and the two domains in which every image stays.

import { aim, climb } from "./objectives.js";
import { refuse } from "./shared.js";
import { startImage } from "./starts.js";

const TINY = 1e-12;
const ROUNDING = 1e-6; // of a mean: a float32 image deviates by so little from it by rounding alone

/** @param {Float32Array} values @returns {number[]} mean and deviation */
function moments(values) {
  let [mean, square] = [0, 0];
  for (const value of values) mean += value;
  mean /= values.length;
  for (const value of values) square += (value - mean) ** 2;
  return [mean, Math.sqrt(square / values.length)];
}

/** Bring an image into the domain, as it stands. @param {any} net @param {"sphere" | "box"} domain @param {Float32Array} image */
export function nearest(net, domain, image) {
  const { low, high } = net.input;
  if (domain === "box") {
    for (let k = 0; k < image.length; k++) image[k] = Math.min(Math.max(image[k], low[k % low.length]), high[k % high.length]);
    return image;
  }
  const [mean, deviation] = moments(image);
  const constant = deviation <= ROUNDING * Math.abs(mean);
  for (let k = 0; k < image.length; k++) image[k] = constant ? 0 : (image[k] - mean) / (deviation + TINY);
  return image;
}

/** Give slopes root mean square 1. @param {Float32Array} slopes */
function normalised(slopes) {
  let square = 0;
  for (const slope of slopes) square += slope * slope;
  const size = Math.sqrt(square / slopes.length) + TINY;
  for (let k = 0; k < slopes.length; k++) slopes[k] /= size;
  return slopes;
}

/** In the box most pixels of a maximum lie at an end: those with a small slope move almost as far. */
function even(slopes) {
  for (let k = 0; k < slopes.length; k++) slopes[k] = Math.sign(slopes[k]) * Math.sqrt(Math.sqrt(Math.abs(slopes[k])));
  return normalised(slopes);
}

/**
 * @param {any} net
 * @param {{start: Float32Array | {seed: number, mixture?: any}, objective: any, domain: "sphere" | "box", rule: "series" | "annealed", steps: number, rate?: number, first?: number, last?: number, keep?: number, shorter?: number, recover?: number}} asked
 *   `start` an image in the domain, or what it is drawn by; `rate` is the step of the series' rule, `first` and `last` those of ours; what is left out is as published
 * @returns {{next: () => {step: number, value: number, image: Float32Array, best: Float32Array, bestValue: number, done: boolean}}}
 *   each `next` gives an image, its value before the step, and the best one so far; these are overwritten by the next call
 */
export function ascent(net, { start: begun, objective, domain = "sphere", rule = "annealed", ...given }) {
  const { steps, rate, first, last, keep, shorter, recover } = { ...net.ascent?.rules?.[rule], ...given };
  if (!["sphere", "box"].includes(domain)) refuse(`There is no domain ${domain}. There are sphere and box.`);
  if (!["series", "annealed"].includes(rule)) refuse(`There is no rule ${rule}. There are series and annealed.`);
  if (!(Number.isInteger(steps) && steps > 0)) refuse(`An ascent needs 1 step or more, not ${steps}.`);
  const aimed = aim(net, objective);
  const here = begun instanceof Float32Array ? begun.slice() : startImage(net, { layer: objective.layer, domain, ...begun });
  const image = here.slice();
  const best = here.slice();
  const bestSlopes = new Float32Array(here.length);
  let [bestValue, scale, step] = [rule === "series" ? -Infinity : -1e30, 1, 0];
  const uphill = rule === "annealed" && domain === "box" ? even : normalised;

  /** Move; where too much was lost, from the best image with a shorter step. */
  function move(value, slopes) {
    if (rule === "series") return stepped(here, slopes, rate);
    const lost = value < bestValue - (1 - keep) * Math.abs(bestValue);
    scale = lost ? scale * shorter : Math.min(scale * recover, 1);
    const size = last + ((first - last) * (1 + Math.cos((Math.PI * step) / Math.max(steps - 1, 1)))) / 2;
    return lost ? stepped(best, bestSlopes.slice(), size * scale) : stepped(here, slopes, size * scale);
  }

  function stepped(from, slopes, size) {
    uphill(slopes);
    for (let k = 0; k < here.length; k++) here[k] = from[k] + size * slopes[k];
    nearest(net, domain, here);
  }

  return {
    next() {
      if (step >= steps) return { step: steps - 1, value: bestValue, image, best, bestValue, done: true };
      const value = climb(net, here, aimed);
      const slopes = net.operations[0].grad;
      image.set(here);
      if (value > bestValue) {
        bestValue = value;
        best.set(here);
        bestSlopes.set(slopes);
      }
      move(value, slopes);
      step += 1;
      return { step: step - 1, value, image, best, bestValue, done: step === steps };
    },
  };
}

/** @param {any} net @param {any} asked as of an ascent @returns {{image: Float32Array, value: number, values: number[]}} of the whole climb at once: the best image, its value, and the values before each step */
export function climbed(net, asked) {
  const climbing = ascent(net, asked);
  const values = [];
  for (;;) {
    const { value, best, bestValue, done } = climbing.next();
    values.push(value);
    if (done) return { image: best, value: bestValue, values };
  }
}
