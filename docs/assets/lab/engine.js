// A network on typed arrays: forwards with all activations, the gradient of any objective, what adds up
// to a logit, the ascent. Pure functions, no DOM and nothing fetched. Arrays lie in the order row, column,
// channel. What a pass returns are the network's own arrays, until its next pass: copy what you keep.
//
// Beside the operations (operations.js), the starts (starts.js), the climb (ascent.js) and the training
// (training.js) this is all that a worker or a test needs; these are exported here as well.

import { OPERATIONS, byNumber, softmax } from "./operations.js";

export { ascent } from "./ascent.js";
export { startImage } from "./starts.js";
export { trainer } from "./training.js";

/** What a reader is told, in one sentence. */
export class LabError extends Error {
  name = "LabError";
}

/** @typedef {{kind: "map" | "any" | "node" | "class", layer?: string, map?: number, row?: number, column?: number, stage?: "after" | "before", sign?: 1 | -1}} Objective */
/** @typedef {{before: Record<string, Float32Array>, after: Record<string, Float32Array>, logits: Float32Array, probabilities: Float32Array}} Pass */

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  throw new LabError(sentence);
}

const size = (shape) => shape.reduce((product, one) => product * one, 1);

/**
 * @param {any} manifest what stands in network.json
 * @param {ArrayBuffer} bytes what stands in network.bin
 * @returns {any} the network: input, steps, classes, ascent, and what passes need
 */
export function open(manifest, bytes) {
  if (manifest?.format !== 1) refuse("The description of the network is not one that this page can read.");
  if (manifest.why) refuse(manifest.why);
  if (bytes.byteLength !== manifest.weights.bytes) {
    refuse(`The weights of the network are ${bytes.byteLength} bytes long, and should be ${manifest.weights.bytes}.`);
  }
  const all = new Float32Array(bytes);
  const tensors = manifest.tensors.map(({ shape, offset }) => ({ shape, values: all.slice(offset, offset + size(shape)) }));
  const operations = [];
  const end = { kind: "activation", name: "probabilities", function: manifest.end || "softmax", reads: [manifest.logits], shape: manifest.operations[manifest.logits].shape };
  for (const told of [...manifest.operations, end]) {
    if (told.kind !== "image" && !OPERATIONS[told.kind]) {
      refuse(`Step ${told.name} is a ${told.kind}, which the engine of this page does not know.`);
    }
    const out = new Float32Array(size(told.shape));
    const op = { ...told, does: OPERATIONS[told.kind], out, grad: new Float32Array(out.length), given: told.reads.map((place) => operations[place]) };
    for (const [name, number] of Object.entries(told.tensors ?? {})) op[name] = tensors[number];
    op.wanted = true;
    op.does?.prepare?.(op);
    operations.push(op);
  }
  const read = operations.flatMap((op) => op.reads);
  const steps = manifest.steps.map((step) => ({ ...step, after: step.after ?? operations.length - 1 }));
  return {
    name: manifest.name,
    input: manifest.input,
    classes: manifest.classes,
    ascent: manifest.ascent,
    steps,
    operations,
    places: new Map(steps.map((step) => [step.name, step])),
    logits: operations[manifest.logits],
    end: manifest.end,
    bent: manifest.bent,
    branches: new Set(read).size < read.length,
  };
}

/** @param {any} net @param {string} name */
function step(net, name) {
  return net.places.get(name) ?? refuse(`There is no layer ${name}. There are ${[...net.places.keys()].join(", ")}.`);
}

/** @param {any} net @param {number} place @returns {boolean[]} which operations have to be run for one */
function below(net, place) {
  const wanted = net.operations.map((_, at) => at === place);
  for (let at = place; at > 0; at--) if (wanted[at]) for (const read of net.operations[at].reads) wanted[read] = true;
  return wanted;
}

/** Run what has to be run for one operation; `silent` is an operation and a map that is set to 0 there. */
function run(net, image, place, only = {}, silent = null) {
  const [{ out }] = net.operations;
  if (image.length !== out.length) refuse(`The image has ${image.length} numbers, and should have ${out.length}.`);
  out.set(image);
  const wanted = below(net, place);
  for (let at = 1; at <= place; at++) {
    const op = net.operations[at];
    if (!wanted[at]) continue;
    op.does.forward(op, only.place === at ? only.map : -1);
    if (silent?.place === at) for (let k = silent.map; k < op.out.length; k += op.shape.at(-1)) op.out[k] = 0;
  }
}

/**
 * Bring the slopes that stand at one operation down to the image.
 *
 * @param {any} net @param {number} place
 * @param {boolean} learn whether weights get theirs, added to what they have, and the image none
 * @param {number} but an operation that nothing passes
 */
export function back(net, place, learn = false, but = -1) {
  const wanted = below(net, place);
  for (let at = 0; at < place; at++) if (wanted[at]) net.operations[at].grad.fill(0);
  net.operations[0].wanted = !learn;
  for (let at = place; at > 0; at--) if (wanted[at] && at !== but) net.operations[at].does.backward(net.operations[at], learn);
}

/** @param {any} net @param {Float32Array} image @param {{place: number, map: number} | null} silent @returns {Pass} */
export function pass(net, image, silent = null) {
  const last = net.operations.length - 1;
  run(net, image, last, {}, silent);
  const [before, after] = [{}, {}];
  for (const one of net.steps) {
    before[one.name] = net.operations[one.before].out;
    after[one.name] = net.operations[one.after].out;
  }
  return { before, after, logits: net.logits.out, probabilities: net.operations[last].out };
}

/** @param {any} net @param {Float32Array} image standardised @returns {Pass} */
export const forward = (net, image) => pass(net, image);

/**
 * What the network makes of an image when a map of a layer is 0.
 *
 * @param {any} net @param {Float32Array} image @param {string} layer @param {number} map @returns {Pass}
 */
export function silenced(net, image, layer, map) {
  const { after } = step(net, layer);
  checkedMap(net, layer, map);
  return pass(net, image, { place: after, map });
}

function checkedMap(net, layer, map) {
  const maps = step(net, layer).shape.at(-1);
  if (!Number.isInteger(map) || map < 0 || map >= maps) refuse(`There is no map ${map} in ${layer}; it has ${maps}, 0 to ${maps - 1}.`);
}

/** @returns {{place: number, only: {place?: number, map?: number}, read: () => number}} what an objective reads, and how; `read` leaves its slopes */
export function aim(net, objective) {
  const sign = objective.sign ?? 1;
  if (objective.kind === "class") {
    const place = net.operations.indexOf(net.logits);
    const { out, grad } = net.logits;
    const wanted = objective.map ?? refuse("No class is named.");
    if (!(wanted in out)) refuse(`There is no class ${wanted}; there are ${out.length}, from 0 on.`);
    const read = () => { // the logarithm of its probability, as in Python: else most starts would have no slope
      softmax(out, grad);
      const value = Math.log(grad[wanted]);
      for (let k = 0; k < grad.length; k++) grad[k] = sign * (+(k === wanted) - grad[k]);
      return sign * value;
    };
    return { place, only: {}, read };
  }
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
  return { place, only: alone(net, of, place) ? { place: of.convolution, map } : {}, read };
}

/** @returns {boolean} whether a map before and after its activation function depends on no other map of its convolution */
function alone(net, of, place) {
  if (of.convolution === undefined || of.convolution > place) return false;
  for (let at = of.convolution + 1; at <= place; at++) {
    const op = net.operations[at];
    const reads = op.reads.length === 1 && op.reads[0] === at - 1;
    if (!reads || !(op.kind === "affine" || op.kind === "reshaping" || (op.kind === "activation" && byNumber(op.function)))) return false;
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

/** @param {any} op @returns {number} what an operation adds of its own, at the slopes that stand there */
function own(op) {
  const numbers = (op.kind === "affine" ? op.shift : op.bias)?.values;
  let added = 0;
  if (numbers) for (let k = 0; k < op.grad.length; k++) added += op.grad[k] * numbers[k % numbers.length];
  else if (op.kind === "activation" && op.function !== "relu") {
    // of a gate between functions that are not all through 0: what it gives less value times slope
    const [{ out: values }] = op.given;
    const slopes = new Float32Array(values.length);
    op.does.backward({ ...op, grad: new Float32Array(values.length).fill(1), given: [{ out: values, grad: slopes }] });
    for (let k = 0; k < values.length; k++) added += op.grad[k] * (op.out[k] - values[k] * slopes[k]);
  }
  return added;
}

/** @param {any} op @returns {Float32Array} value times slope (map), over its nodes */
function products({ out, grad, shape }) {
  const added = new Float32Array(shape.at(-1));
  for (let k = 0; k < out.length; k++) added[k % added.length] += out[k] * grad[k];
  return added;
}

/**
 * What adds up to the logit of a class while no gate moves, for any one layer: what its maps add, value
 * times slope; what the operations behind it add of their own, their biases above all; and what goes
 * around it, by branches that do not pass it.
 *
 * @param {any} net @param {Pass} seen what `forward` gave last @param {number} of a class
 * @returns {{why: string} | {layers: Record<string, Float32Array>, behind: Record<string, number>, around: Record<string, number>, pixels: Float32Array, bias: Record<string, number>, total: number}} `why` there is no such sum
 */
export function contributions(net, seen, of) {
  if (net.bent) return { why: net.bent };
  const aimed = aim(net, { kind: "class", map: of });
  const slopes = () => net.logits.grad.fill(0).fill(1, of, of + 1);
  slopes();
  back(net, aimed.place);
  const wanted = below(net, aimed.place);
  const added = net.operations.map((op, at) => (at && wanted[at] ? own(op) : 0));
  const found = { layers: {}, behind: {}, around: {}, pixels: new Float32Array(0), bias: {}, total: seen.logits[of] };
  const [image] = net.operations;
  found.pixels = image.out.map((value, k) => value * image.grad[k]);
  for (const [at, op] of net.operations.entries()) if (added[at]) found.bias[op.name] = (found.bias[op.name] ?? 0) + added[at];
  const shown = net.steps.filter((one) => wanted[one.after]);
  for (const one of shown) found.layers[one.name] = products(net.operations[one.after]);
  for (const one of shown) {
    const behind = later(net, one.after);
    found.behind[one.name] = added.reduce((sum, value, at) => sum + (behind[at] ? value : 0), 0);
    found.around[one.name] = 0;
    if (!net.branches) continue;
    slopes();
    back(net, aimed.place, false, one.after);
    const rest = net.operations.map((op, at) => (at && wanted[at] && !behind[at] && at !== one.after ? own(op) : 0));
    found.around[one.name] = rest.reduce((sum, value) => sum + value, products(image).reduce((sum, value) => sum + value, 0));
  }
  return found;
}

/** @returns {boolean[]} which operations read one, or what reads it */
function later(net, place) {
  const found = net.operations.map(() => false);
  net.operations.forEach((op, at) => { found[at] = op.reads.some((read) => read === place || found[read]); });
  return found;
}
