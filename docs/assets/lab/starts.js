// Start images as Python makes them (analysis/ascent/starts.py): random values on grids of a few nodes a
// side, enlarged, weighted, summed and standardised in double precision, then rounded to single.

import { mulberry32 } from "./mulberry.js";
import { refuse, size } from "./shared.js";

/** @param {number} nodes @param {number} side px @returns {[number, number, number][]} of each pixel the lower node, its share, and that of the next */
function enlargement(nodes, side) {
  return Array.from({ length: side }, (_, pixel) => {
    if (nodes === 1) return [0, 1, 0];
    const position = Math.min(Math.max(((pixel + 0.5) * nodes) / side - 0.5, 0), nodes - 1);
    const lower = Math.min(Math.floor(position), nodes - 2);
    return [lower, 1 - (position - lower), position - lower];
  });
}

/** Add a grid of random values, enlarged, to one channel of an image. */
function addGrid(total, channel, channels, [height, width], nodes, weight, random) {
  const grid = Float64Array.from({ length: nodes * nodes }, () => random() - 0.5);
  if (!weight) return;
  const across = enlargement(nodes, width);
  const node = (k) => (k < grid.length ? grid[k] : 0);
  enlargement(nodes, height).forEach(([row, up, down], y) => {
    across.forEach(([column, left, right], x) => {
      // first along columns, then along rows, as Python's products of matrices
      const at = (k) => up * node(row * nodes + k) + down * node((row + 1) * nodes + k);
      total[(y * width + x) * channels + channel] += weight * (left * at(column) + right * at(column + 1));
    });
  });
}

/** Give numbers mean 0 and deviation 1; 0 everywhere where they are constant. @param {Float64Array} values */
function standardise(values) {
  const mean = (of) => values.reduce((sum, value) => sum + of(value), 0) / values.length;
  if (values.every((value) => value === values[0])) return values.fill(0);
  const middle = mean((value) => value);
  const deviation = Math.sqrt(mean((value) => (value - middle) ** 2));
  return values.map((value) => (value - middle) / deviation);
}

/** Bring a standardised start into the box: its darkest number becomes paper, its brightest ink. */
function boxed(image, { low, high }) {
  const round = Math.fround;
  const [least, most] = image.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
  const width = most > least ? round(most - least) : 1;
  return image.map((value, k) => {
    const [paper, ink] = [low[k % low.length], high[k % high.length]];
    return round(round(paper) + round(round(round(ink - paper) * round(value - least)) / width));
  });
}

/**
 * @param {any} net
 * @param {{seed: number, layer?: string, mixture?: {grids: number[], weights: number[], colours?: number[][]}, domain?: "sphere" | "box"}} asked
 *   the mixture of scales, by default that of the layer
 * @returns {Float32Array}
 */
export function startImage(net, { seed, layer, mixture, domain = "sphere" }) {
  const { grids, weights, colours } = mixture ?? net.ascent?.mixtures?.[layer] ?? {};
  if (!grids) refuse(`There is no mixture of scales for layer ${layer}.`);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) refuse(`The seed ${seed} is no whole number from 0 to ${2 ** 32 - 1}.`);
  const [height, width, channels] = net.input.shape;
  const random = mulberry32(seed);
  let total = new Float64Array(size(net.input.shape));
  for (let channel = 0; channel < channels; channel++) {
    grids.forEach((nodes, k) => addGrid(total, channel, channels, [height, width], nodes, weights[k] ?? 0, random));
  }
  if (colours) {
    total = total.map((_, k) => {
      const first = k - (k % channels);
      return colours.reduce((sum, row, from) => sum + total[first + from] * row[k % channels], 0);
    });
  }
  const image = Float32Array.from(standardise(total));
  return domain === "box" ? boxed(image, net.input) : image;
}
