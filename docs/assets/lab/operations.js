// The few operations that a network is made of, each on one image: forwards, and backwards to what it
// reads and to its weights. Arrays are Float32Array, in the order row, column, channel. Kernels lie as
// Keras has them (row, column, in, out) for the way forwards, where the inner loop runs over channels
// out, and once more as (out, row, column, in) for the way back, where it runs over a line of the window.
// After a ReLU much is 0; what is 0 is left out, both ways.

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

/** @param {Float32Array} values @param {Float32Array} into made probabilities of values, by softmax */
export function softmax(values, into) {
  let [most, sum] = [-Infinity, 0];
  for (const value of values) most = Math.max(most, value);
  for (const value of values) sum += Math.exp(value - most);
  for (let k = 0; k < values.length; k++) into[k] = Math.exp(values[k] - most) / sum;
}

/**
 * Call for each part of a window that lies within what is read: the number at which it begins there,
 * that of the window's weights, and how many follow in a line.
 */
function parts(op, y, x, each) {
  const [height, width, channels] = op.given[0].shape;
  const [rows, columns] = op.window;
  const [down, right] = op.dilation;
  const top = y * op.strides[0] - op.padding[0];
  const left = x * op.strides[1] - op.padding[1];
  for (let i = 0; i < rows; i++) {
    const row = top + i * down;
    if (row < 0 || row >= height) continue;
    if (right === 1) {
      const first = Math.max(0, -left);
      const count = Math.min(columns, width - left) - first;
      if (count > 0) each((row * width + left + first) * channels, (i * columns + first) * channels, count * channels);
    } else {
      for (let j = 0; j < columns; j++) {
        const column = left + j * right;
        if (column >= 0 && column < width) each((row * width + column) * channels, (i * columns + j) * channels, channels);
      }
    }
  }
}

/** Add to sums[at + o], for each o below count, the listed numbers times their lines of weights, four at a time. */
function addLines(sums, at, count, values, lines, listed, weights) {
  while (listed & 3) values[listed++] = 0; // whichever line it is
  for (let k = 0; k < listed; k += 4) {
    const [a, b, c, d] = [values[k], values[k + 1], values[k + 2], values[k + 3]];
    let [p, q, r, s] = [lines[k], lines[k + 1], lines[k + 2], lines[k + 3]];
    for (let o = at; o < at + count; o++) sums[o] += a * weights[p++] + b * weights[q++] + c * weights[r++] + d * weights[s++];
  }
}

/** Turn a kernel (in, out) to (out, in), or back. */
export function turned(from, rows, columns, into) {
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) into[column * rows + row] = from[row * columns + column];
  return into;
}

const convolution = {
  prepare(op) {
    const [rows, columns, inner, out] = op.kernel.shape;
    op.window = [rows, columns];
    op.span = rows * columns * inner;
    op.back = turned(op.kernel.values, op.span, out, new Float32Array(op.kernel.values.length));
    op.listed = new Float32Array(op.span + 4);
    op.lines = new Int32Array(op.span + 4);
  },
  forward(op, only) {
    if (op.groups > 1) return grouped.forward(op);
    const { out, listed, lines, back, span } = op;
    const [values, weights, bias] = [op.given[0].out, op.kernel.values, op.bias?.values];
    const [height, width, maps] = op.shape;
    let count = 0;
    const list = (from, line, length) => {
      for (let k = 0; k < length; k++) {
        const value = values[from + k];
        if (value === 0) continue;
        listed[count] = value;
        lines[count++] = (line + k) * maps;
      }
    };
    let sum = 0;
    const first = only * span;
    const add = (from, line, length) => {
      for (let k = 0; k < length; k++) sum += values[from + k] * back[first + line + k];
    };
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * maps;
        if (only >= 0) {
          sum = bias ? bias[only] : 0;
          parts(op, y, x, add);
          out[at + only] = sum;
          continue;
        }
        if (bias) out.set(bias, at);
        else out.fill(0, at, at + maps);
        count = 0;
        parts(op, y, x, list);
        addLines(out, at, maps, listed, lines, count, weights);
      }
    }
  },
  backward(op, learn) {
    if (op.groups > 1) return grouped.backward(op, learn);
    const [given, grad, back, span] = [op.given[0], op.grad, op.back, op.span];
    const [values, down, learned] = [given.out, given.grad, op.kernel.grad];
    const [height, width, maps] = op.shape;
    let [slope, first] = [0, 0];
    const spread = (from, line, length) => {
      for (let k = 0; k < length; k++) down[from + k] += slope * back[first + line + k];
    };
    const teach = (from, line, length) => {
      for (let k = 0; k < length; k++) learned[first + line + k] += slope * values[from + k];
    };
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * maps;
        for (let map = 0; map < maps; map++) {
          slope = grad[at + map];
          if (slope === 0) continue;
          first = map * span;
          if (given.wanted) parts(op, y, x, spread);
          if (!learn) continue;
          parts(op, y, x, teach);
          if (op.bias) op.bias.grad[map] += slope;
        }
      }
    }
  },
};

// convolutions whose maps read some channels alone; those of a depthwise one read one each
const grouped = {
  each(op, visit) {
    const [height, width, maps] = op.shape;
    const channels = op.given[0].shape[2];
    const inner = channels / op.groups;
    const outer = maps / op.groups;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = (y * width + x) * maps;
        parts(op, y, x, (from, line, length) => {
          for (let k = 0; k < length; k++) {
            const channel = (line + k) % channels;
            const group = Math.floor(channel / inner);
            const place = Math.floor((line + k) / channels) * inner + (channel % inner);
            visit(from + k, place * maps + group * outer, at + group * outer, outer, place);
          }
        });
      }
    }
  },
  forward(op) {
    const [values, weights, out] = [op.given[0].out, op.kernel.values, op.out];
    const bias = op.bias?.values ?? new Float32Array(op.shape[2]);
    for (let at = 0; at < out.length; at += bias.length) out.set(bias, at);
    grouped.each(op, (from, line, at, count) => {
      const value = values[from];
      if (value !== 0) for (let o = 0; o < count; o++) out[at + o] += value * weights[line + o];
    });
  },
  backward(op, learn) {
    const [given, grad, maps] = [op.given[0], op.grad, op.shape[2]];
    grouped.each(op, (from, line, at, count, place) => {
      for (let o = 0; o < count; o++) {
        const slope = grad[at + o];
        if (slope === 0) continue;
        given.grad[from] += slope * op.kernel.values[line + o];
        if (learn) op.kernel.grad[((line + o) % maps) * op.span + place] += slope * given.out[from];
      }
    });
    if (learn && op.bias) for (let k = 0; k < grad.length; k++) op.bias.grad[k % maps] += grad[k];
  },
};

const dense = {
  prepare(op) {
    const [inner, out] = op.kernel.shape;
    op.span = inner;
    op.back = turned(op.kernel.values, inner, out, new Float32Array(op.kernel.values.length));
    op.listed = new Float32Array(inner + 4);
    op.lines = new Int32Array(inner + 4);
  },
  forward(op) {
    const { out, listed, lines } = op;
    const values = op.given[0].out;
    if (op.bias) out.set(op.bias.values);
    else out.fill(0);
    let count = 0;
    for (let k = 0; k < values.length; k++) {
      if (values[k] === 0) continue;
      listed[count] = values[k];
      lines[count++] = k * out.length;
    }
    addLines(out, 0, out.length, listed, lines, count, op.kernel.values);
  },
  backward(op, learn) {
    const [given, grad, span] = [op.given[0], op.grad, op.span];
    for (let node = 0; node < grad.length; node++) {
      const slope = grad[node];
      if (slope === 0) continue;
      const first = node * span;
      for (let k = 0; k < span; k++) given.grad[k] += slope * op.back[first + k];
      if (!learn) continue;
      for (let k = 0; k < span; k++) op.kernel.grad[first + k] += slope * given.out[k];
      if (op.bias) op.bias.grad[node] += slope;
    }
  },
};

const pool = {
  prepare(op) {
    op.dilation = [1, 1];
    op.from = new Int32Array(op.out.length);
    op.counts = new Int32Array(op.shape.length === 3 ? op.shape[0] * op.shape[1] : 1);
    op.places = op.shape.length === 3 ? op.shape : [1, 1, op.shape[0]];
  },
  forward(op) {
    const { out, from, places: [height, width, maps] } = op;
    const values = op.given[0].out;
    const largest = op.how === "max";
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += maps) {
        out.fill(largest ? -Infinity : 0, at, at + maps);
        let seen = 0;
        parts(op, y, x, (first, line, length) => {
          for (let k = first; k < first + length; k += maps) {
            seen++;
            for (let map = 0; map < maps; map++) {
              const value = values[k + map];
              if (!largest) out[at + map] += value;
              else if (value > out[at + map]) { // of equal ones the first
                out[at + map] = value;
                from[at + map] = k + map;
              }
            }
          }
        });
        op.counts[at / maps] = seen;
        if (!largest) for (let map = 0; map < maps; map++) out[at + map] /= seen;
      }
    }
  },
  backward(op) {
    const { grad, from, places: [height, width, maps] } = op;
    const down = op.given[0].grad;
    if (op.how === "max") {
      for (let k = 0; k < grad.length; k++) if (grad[k] !== 0) down[from[k]] += grad[k];
      return;
    }
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += maps) {
        const seen = op.counts[at / maps];
        parts(op, y, x, (first, line, length) => {
          for (let k = 0; k < length; k++) down[first + k] += grad[at + (k % maps)] / seen;
        });
      }
    }
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

const activation = {
  forward(op) {
    const { out, given: [{ out: values }] } = op;
    if (op.function === "relu") {
      for (let k = 0; k < out.length; k++) out[k] = values[k] > 0 ? values[k] : 0;
    } else if (op.function === "softmax") {
      const maps = op.shape.at(-1);
      for (let at = 0; at < out.length; at += maps) softmax(values.subarray(at, at + maps), out.subarray(at, at + maps));
    } else {
      const [of] = FUNCTIONS[op.function];
      for (let k = 0; k < out.length; k++) out[k] = of(values[k], op);
    }
  },
  backward(op) {
    const { out, grad, given: [{ out: values, grad: down }] } = op;
    if (op.function === "relu") {
      for (let k = 0; k < out.length; k++) if (out[k] > 0) down[k] += grad[k];
    } else if (op.function === "softmax") {
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
