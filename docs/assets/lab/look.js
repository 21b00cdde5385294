// What the lab shows of an image, all at once: what every layer makes of it, what adds up to the decision,
// what is lost without a map, and the sum behind one node. Pure, as the engine is.

import { contributions, forward, silenced } from "./engine.js";
import { largest } from "./operations.js";

/** @typedef {{channel: number, added: number, values: number[], weights: number[]}} Term what is read of one channel, row by row */
/** @typedef {{reads: string, bias: number, window: number[], terms: Term[], before: number, after: number}} Sum where a norm follows, it is within bias and weights */

const said = ({ logits, probabilities }) => ({ logits: logits.slice(), probabilities: probabilities.slice() });

/**
 * @param {any} net
 * @param {{image: Float32Array, of: number | null, layers: string[], silent: {layer: string, map: number} | null, node: {layer: string, map: number, node: number[] | null} | null}} asked
 *   of: the class whose logit is taken apart, or else the one that is said; node: or else the strongest
 *   of its map, or of the map that adds most
 * @returns {any}
 */
export function look(net, { image, of, layers, silent, node }) {
  const rest = silent && said(silenced(net, image, silent.layer, silent.map));
  const seen = forward(net, image);
  const after = Object.fromEntries(layers.map((name) => [name, seen.after[name].slice()]));
  const taken = of ?? largest(seen.logits);
  const told = said(seen);
  const added = contributions(net, seen, taken);
  const last = [...layers].reverse().find((name) => net.places.get(name).mapped) ?? layers[0];
  const map = node?.map ?? largest(added.layers?.[last] ?? []);
  const layer = node?.layer ?? last;
  const at = node?.node ?? strongest(net, after[layer], layer, map);
  return { ...told, after, of: taken, added, silenced: rest, node: { layer, map, node: at }, sum: summed(net, layer, map, at) };
}

/** @returns {number[]} row and column of the strongest node of a map */
function strongest(net, values, layer, map) {
  const { shape } = net.places.get(layer);
  const own = values.filter((_, k) => k % shape.at(-1) === map);
  const best = largest(own);
  return shape.length === 3 ? [Math.floor(best / shape[1]), best % shape[1]] : [0, 0];
}

/**
 * @param {any} net @param {{images: Float32Array[], layer: string}} asked
 * @returns {Float32Array[]} the mean of the nodes of each map of a layer, in answer to each image
 */
export function responses(net, { images, layer }) {
  const maps = net.places.get(layer).shape.at(-1);
  return images.map((image) => {
    const values = forward(net, image).after[layer];
    const means = new Float32Array(maps);
    for (let k = 0; k < values.length; k++) means[k % maps] += (values[k] * maps) / values.length;
    return means;
  });
}

/**
 * @param {any} net after a pass
 * @param {string} layer @param {number} map @param {number[]} node row and column
 * @returns {Sum | null} nothing where the node is no weighted sum of one step
 */
export function summed(net, layer, map, [row, column]) {
  const step = net.places.get(layer);
  let op = net.operations[step.before];
  let [scale, shift] = [1, 0]; // of a norm between the sum and the activation function
  while (op.kind === "reshaping" || op.kind === "affine") {
    if (op.kind === "affine") [scale, shift] = [scale * op.scale.values[map], shift + scale * op.shift.values[map]];
    [op] = op.given;
  }
  const [given] = op.given ?? [];
  const whole = op.kind === "dense" || (op.kind === "convolution" && op.groups === 1);
  if (!whole) return null;
  const maps = step.shape.at(-1);
  const at = step.shape.length === 3 ? (row * step.shape[1] + column) * maps + map : map;
  const found = op.kind === "dense" ? ofDense(op, map) : ofConvolution(op, map, row, column);
  let source = given;
  while (source.kind === "reshaping" || source.kind === "activation") [source] = source.given;
  return {
    reads: source.name,
    bias: scale * (op.bias?.values[map] ?? 0) + shift,
    window: found.window,
    terms: found.terms.map((one) => ({ ...one, added: scale * one.added, weights: one.weights.map((weight) => scale * weight) })),
    before: net.operations[step.before].out[at],
    after: net.operations[step.after].out[at],
  };
}

/** @param {any} op @param {number} map @returns {{window: number[], terms: Term[]}} */
function ofDense(op, map) {
  let seen = op.given[0];
  while (seen.kind === "reshaping" && seen.shape.length === 1) [seen] = seen.given;
  const [rows, columns, channels] = seen.shape.length === 3 ? seen.shape : [1, 1, seen.shape[0]];
  const nodes = op.kernel.shape[1];
  return terms([rows, columns], channels, (place, channel) => {
    const from = place * channels + channel;
    return [op.given[0].out[from], op.kernel.values[from * nodes + map]];
  });
}

/** @param {any} op @param {number} map @param {number} row @param {number} column @returns {{window: number[], terms: Term[]}} */
function ofConvolution(op, map, row, column) {
  const [rows, columns, channels, maps] = op.kernel.shape;
  const [height, width] = op.given[0].shape;
  return terms([rows, columns], channels, (place, channel) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    const y = row * op.strides[0] - op.padding[0] + i * op.dilation[0];
    const x = column * op.strides[1] - op.padding[1] + j * op.dilation[1];
    const within = y >= 0 && y < height && x >= 0 && x < width;
    const value = within ? op.given[0].out[(y * width + x) * channels + channel] : 0;
    return [value, op.kernel.values[(place * channels + channel) * maps + map]];
  });
}

/** @param {number[]} window @param {number} channels @param {(place: number, channel: number) => number[]} pair value and weight */
function terms(window, channels, pair) {
  const places = window[0] * window[1];
  const found = Array.from({ length: channels }, (_, channel) => {
    const pairs = Array.from({ length: places }, (_, place) => pair(place, channel));
    const added = pairs.reduce((sum, [value, weight]) => sum + value * weight, 0);
    return { channel, added, values: pairs.map(([value]) => value), weights: pairs.map(([, weight]) => weight) };
  });
  return { window, terms: found };
}
