// What is raised, how much of it an image has, and its slope at each pixel.

import { back, checkedMap, run, step } from "./engine.js";
import { refuse } from "./shared.js";

const FEW = 4; // channels
const ROUNDING = 2 ** -20; // of sums of products, in units of the sum of all weights' sizes

/** @typedef {{kind: "map" | "any" | "node", layer?: string, map?: number, row?: number, column?: number, stage?: "after" | "before", sign?: 1 | -1}} Objective */

/** The sums of one map of a convolution, by its turned weights: most of an ascent, where no other map is looked at. */
function sumMap({ out, back, bias: { values: bias }, begin, runs, span, given: [{ out: values }] }, map) {
  const first = map * span;
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

/** @returns {{place: number, only: {place?: number, forward?: (op: any) => void}, read: () => number}} what an objective reads, and how; `read` leaves its slopes; `only` is the one convolution of which a single map is asked */
export function aim(net, objective) {
  for (const op of net.operations) if (op.kind === "pool" && op.how === "max") op.ties ??= ties(op) ?? false;
  const sign = objective.sign ?? 1;
  const of = step(net, objective.layer);
  checkedMap(net, objective.layer, objective.map);
  const place = objective.stage === "before" ? of.before : of.after;
  const { out, grad } = net.operations[place];
  const maps = of.shape.at(-1);
  const nodes = out.length / maps;
  const { map } = objective;
  const at = (row, column) => (row * of.shape[1] + column) * maps + map;
  const read = () => {
    grad.fill(0);
    if (objective.kind === "map") {
      let total = 0;
      for (let k = map; k < out.length; k += maps) {
        total += out[k];
        grad[k] = sign / nodes;
      }
      return (sign * total) / nodes;
    }
    let one = map;
    if (objective.kind === "any") for (let k = map; k < out.length; k += maps) one = out[k] > out[one] ? k : one;
    else if (of.shape.length === 3) one = at(objective.row ?? of.shape[0] >> 1, objective.column ?? of.shape[1] >> 1);
    if (!(one < out.length)) refuse(`A map of ${of.name} has ${of.shape[0]} x ${of.shape[1]} nodes, counted from 0.`);
    grad[one] = sign;
    return sign * out[one];
  };
  return { place, only: alone(net, of, place) ? { place: of.convolution, forward: (op) => sumMap(op, map) } : {}, read };
}

/** @returns {boolean} whether a map before and after its activation function depends on no other map of its convolution */
function alone(net, of, place) {
  if (of.convolution === undefined || of.convolution > place || net.operations[of.convolution].groups > 1) return false;
  for (let at = of.convolution + 1; at <= place; at++) {
    const op = net.operations[at];
    const reads = op.reads.length === 1 && op.reads[0] === at - 1;
    if (!reads || !(op.kind === "affine" || op.kind === "reshaping" || (op.kind === "activation" && op.function !== "softmax"))) return false;
  }
  return true;
}

/** @returns {number} the value of what is aimed at; the slopes of the image stand in the first operation's `grad` */
export function climb(net, image, { place, only, read }) {
  run(net, image, place, only);
  const value = read();
  back(net, place);
  return value;
}

/**
 * @param {any} net @param {Float32Array} image standardised @param {Objective} objective
 * @returns {{value: number, gradient: Float32Array}} a gradient of its own
 */
export function gradient(net, image, objective) {
  const value = climb(net, image, aim(net, objective));
  return { value, gradient: net.operations[0].grad.slice() };
}

/**
 * Of the sums of a convolution of few channels, those that differ by rounding alone tie, and the first
 * wins, as in Python (analysis/ascent/pooling.py): an ascent leads to places where they do.
 *
 * @param {any} op a pool @returns {(() => void) | null} what settles its ties after a pass; null where it is no pool of blocks of 2 x 2 nodes of such sums
 */
function ties({ window, strides, runs, from, given: [read] }) {
  const of = read.kind === "activation" && read.function === "relu" ? read.given[0] : read;
  const all = (list, value) => list.every((one) => one === value);
  if (!all([...window, ...strides], 2) || of.kind !== "convolution") return null;
  const [rows, columns, channels, maps] = of.kernel.shape;
  const whole = runs.length === 6 * (from.length / maps) && runs.every((one, k) => k % 3 < 2 || one === 2 * maps);
  const plain = of.groups === 1 && all([...of.strides, ...of.dilation, rows % 2, columns % 2], 1) && all(of.padding, 0);
  if (!whole || !plain || channels > FEW) return null;
  const margin = new Float32Array(maps);
  of.kernel.values.forEach((weight, k) => { margin[k % maps] += ROUNDING * Math.abs(weight); });
  return () => pickFirst(from, of.out, margin, runs, maps);
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
