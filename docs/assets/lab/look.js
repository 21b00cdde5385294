// What the lab shows of an image, all at once: what every layer makes of it, what adds up to the decision,
// what is lost without a map, and the sum behind one node. Pure, as the engine is.

import { contributions, silenced } from "./contributions.js";
import { forward } from "./engine.js";
import { largest } from "./shared.js";

/** @typedef {{channel: number, added: number, values: number[], weights: number[]}} Term what is read of one channel, row by row, and its weights */
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
  const added = contributions(net, taken);
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
 * @param {any} net after a pass
 * @param {string} layer @param {number} map @param {number[]} at row and column
 * @returns {Sum | null} nothing where the node is no weighted sum of one step
 */
function summed(net, layer, map, [row, column]) {
  const step = net.places.get(layer);
  let op = net.operations[step.before];
  let [scale, shift] = [1, 0]; // of a norm between the sum and the activation function
  while (op.kind === "reshaping" || op.kind === "affine") {
    if (op.kind === "affine") [scale, shift] = [scale * op.scale.values[map], shift + scale * op.shift.values[map]];
    [op] = op.given;
  }
  if (op.kind !== "dense" && !(op.kind === "convolution" && op.groups === 1)) return null;
  const [given] = op.given;
  let [source, seen] = [given, given];
  while (source.kind === "reshaping" || source.kind === "activation") [source] = source.given;
  // of a dense layer each map that it reads is a channel, where maps are put in a row for it
  while (seen.kind === "reshaping" && seen.shape.length === 1) [seen] = seen.given;
  const [rows, columns, channels] = seen.shape.length === 3 ? seen.shape : [1, 1, seen.shape[0]];
  const node = op.window ? row * step.shape[1] + column : 0;
  const at = node * step.shape.at(-1) + map;
  return {
    reads: source.name,
    bias: scale * (op.bias?.values[map] ?? 0) + shift,
    window: op.window ?? [rows, columns],
    terms: terms(op, map, node, channels, scale),
    after: net.operations[step.after].out[at],
  };
}

/** @param {any} op @param {number} map @param {number} node @param {number} channels that are read @param {number} scale of the weights @returns {Term[]} */
function terms({ begin, runs, back, span, given: [{ out }] }, map, node, channels, scale) {
  const window = Array(span).fill(0); // as it stays beyond the edge of what is read
  for (let run = begin[node]; run < begin[node + 1]; run += 3) {
    for (let k = 0; k < runs[run + 2]; k++) window[runs[run + 1] + k] = out[runs[run] + k];
  }
  return Array.from({ length: channels }, (_, channel) => {
    const own = (numbers, first) => Array.from({ length: span / channels }, (_, place) => numbers[first + place * channels + channel]);
    const [values, weights] = [own(window, 0), own(back, map * span).map((weight) => scale * weight)];
    return { channel, added: values.reduce((sum, value, k) => sum + value * weights[k], 0), values, weights };
  });
}
