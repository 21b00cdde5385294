// Images of the data, as the files of the site hold them and as the network reads them.

const REC_709 = [0.2126, 0.7152, 0.0722]; // of red, green and blue

/**
 * @param {any} input of the network
 * @param {ArrayLike<number>} pixels from 0 for paper to 255 for ink: of each channel, or grey for all of them
 * @returns {Float32Array} as the network reads it, standardised
 */
export function standardised({ shape: [rows, columns, channels], dark, bright, mean, deviation }, pixels) {
  const grey = pixels.length === rows * columns;
  return Float32Array.from({ length: rows * columns * channels }, (_, k) => {
    const of = k % channels;
    const value = dark[of] + (pixels[grey ? (k - of) / channels : k] / 255) * (bright[of] - dark[of]);
    return (value - mean[of]) / deviation[of];
  });
}

/** @param {{pixels: string}} image of the file of images @returns {Uint8Array} its pixels */
export const pixelsOf = ({ pixels }) => Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));

/** @param {ArrayLike<number>} pixels @param {number} channels @returns {Float32Array} how bright they are, as analysis/images/channels.py says it */
export const greyOf = (pixels, channels) => Float32Array.from({ length: pixels.length / channels }, (_, at) => {
  const own = Array.from({ length: channels }, (_, k) => pixels[at * channels + k]);
  return channels === 3 ? REC_709.reduce((sum, weight, k) => sum + weight * own[k], 0) : own.reduce((sum, one) => sum + one, 0) / channels;
});
