// What a decision is made of: what adds up to a logit, and what is lost without a map.

import { back, below, checkedMap, forward, step } from "./engine.js";

/**
 * What the network makes of an image when a map of a layer is 0.
 *
 * @param {any} net @param {Float32Array} image @param {string} layer @param {number} map @returns {Pass}
 */
export function silenced(net, image, layer, map) {
  const { after } = step(net, layer);
  checkedMap(net, layer, map);
  return forward(net, image, { place: after, map });
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
 * @param {any} net after a pass @param {number} of a class
 * @returns {{why: string} | {layers: Record<string, Float32Array>, behind: Record<string, number>, around: Record<string, number>}} `why` there is no such sum
 */
export function contributions(net, of) {
  if (net.bent) return { why: net.bent };
  const place = net.operations.indexOf(net.logits);
  const slopes = () => net.logits.grad.fill(0).fill(1, of, of + 1);
  slopes();
  back(net, place);
  const wanted = below(net, place);
  const added = net.operations.map((op, at) => (at && wanted[at] ? own(op) : 0));
  const found = { layers: {}, behind: {}, around: {} };
  const shown = net.steps.filter((one) => wanted[one.after]);
  for (const one of shown) found.layers[one.name] = products(net.operations[one.after]);
  for (const one of shown) {
    const behind = later(net, one.after);
    found.behind[one.name] = added.reduce((sum, value, at) => sum + (behind[at] ? value : 0), 0);
    found.around[one.name] = 0;
    if (!net.branches) continue;
    slopes();
    back(net, place, { but: one.after });
    const rest = net.operations.map((op, at) => (at && wanted[at] && !behind[at] && at !== one.after ? own(op) : 0));
    found.around[one.name] = [...rest, ...products(net.operations[0])].reduce((sum, value) => sum + value);
  }
  return found;
}

/** @returns {boolean[]} which operations read one, or what reads it */
function later(net, place) {
  const found = net.operations.map(() => false);
  net.operations.forEach((op, at) => { found[at] = op.reads.some((read) => read === place || found[read]); });
  return found;
}
