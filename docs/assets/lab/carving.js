// Carving (analysis/experiments/dreams/carving.py): of a picture larger than what the network reads, the
// coarse base is raised, at its own mean and deviation, and the detail put back.

const TINY = 1e-12;

/** @param {ArrayLike<number>} line @param {number} from its side @param {number} to another one @returns {number[]} averaged to a smaller side, interpolated to a larger one */
function changed(line, from, to) {
  return Array.from({ length: to }, (_, k) => {
    if (to < from) {
      const [first, last] = [(k * from) / to, ((k + 1) * from) / to];
      let sum = 0;
      for (let at = Math.floor(first); at < last; at++) sum += line[at] * (Math.min(at + 1, last) - Math.max(at, first));
      return (sum * to) / from;
    }
    const place = Math.min(Math.max(((k + 0.5) * from) / to - 0.5, 0), from - 1);
    const lower = Math.min(Math.floor(place), from - 2);
    return line[lower] + (place - lower) * (line[lower + 1] - line[lower]);
  });
}

/** @param {ArrayLike<number>} picture square @param {number} from its side @param {number} to another one @returns {Float64Array} */
export function resized(picture, from, to) {
  const [across, found] = [new Float64Array(from * to), new Float64Array(to * to)];
  for (let row = 0; row < from; row++) across.set(changed(Array.prototype.slice.call(picture, row * from, (row + 1) * from), from, to), row * to);
  for (let column = 0; column < to; column++) {
    const line = Array.from({ length: from }, (_, row) => across[row * to + column]);
    changed(line, from, to).forEach((value, row) => { found[row * to + column] = value; });
  }
  return found;
}

/** @param {ArrayLike<number>} picture @returns {{values: Float64Array, mean: number, deviation: number}} with mean 0 and deviation 1, and what it had */
export function standard(picture) {
  const all = Float64Array.from(picture);
  const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / all.length);
  return { values: all.map((one) => (one - mean) / (deviation + TINY)), mean, deviation };
}

/**
 * One turn of carving.
 *
 * @param {Float64Array} picture @param {number} side of it @param {number} base the side of what the network reads
 * @param {(start: Float32Array) => Promise<ArrayLike<number>>} raise what climbs from a standardised base
 * @returns {Promise<Float64Array>} at mean 0 and deviation 1
 */
export async function turned(picture, side, base, raise) {
  const small = resized(picture, side, base);
  const { values, mean, deviation } = standard(small);
  const raised = await raise(Float32Array.from(values));
  const change = resized(small.map((one, k) => mean + deviation * raised[k] - one), base, side);
  return standard(picture.map((one, k) => one + change[k])).values;
}
