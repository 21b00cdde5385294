// A network on typed arrays: forwards with all activations, and slopes on their way back. Pure functions,
// no DOM and nothing fetched. Arrays lie in the order row, column, channel. What a pass returns are the
// network's own arrays, until its next pass: copy what you keep. What is asked of a network beyond that
// stands in files of its own, which a worker loads when it is asked: worker.js lists them.

import { OPERATIONS } from "./operations.js";
import { refuse, size } from "./shared.js";

/** @typedef {{before: Record<string, Float32Array>, after: Record<string, Float32Array>, logits: Float32Array, probabilities: Float32Array}} Pass */

/** @param {any} told of an operation @returns {boolean} whether it is one of the few that are always here */
const plain = (told) => Object.hasOwn(OPERATIONS, told.kind) && (OPERATIONS[told.kind].serves?.(told) ?? true);

/**
 * @param {any} manifest what stands in network.json
 * @param {ArrayBuffer} bytes what stands in network.bin
 * @returns {Promise<any>} the network: input, steps, classes, ascent, and what passes need
 */
export async function open(manifest, bytes) {
  if (manifest?.format !== 1) refuse("The description of the network is not one that this page can read.");
  if (manifest.why) refuse(manifest.why);
  if (bytes.byteLength !== manifest.weights.bytes) {
    refuse(`The weights of the network are ${bytes.byteLength} bytes long, and should be ${manifest.weights.bytes}.`);
  }
  const all = new Float32Array(bytes);
  const tensors = manifest.tensors.map(({ shape, offset }) => ({ shape, values: all.slice(offset, offset + size(shape)) }));
  // of logits in a row, nothing is ever asked that lies behind their softmax; of maps of them there may be
  const { logits } = manifest;
  const { shape } = manifest.operations[logits];
  const end = manifest.end || "softmax";
  const last = { kind: end === "softmax" && !shape[1] ? end : "activation", name: "probabilities", function: end, reads: [logits], shape };
  const [image, ...others] = [...manifest.operations, last];
  const { RARE = {} } = others.every(plain) ? {} : await import("./rare.js");
  const operations = [];
  for (const told of [image, ...others]) {
    const does = plain(told) ? OPERATIONS[told.kind] : RARE[told.kind];
    if (told !== image && !does) refuse(`Step ${told.name} is a ${told.kind}, which the engine of this page does not know.`);
    const out = new Float32Array(size(told.shape));
    const op = { ...told, does, out, grad: new Float32Array(out.length), given: told.reads.map((place) => operations[place]) };
    for (const [name, number] of Object.entries(told.tensors ?? {})) op[name] = tensors[number];
    op.wanted = true;
    does?.prepare?.(op);
    operations.push(op);
  }
  const read = operations.flatMap((op) => op.reads);
  const steps = manifest.steps.map((step) => ({ ...step, after: step.after ?? operations.length - 1 }));
  return {
    ...manifest,
    steps,
    operations,
    places: new Map(steps.map((step) => [step.name, step])),
    logits: operations[logits],
    branches: new Set(read).size < read.length,
  };
}

/** @param {any} net @param {string} name @returns {any} a step, by its name */
export function step(net, name) {
  return net.places.get(name) ?? refuse(`There is no layer ${name}. There are ${[...net.places.keys()].join(", ")}.`);
}

/** @param {any} net @param {number} place @returns {boolean[]} which operations have to be run for one */
export function below(net, place) {
  const wanted = net.operations.map((_, at) => at === place);
  for (let at = place; at > 0; at--) if (wanted[at]) for (const read of net.operations[at].reads) wanted[read] = true;
  return wanted;
}

/** Run what has to be run for one operation; `silent` is an operation and a map that is set to 0 there. */
export function run(net, image, place, only = {}, silent = null) {
  const [{ out }] = net.operations;
  if (image.length !== out.length) refuse(`The image has ${image.length} numbers, and should have ${out.length}.`);
  out.set(image);
  const wanted = below(net, place);
  for (let at = 1; at <= place; at++) {
    const op = net.operations[at];
    if (!wanted[at]) continue;
    (only.place === at ? only : op.does).forward(op);
    if (silent?.place === at) for (let k = silent.map; k < op.out.length; k += op.shape.at(-1)) op.out[k] = 0;
  }
}

/**
 * Bring the slopes that stand at one operation down to the image.
 *
 * @param {any} net @param {number} place
 * @param {{learn?: (op: any) => void, but?: number}} how learn: takes the slopes of weights at each operation, and the image gets none; but: an operation that nothing passes
 */
export function back(net, place, { learn, but = -1 } = {}) {
  const wanted = below(net, place);
  for (let at = 0; at < place; at++) if (wanted[at]) net.operations[at].grad.fill(0);
  net.operations[0].wanted = !learn;
  for (let at = place; at > 0; at--) {
    if (!wanted[at] || at === but) continue;
    net.operations[at].does.backward(net.operations[at]);
    learn?.(net.operations[at]);
  }
}

/** @param {any} net @param {Float32Array} image standardised @param {{place: number, map: number} | null} silent @returns {Pass} */
export function forward(net, image, silent = null) {
  const last = net.operations.length - 1;
  run(net, image, last, {}, silent);
  const [before, after] = [{}, {}];
  for (const one of net.steps) {
    before[one.name] = net.operations[one.before].out;
    after[one.name] = net.operations[one.after].out;
  }
  return { before, after, logits: net.logits.out, probabilities: net.operations[last].out };
}

/** @param {any} net @param {string} layer @param {number} map that has to be there */
export function checkedMap(net, layer, map) {
  const maps = step(net, layer).shape.at(-1);
  if (!Number.isInteger(map) || map < 0 || map >= maps) refuse(`There is no map ${map} in ${layer}; it has ${maps}, 0 to ${maps - 1}.`);
}
