// The few operations that a plain network is made of, each on one image: forwards, and backwards to what
// it reads. Arrays are Float32Array, in the order row, column, channel. Kernels lie as Keras has them
// (row, column, in, out) for the way forwards, where the inner loop runs over channels out, and once more
// as (out, row, column, in) for the way back, where it runs over a line of the window. After a ReLU much
// is 0; what is 0 is left out, both ways. What other networks have beside these is in rare.js.

/**
 * Note for each node which numbers its window holds, as far as it lies within what is read: `runs` has
 * three numbers for each line of them, where it begins, where its weights begin, and how long it is;
 * those of a node stand from `begin[node]` on, up to `begin[node + 1]`.
 */
export function slide(op) {
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
export function addRun(factor, from, first, into, at, count) {
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

/** Keep the weights turned as well, and a bias where there is none. */
function turnable(op, span, maps) {
  op.span = span;
  op.bias ??= { shape: [maps], values: new Float32Array(maps), fixed: true };
  op.back = turned(op.kernel.values, span, maps, new Float32Array(op.kernel.values.length));
  op.listed = new Float32Array(span);
  op.lines = new Int32Array(span);
}

const convolution = {
  serves: ({ groups }) => !(groups > 1),
  prepare(op) {
    const [rows, columns, inner, maps] = op.kernel.shape;
    op.window = [rows, columns];
    turnable(op, rows * columns * inner, maps);
    slide(op);
  },
  forward({ out, bias, begin, runs, kernel, listed, lines, given: [{ out: values }] }) {
    sumMaps(out, values, kernel.values, bias.values, begin, runs, listed, lines);
  },
  backward({ grad, back, span, shape, begin, runs, given: [given] }) {
    if (given.wanted) spread(grad, back, span, shape.at(-1), begin, runs, given.grad);
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

const pool = {
  serves: ({ how }) => how === "max",
  prepare(op) {
    op.from = new Int32Array(op.out.length);
    slide(op);
  },
  forward({ out, from, begin, runs, given: [{ out: values }], shape, ties }) {
    pickLargest(out, from, values, begin, runs, shape.at(-1));
    if (ties) ties();
  },
  backward({ grad, from, given: [{ grad: down }] }) {
    for (let k = 0; k < grad.length; k++) if (grad[k] !== 0) down[from[k]] += grad[k];
  },
};

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

function rectify(out, values) {
  for (let k = 0; k < out.length; k++) out[k] = values[k] > 0 ? values[k] : 0;
}

function pass(out, grad, down) {
  for (let k = 0; k < out.length; k++) if (out[k] > 0) down[k] += grad[k];
}

const activation = {
  serves: ({ function: of }) => of === "relu",
  forward: ({ out, given: [{ out: values }] }) => rectify(out, values),
  backward: ({ out, grad, given: [{ grad: down }] }) => pass(out, grad, down),
};

// probabilities, at the end of a network: slopes begin before them
const softmax = {
  forward({ out, given: [{ out: values }] }) {
    const most = values.reduce((far, value) => Math.max(far, value), -Infinity);
    const sum = values.reduce((all, value) => all + Math.exp(value - most), 0);
    for (let k = 0; k < out.length; k++) out[k] = Math.exp(values[k] - most) / sum;
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

/** @type {Record<string, {serves?: Function, prepare?: Function, forward: Function, backward: Function}>} by kind; `serves` says of which ones, where it is not all */
export const OPERATIONS = { convolution, dense, pool, activation, softmax, reshaping };
