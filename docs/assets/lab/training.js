// Training as Python does it (analysis/networks/training.py and series.py): the same initial weights, the
// same order of images, stochastic gradient descent with momentum and an L2 penalty on kernels.

import { sha256 } from "./digest.js";
import { back, forward } from "./engine.js";
import { addRun, turned } from "./operations.js";
import { Generator } from "./random.js";
import { largest, refuse } from "./shared.js";

const TRAINED = ["image", "convolution", "dense", "pool", "activation", "softmax", "reshaping", "sum", "concatenation", "placing"];

/** @param {number} seed @param {string} purpose @returns {number} as analysis/seeds.py derives it */
export function derived(seed, purpose) {
  return new DataView(sha256(new TextEncoder().encode(`${seed}/${purpose}`)).buffer).getUint32(0) >>> 4;
}

/** @param {any} op with weights @returns {any[]} kernel and bias, as they are learned */
const learned = (op) => [op.kernel, op.bias];

/** Add to the slopes of weights and biases, for each slope that is not 0, that many times what the window holds. */
function teach({ kernel, bias, grad, span, begin, runs, given }) {
  if (kernel) add(grad, given[0].out, span, bias.values.length, begin, runs, kernel.grad, bias.grad);
}

function add(grad, values, span, maps, begin, runs, learned, bias) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    for (let map = 0; map < maps; map++) {
      const slope = grad[at + map];
      if (slope === 0) continue;
      bias[map] += slope;
      for (let run = begin[node]; run < begin[node + 1]; run += 3) addRun(slope, values, runs[run], learned, map * span + runs[run + 1], runs[run + 2]);
    }
  }
}

/** Give a network the initial weights that belong to a seed. @param {any} net @param {number} seed */
export function begin(net, seed) {
  const random = new Generator(derived(seed, "initial weights"));
  for (const op of net.operations) {
    if (!op.kernel) continue;
    const { shape, values } = op.kernel;
    const out = shape.at(-1);
    const limit = Math.sqrt(6 / ((values.length / out / shape.at(-2)) * (shape.at(-2) + out)));
    for (let k = 0; k < values.length; k++) values[k] = -limit + 2 * limit * random.uniform();
    turned(values, op.span, out, op.back);
    op.bias.values.fill(0);
  }
}

/** @param {any} net @param {Float32Array | Uint8Array} images @param {number} index @param {Float32Array} into @returns {Float32Array} an image, standardised where it is given in bytes, from the darkest pixel to the brightest */
function taken(net, images, index, into) {
  const { mean, deviation, dark = [0], bright = [255] } = net.input;
  const first = index * into.length;
  if (images instanceof Float32Array) return images.subarray(first, first + into.length);
  for (let k = 0; k < into.length; k++) {
    const of = k % mean.length;
    into[k] = (dark[of] + (images[first + k] * (bright[of] - dark[of])) / 255 - mean[of]) / deviation[of];
  }
  return into;
}

/**
 * @param {any} net @param {{images: Float32Array | Uint8Array, labels: ArrayLike<number>}} data
 * @param {Int32Array} chosen images, by their indices @param {(probabilities: Float32Array, label: number) => void} [then] what follows on each
 * @returns {{loss: number, right: number}} mean cross-entropy and share of the chosen images that are classified right
 */
function readings(net, { images, labels }, chosen, then) {
  const image = new Float32Array(net.operations[0].out.length);
  let [loss, right] = [0, 0];
  for (const index of chosen) {
    const { probabilities } = forward(net, taken(net, images, index, image));
    loss -= Math.log(Math.max(probabilities[labels[index]], 1e-7));
    right += +(largest(probabilities) === labels[index]);
    then?.(probabilities, labels[index]);
  }
  return { loss: loss / chosen.length, right: right / chosen.length };
}

/**
 * @param {any} net @param {{images: Float32Array | Uint8Array, labels: ArrayLike<number>}} data
 * @returns {{loss: number, right: number}} mean cross-entropy and share of images that are classified right
 */
export const score = (net, data) => readings(net, data, Int32Array.from(data.labels, (_, index) => index));

/**
 * @param {any} net whose weights are trained
 * @param {{images: Float32Array | Uint8Array, labels: ArrayLike<number>, batch: number, rate: number | number[], momentum?: number, penalty?: number, seed: number, anew?: boolean}} asked
 *   images, standardised or in grey values; a rate for all steps or one for each; `anew` false leaves the weights that are there
 * @returns {{next: () => {step: number, epoch: number, loss: number, right: number}}} each `next` takes one batch: mean loss and share right before its step
 */
export function train(net, { images, labels, batch, rate, momentum = 0, penalty = 0, seed, anew = true }) {
  const strange = net.operations.find((op) => !TRAINED.includes(op.kind) || op.groups > 1);
  if (strange) refuse(`Step ${strange.name} cannot be trained on this page: it is of the kind ${strange.kind}.`);
  if (net.end !== "softmax") refuse("A network is trained on this page only where it ends with a softmax.");
  if (!labels.length || images.length !== labels.length * net.operations[0].out.length) refuse("Training needs as many images as labels, of the size that the network reads.");
  if (anew) begin(net, seed);
  for (const op of net.operations) op.ties = false; // pools take the largest sum, however near another one comes
  const weighted = net.operations.filter((op) => op.kernel);
  const speed = new Map();
  for (const tensor of weighted.flatMap(learned)) {
    tensor.grad = new Float32Array(tensor.values.length);
    speed.set(tensor, new Float32Array(tensor.values.length));
  }
  const place = net.operations.indexOf(net.logits);
  const perEpoch = Math.ceil(labels.length / batch);
  let [step, order] = [0, null];

  function moved(tensor, values, shrink) {
    const [slopes, way] = [tensor.grad, speed.get(tensor)];
    const size = Array.isArray(rate) ? rate[Math.min(step, rate.length - 1)] : rate;
    for (let k = 0; k < values.length; k++) {
      way[k] = momentum * way[k] - size * (slopes[k] + shrink * values[k]);
      values[k] += way[k];
    }
    slopes.fill(0);
  }

  return {
    next() {
      const epoch = Math.floor(step / perEpoch);
      const first = (step % perEpoch) * batch;
      if (first === 0) order = new Generator(seed, epoch).permutation(labels.length);
      const chosen = order.subarray(first, first + batch);
      const { loss, right } = readings(net, { images, labels }, chosen, (probabilities, label) => {
        probabilities.forEach((one, k) => { net.logits.grad[k] = (one - +(k === label)) / chosen.length; });
        back(net, place, { learn: teach });
      });
      if (!Number.isFinite(loss)) refuse("The training went astray: its loss is no number. Begin again with a smaller rate.");
      for (const op of weighted) {
        moved(op.kernel, op.back, 2 * penalty);
        turned(op.back, op.kernel.shape.at(-1), op.span, op.kernel.values);
        if (!op.bias.fixed) moved(op.bias, op.bias.values, 0);
      }
      step += 1;
      return { step: step - 1, epoch, loss, right };
    },
  };
}
