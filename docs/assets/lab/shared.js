// What a page and its worker share.

/** What a reader is told, in one sentence. */
export class LabError extends Error {
  name = "LabError";
}

/** @param {string} sentence @returns {never} */
export function refuse(sentence) {
  throw new LabError(sentence);
}

/** @param {ArrayLike<number>} values @returns {number} the place of the largest, the first of equal ones */
export function largest(values) {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/** @param {number[]} shape @returns {number} how many numbers an array of it has */
export const size = (shape) => shape.reduce((product, one) => product * one, 1);
