// The few operations that a network is made of, each on one image: forwards, and backwards to what it
// reads and to its weights. Arrays are Float32Array, in the order row, column, channel. Kernels lie as
// Keras has them (row, column, in, out) for the way forwards, where the inner loop runs over channels
// out, and once more as (out, row, column, in) for the way back, where it runs over a line of the window.
// After a ReLU much is 0; what is 0 is left out, both ways.

const FEW = 4; // channels
const ROUNDING = 2 ** -20; // of sums of products, in units of the sum of all weights' sizes
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

/** @param {string} name @returns {boolean} whether an activation function is known, and looks at one number at a time */
export const byNumber = (name) => name === "relu" || Object.hasOwn(FUNCTIONS, name);

/** @param {ArrayLike<number>} values @returns {number} the place of the largest, the first of equal ones */
export function largest(values) {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** @param {Float32Array} values @param {Float32Array} into made probabilities of values, by softmax */
export function softmax(values, into) {
  let [most, sum] = [-Infinity, 0];
  for (const value of values) most = Math.max(most, value);
  for (const value of values) sum += Math.exp(value - most);
  for (let k = 0; k < values.length; k++) into[k] = Math.exp(values[k] - most) / sum;
}

/**
 * Note for each node which numbers its window holds, as far as it lies within what is read: `runs` has
 * three numbers for each line of them, where it begins, where its weights begin, and how long it is;
 * those of a node stand from `begin[node]` on, up to `begin[node + 1]`.
 */
function slide(op) {
  const [height, width, channels] = op.given[0].shape;
  const [rows, columns] = op.window;
  const [down, right] = op.dilation ?? [1, 1];
  const [nodesDown, nodesAcross] = op.shape.length === 3 ? op.shape : [1, 1];
  const [begin, runs] = [[], []];
  for (let node = 0; node < nodesDown * nodesAcross; node++) {
    begin.push(runs.length);
    const top = Math.floor(node / nodesAcross) * op.strides[0] - op.padding[0];
    const left = (node % nodesAcross) * op.strides[1] - op.padding[1];
    for (let i = 0; i < rows; i++) {
      const row = top + i * down;
      if (row < 0 || row >= height) continue;
      for (let j = 0; j < columns; j++) {
        const column = left + j * right;
        if (column < 0 || column >= width) continue;
        const [from, line] = [(row * width + column) * channels, (i * columns + j) * channels];
        const last = runs.length - 3;
        const goesOn = last >= begin[node] && runs[last] + runs[last + 2] === from && runs[last + 1] + runs[last + 2] === line;
        if (goesOn) runs[last + 2] += channels;
        else runs.push(from, line, channels);
      }
    }
  }
  op.begin = Int32Array.from([...begin, runs.length]);
  op.runs = Int32Array.from(runs);
}

/** Turn a kernel (in, out) to (out, in), or back. */
export function turned(from, rows, columns, into) {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) into[column * rows + row] = from[row * columns + column];
  return into;
}

/** Add a multiple of some numbers to others. */
function addRun(factor, from, first, into, at, count) {
  for (let k = 0; k < count; k++) into[at + k] += factor * from[first + k];
}

// What runs long is given arrays and numbers alone: engines compile that best.

/**
 * The sums of all maps. What a window holds is listed without what is 0, each number with where its line
 * of weights begins; then these lines are added, eight at a time.
 */
function sumMaps(out, values, weights, bias, begin, runs, listed, lines) {
  const maps = bias.length;
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    let count = 0;
    for (let run = begin[node]; run < begin[node + 1]; run += 3) {
      const from = runs[run];
      const line = runs[run + 1];
      for (let k = 0; k < runs[run + 2]; k++) {
        const value = values[from + k];
        if (value === 0) continue;
        listed[count] = value;
        lines[count++] = (line + k) * maps;
      }
    }
    for (let map = 0; map < maps; map++) out[at + map] = bias[map];
    let k = 0;
    for (; k + 8 <= count; k += 8) {
      const a = listed[k], b = listed[k + 1], c = listed[k + 2], d = listed[k + 3];
      const e = listed[k + 4], f = listed[k + 5], g = listed[k + 6], h = listed[k + 7];
      const p = lines[k], q = lines[k + 1], r = lines[k + 2], s = lines[k + 3];
      const t = lines[k + 4], u = lines[k + 5], v = lines[k + 6], w = lines[k + 7];
      for (let map = 0; map < maps; map++) {
        out[at + map] += a * weights[p + map] + b * weights[q + map] + c * weights[r + map] + d * weights[s + map]
          + e * weights[t + map] + f * weights[u + map] + g * weights[v + map] + h * weights[w + map];
      }
    }
    for (; k < count; k++) {
      const value = listed[k];
      const line = lines[k];
      for (let map = 0; map < maps; map++) out[at + map] += value * weights[line + map];
    }
  }
}

/** The sums of one map, whose weights begin at `first` among those turned. */
function sumMap(out, values, back, bias, begin, runs, map, first) {
  for (let node = 0; node + 1 < begin.length; node++) {
    let sum = bias[map];
    for (let run = begin[node]; run < begin[node + 1]; run += 3) {
      const from = runs[run];
      const line = first + runs[run + 1];
      for (let k = 0; k < runs[run + 2]; k++) sum += values[from + k] * back[line + k];
    }
    out[node * bias.length + map] = sum;
  }
}

/** Add to what each window was read from, for each slope that is not 0, that many times the weights of its map. */
function spread(grad, back, span, maps, begin, runs, down) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    for (let map = 0; map < maps; map++) {
      const slope = grad[at + map];
      if (slope === 0) continue;
      for (let run = begin[node]; run < begin[node + 1]; run += 3) addRun(slope, back, map * span + runs[run + 1], down, runs[run], runs[run + 2]);
    }
  }
}

/** Add to the slopes of weights and biases, for each slope that is not 0, that many times what the window holds. */
function teach(grad, values, span, maps, begin, runs, learned, bias) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    for (let map = 0; map < maps; map++) {
      const slope = grad[at + map];
      if (slope === 0) continue;
      bias[map] += slope;
      for (let run = begin[node]; run < begin[node + 1]; run += 3) addRun(slope, values, runs[run], learned, map * span + runs[run + 1], runs[run + 2]);
    }
  }
}

/** Keep the weights turned as well, and a bias where there is none. */
function turnable(op, span, maps) {
  op.span = span;
  op.bias ??= { shape: [maps], values: new Float32Array(maps), fixed: true };
  op.back = turned(op.kernel.values, span, maps, new Float32Array(op.kernel.values.length));
  op.listed = new Float32Array(span);
  op.lines = new Int32Array(span);
}

const convolution = {
  prepare(op) {
    const [rows, columns, inner, maps] = op.kernel.shape;
    op.window = [rows, columns];
    turnable(op, rows * columns * inner, maps);
    slide(op);
  },
  forward(op, only) {
    const { out, bias, begin, runs, kernel, given: [{ out: values }] } = op;
    if (op.groups > 1) grouped.forward(op);
    else if (only >= 0) sumMap(out, values, op.back, bias.values, begin, runs, only, only * op.span);
    else sumMaps(out, values, kernel.values, bias.values, begin, runs, op.listed, op.lines);
  },
  backward(op, learn) {
    const { grad, span, begin, runs, bias, kernel, given: [given] } = op;
    const maps = op.shape.at(-1);
    if (op.groups > 1) grouped.backward(op);
    else if (given.wanted) spread(grad, op.back, span, maps, begin, runs, given.grad);
    if (learn) teach(grad, given.out, span, maps, begin, runs, kernel.grad, bias.grad);
  },
};

// a convolution whose window is all that there is
const dense = {
  prepare(op) {
    turnable(op, ...op.kernel.shape);
    op.begin = Int32Array.of(0, 3);
    op.runs = Int32Array.of(0, 0, op.span);
  },
  forward: convolution.forward,
  backward: convolution.backward,
};

// convolutions whose maps read some channels alone; those of a depthwise one read one each
const grouped = {
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
    grouped.each(op, (from, line, at, count) => {
      const value = values[from];
      if (value !== 0) for (let o = 0; o < count; o++) out[at + o] += value * weights[line + o];
    });
  },
  backward(op) {
    const { grad, given: [{ grad: down }], kernel: { values: weights } } = op;
    grouped.each(op, (from, line, at, count) => {
      for (let o = 0; o < count; o++) down[from] += grad[at + o] * weights[line + o];
    });
  },
};

const pool = {
  prepare(op) {
    op.from = new Int32Array(op.out.length);
    slide(op);
    op.ties = ties(op);
  },
  forward({ out, from, begin, runs, how, given: [{ out: values }], shape, ties }) {
    if (how === "max") pickLargest(out, from, values, begin, runs, shape.at(-1));
    if (ties) pickFirst(from, ties.sums, ties.margin, runs, shape.at(-1));
    if (how === "average") average(out, values, begin, runs, shape.at(-1));
  },
  backward({ grad, from, begin, runs, how, given: [{ grad: down }], shape }) {
    const maps = shape.at(-1);
    if (how === "max") {
      for (let k = 0; k < grad.length; k++) if (grad[k] !== 0) down[from[k]] += grad[k];
      return;
    }
    for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
      const seen = sizeOf(begin, runs, node) / maps;
      for (let run = begin[node]; run < begin[node + 1]; run += 3) {
        for (let k = 0; k < runs[run + 2]; k++) down[runs[run] + k] += grad[at + (k % maps)] / seen;
      }
    }
  },
};

/**
 * Of the sums of a convolution of few channels, those that differ by rounding alone tie, and the first
 * wins, as in Python (analysis/ascent/pooling.py): an ascent leads to places where they do.
 *
 * @returns {{sums: Float32Array, margin: Float32Array} | null} null where pools are no blocks of 2 x 2 nodes of such sums
 */
function ties({ how, window, strides, runs, from, given: [read] }) {
  const of = read.kind === "activation" && read.function === "relu" ? read.given[0] : read;
  const all = (list, value) => list.every((one) => one === value);
  if (how !== "max" || !all([...window, ...strides], 2) || of.kind !== "convolution") return null;
  const [rows, columns, channels, maps] = of.kernel.shape;
  const whole = runs.length === 6 * (from.length / maps) && runs.every((one, k) => k % 3 < 2 || one === 2 * maps);
  const plain = of.groups === 1 && all([...of.strides, ...of.dilation, rows % 2, columns % 2], 1) && all(of.padding, 0);
  if (!whole || !plain || channels > FEW) return null;
  const margin = new Float32Array(maps);
  of.kernel.values.forEach((weight, k) => { margin[k % maps] += ROUNDING * Math.abs(weight); });
  return { sums: of.out, margin };
}

/** Note of each block of 2 x 2 sums which one wins, where a later one has to exceed an earlier one by a margin. */
function pickFirst(from, sums, margin, runs, maps) {
  for (let node = 0; node * maps < from.length; node++) {
    const upper = runs[6 * node];
    const lower = runs[6 * node + 3];
    for (let map = 0; map < maps; map++) {
      const a = upper + map;
      const c = lower + map;
      const above = Math.max(sums[a], sums[a + maps]) + margin[map] >= Math.max(sums[c], sums[c + maps]);
      const first = above ? a : c;
      from[node * maps + map] = sums[first] + margin[map] >= sums[first + maps] ? first : first + maps;
    }
  }
}

/** @returns {number} how many numbers the window of a node holds */
function sizeOf(begin, runs, node) {
  let size = 0;
  for (let run = begin[node]; run < begin[node + 1]; run += 3) size += runs[run + 2];
  return size;
}

/** The largest number of each map in a window, of equal ones the first, and where it was read. */
function pickLargest(out, from, values, begin, runs, maps) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    for (let k = at; k < at + maps; k++) out[k] = -Infinity;
    for (let run = begin[node]; run < begin[node + 1]; run += 3) {
      for (let first = runs[run]; first < runs[run] + runs[run + 2]; first += maps) {
        for (let map = 0; map < maps; map++) {
          const value = values[first + map];
          if (value <= out[at + map]) continue;
          out[at + map] = value;
          from[at + map] = first + map;
        }
      }
    }
  }
}

/** The mean of each map in a window, as far as it lies in the image. */
function average(out, values, begin, runs, maps) {
  for (let node = 0, at = 0; node + 1 < begin.length; node++, at += maps) {
    const seen = sizeOf(begin, runs, node) / maps;
    for (let k = at; k < at + maps; k++) out[k] = 0;
    for (let run = begin[node]; run < begin[node + 1]; run += 3) {
      for (let k = 0; k < runs[run + 2]; k++) out[at + (k % maps)] += values[runs[run] + k] / seen;
    }
  }
}

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

function rectify(out, values) {
  for (let k = 0; k < out.length; k++) out[k] = values[k] > 0 ? values[k] : 0;
}

function pass(out, grad, down) {
  for (let k = 0; k < out.length; k++) if (out[k] > 0) down[k] += grad[k];
}

const activation = {
  forward(op) {
    const { out, given: [{ out: values }] } = op;
    if (op.function === "relu") rectify(out, values);
    else if (op.function === "softmax") {
      const maps = op.shape.at(-1);
      for (let at = 0; at < out.length; at += maps) softmax(values.subarray(at, at + maps), out.subarray(at, at + maps));
    } else {
      const [of] = FUNCTIONS[op.function];
      for (let k = 0; k < out.length; k++) out[k] = of(values[k], op);
    }
  },
  backward(op) {
    const { out, grad, given: [{ out: values, grad: down }] } = op;
    if (op.function === "relu") pass(out, grad, down);
    else if (op.function === "softmax") {
      const maps = op.shape.at(-1);
      for (let at = 0; at < out.length; at += maps) {
        let mean = 0;
        for (let k = at; k < at + maps; k++) mean += grad[k] * out[k];
        for (let k = at; k < at + maps; k++) down[k] += out[k] * (grad[k] - mean);
      }
    } else {
      const slope = FUNCTIONS[op.function][1];
      for (let k = 0; k < out.length; k++) if (grad[k] !== 0) down[k] += grad[k] * slope(values[k], op);
    }
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

// the same numbers in another shape
const reshaping = {
  prepare(op) {
    op.out = op.given[0].out;
  },
  forward() {},
  backward({ grad, given: [{ grad: down }] }) {
    for (let k = 0; k < grad.length; k++) down[k] += grad[k];
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

/** @type {Record<string, {prepare?: Function, forward: Function, backward: Function}>} */
export const OPERATIONS = { convolution, dense, pool, affine, activation, sum, product, concatenation, reshaping, placing };
