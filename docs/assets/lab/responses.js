// What maps answer to many images.

import { forward, step } from "./engine.js";

/**
 * @param {any} net @param {{images: Float32Array[], layer: string}} asked
 * @returns {Float32Array[]} the mean of the nodes of each map of a layer, in answer to each image
 */
export function responses(net, { images, layer }) {
  const maps = step(net, layer).shape.at(-1);
  return images.map((image) => {
    const values = forward(net, image).after[layer];
    const means = new Float32Array(maps);
    for (let k = 0; k < values.length; k++) means[k % maps] += (values[k] * maps) / values.length;
    return means;
  });
}
