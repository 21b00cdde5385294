// What operations there are beside those of a plain network (operations.js): other activation functions,
// grouped convolutions, means of windows, and whatever leads several ways together. A page loads this file
// only for a network that has one of them.

import { OPERATIONS, slide } from "./operations.js";

const ROOT = Math.sqrt(2 / Math.PI);
/** @param {number} x @returns {number} the error function, to some 1e-15 */
function erf(x) {
  if (Math.abs(x) > 5.9) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) sum += (term *= (2 * x * x) / (2 * n + 1));
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (x) => 0.5 * (1 + Math.tanh(x / 2));
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const clipped = (x, low, high) => Math.min(Math.max(x, low), high);
const SELU = [1.0507009873554805, 1.6732632423543772];

// activation functions of one number, and their slopes
const FUNCTIONS = {
  linear: [(x) => x, () => 1],
  leaky_relu: [(x, { slope }) => (x > 0 ? x : slope * x), (x, { slope }) => (x > 0 ? 1 : slope)],
  relu6: [(x) => clipped(x, 0, 6), (x) => +(x > 0 && x < 6)],
  elu: [(x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)), (x, { alpha }) => (x > 0 ? 1 : alpha * Math.exp(x))],
  selu: [
    (x) => SELU[0] * (x > 0 ? x : SELU[1] * Math.expm1(x)),
    (x) => SELU[0] * (x > 0 ? 1 : SELU[1] * Math.exp(x)),
  ],
  gelu: [
    (x) => (x / 2) * (1 + erf(x * Math.SQRT1_2)),
    (x) => (1 + erf(x * Math.SQRT1_2)) / 2 + x * Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
  ],
  gelu_tanh: [
    (x) => (x / 2) * (1 + Math.tanh(ROOT * (x + 0.044715 * x ** 3))),
    (x) => {
      const t = Math.tanh(ROOT * (x + 0.044715 * x ** 3));
      return (1 + t + x * (1 - t * t) * ROOT * (1 + 0.134145 * x * x)) / 2;
    },
  ],
  silu: [(x) => x * sigmoid(x), (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x)))],
  sigmoid: [sigmoid, (x) => sigmoid(x) * (1 - sigmoid(x))],
  tanh: [Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
  softplus: [softplus, sigmoid],
  softsign: [(x) => x / (1 + Math.abs(x)), (x) => (1 + Math.abs(x)) ** -2],
  exponential: [Math.exp, Math.exp],
  hard_sigmoid: [(x) => clipped(x / 6 + 0.5, 0, 1), (x) => (Math.abs(x) < 3 ? 1 / 6 : 0)],
  hard_silu: [(x) => x * clipped(x / 6 + 0.5, 0, 1), (x) => (x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5)],
  mish: [
    (x) => x * Math.tanh(softplus(x)),
    (x) => {
      const t = Math.tanh(softplus(x));
      return t + x * (1 - t * t) * sigmoid(x);
    },
  ],
};

/** @param {Float32Array} values @param {Float32Array} into made probabilities of values, by softmax */
function softmax(values, into) {
  let [most, sum] = [-Infinity, 0];
  for (const value of values) most = Math.max(most, value);
  for (const value of values) sum += Math.exp(value - most);
  for (let k = 0; k < values.length; k++) into[k] = Math.exp(values[k] - most) / sum;
}

const activation = {
  forward(op) {
    const { out, given: [{ out: values }] } = op;
    if (op.function === "softmax") {
      const maps = op.shape.at(-1);
      for (let at = 0; at < out.length; at += maps) softmax(values.subarray(at, at + maps), out.subarray(at, at + maps));
      return;
    }
    const [of] = FUNCTIONS[op.function];
    for (let k = 0; k < out.length; k++) out[k] = of(values[k], op);
  },
  backward(op) {
    const { out, grad, given: [{ out: values, grad: down }] } = op;
    if (op.function === "softmax") {
      const maps = op.shape.at(-1);
      for (let at = 0; at < out.length; at += maps) {
        let mean = 0;
        for (let k = at; k < at + maps; k++) mean += grad[k] * out[k];
        for (let k = at; k < at + maps; k++) down[k] += out[k] * (grad[k] - mean);
      }
      return;
    }
    const slope = FUNCTIONS[op.function][1];
    for (let k = 0; k < grad.length; k++) if (grad[k] !== 0) down[k] += grad[k] * slope(values[k], op);
  },
};

// convolutions whose maps read some channels alone; those of a depthwise one read one each
const convolution = {
  prepare: OPERATIONS.convolution.prepare,
  each(op, visit) {
    const { begin, runs, groups } = op;
    const maps = op.shape[2];
    const channels = op.given[0].shape[2];
    const [inner, outer] = [channels / groups, maps / groups];
    for (let node = 0; node + 1 < begin.length; node++) {
      for (let run = begin[node]; run < begin[node + 1]; run += 3) {
        for (let k = 0; k < runs[run + 2]; k++) {
          const [from, line] = [runs[run] + k, runs[run + 1] + k];
          const channel = line % channels;
          const first = Math.floor(channel / inner) * outer;
          const place = Math.floor(line / channels) * inner + (channel % inner);
          visit(from, place * maps + first, node * maps + first, outer, place);
        }
      }
    }
  },
  forward(op) {
    const { out, given: [{ out: values }], kernel: { values: weights } } = op;
    const { values: bias } = op.bias;
    for (let at = 0; at < out.length; at += bias.length) out.set(bias, at);
    convolution.each(op, (from, line, at, count) => {
      const value = values[from];
      if (value !== 0) for (let o = 0; o < count; o++) out[at + o] += value * weights[line + o];
    });
  },
  backward(op) {
    const { grad, given: [{ grad: down }], kernel: { values: weights } } = op;
    convolution.each(op, (from, line, at, count) => {
      for (let o = 0; o < count; o++) down[from] += grad[at + o] * weights[line + o];
    });
  },
};

/** Visit all that the windows hold: from where, for which node of a map, and how many numbers its mean is of. */
function means(begin, runs, maps, visit) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    let seen = 0;
    for (let run = begin[node]; run < begin[node + 1]; run += 3) seen += runs[run + 2] / maps;
    for (let run = begin[node]; run < begin[node + 1]; run += 3) {
      for (let k = 0; k < runs[run + 2]; k++) visit(runs[run] + k, at + (k % maps), seen);
    }
  }
}

// the mean of each map in a window, as far as it lies in the image
const pool = {
  prepare: slide,
  forward({ out, begin, runs, given: [{ out: values }], shape }) {
    out.fill(0);
    means(begin, runs, shape.at(-1), (from, at, seen) => { out[at] += values[from] / seen; });
  },
  backward({ grad, begin, runs, given: [{ grad: down }], shape }) {
    means(begin, runs, shape.at(-1), (from, at, seen) => { down[from] += grad[at] / seen; });
  },
};

// of each channel times a factor, plus a number: a norm, a scale
const affine = {
  forward({ out, given: [{ out: values }], scale: { values: scale }, shift: { values: shift } }) {
    const maps = scale.length;
    for (let k = 0; k < out.length; k++) out[k] = values[k] * scale[k % maps] + shift[k % maps];
  },
  backward({ grad, given: [{ grad: down }], scale: { values: scale } }) {
    for (let k = 0; k < grad.length; k++) down[k] += grad[k] * scale[k % scale.length];
  },
};

// of several steps of one shape
const sum = {
  forward({ out, given, factors }) {
    out.fill(0);
    given.forEach(({ out: values }, n) => {
      for (let k = 0; k < out.length; k++) out[k] += factors[n] * values[k];
    });
  },
  backward({ grad, given, factors }) {
    given.forEach(({ grad: down }, n) => {
      for (let k = 0; k < grad.length; k++) down[k] += factors[n] * grad[k];
    });
  },
};

const product = {
  forward({ out, given }) {
    out.set(given[0].out);
    for (const { out: values } of given.slice(1)) for (let k = 0; k < out.length; k++) out[k] *= values[k % values.length];
  },
  backward({ grad, given }) {
    given.forEach(({ grad: down }, n) => {
      for (let k = 0; k < grad.length; k++) {
        let slope = grad[k];
        given.forEach(({ out: values }, other) => { if (other !== n) slope *= values[k % values.length]; });
        down[k % down.length] += slope;
      }
    });
  },
};

const concatenation = {
  forward({ out, given, shape }) {
    let first = 0;
    for (const { out: values, shape: own } of given) {
      const maps = own.at(-1);
      for (let from = 0, at = first; from < values.length; from += maps, at += shape.at(-1)) out.set(values.subarray(from, from + maps), at);
      first += maps;
    }
  },
  backward({ grad, given, shape }) {
    let first = 0;
    for (const { grad: down, shape: own } of given) {
      const maps = own.at(-1);
      for (let k = 0; k < down.length; k++) down[k] += grad[Math.floor(k / maps) * shape.at(-1) + first + (k % maps)];
      first += maps;
    }
  },
};

// rows and columns moved, left out, or repeated: each pixel is one of those that are read, or 0
const placing = {
  prepare(op) {
    const [height, width, maps] = op.shape;
    const [rows, columns] = op.given[0].shape;
    const [top, left] = op.padding; // below 0 where it is left out
    const [down, right] = op.repeated;
    op.from = Int32Array.from({ length: op.out.length }, (_, k) => {
      const row = Math.floor((Math.floor(k / maps / width) - top) / down);
      const column = Math.floor(((Math.floor(k / maps) % width) - left) / right);
      return row >= 0 && row < rows && column >= 0 && column < columns ? (row * columns + column) * maps + (k % maps) : -1;
    });
  },
  forward({ out, from, given: [{ out: values }] }) {
    for (let k = 0; k < out.length; k++) out[k] = from[k] < 0 ? 0 : values[from[k]];
  },
  backward({ grad, from, given: [{ grad: down }] }) {
    for (let k = 0; k < grad.length; k++) if (from[k] >= 0) down[from[k]] += grad[k];
  },
};

export const RARE = { convolution, pool, affine, activation, sum, product, concatenation, placing };
