// Pictures of the lab, painted number by number.

export const SPREAD = 3; // deviations that black and white of a standardised picture stand for

/** @typedef {(number | number[])[]} Ends what black and white stand for, of all channels or of each */

/**
 * Draw a picture of one channel, or of three.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} image row by row
 * @param {number[]} shape rows, columns, and channels where there are several
 * @param {Ends} between
 */
export function draw(canvas, image, [rows, columns, channels = 1], between) {
  const [black, white] = between.map((one) => Array.from({ length: channels }, (_, k) => one[k] ?? one[0] ?? one));
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const pen = canvas.getContext("2d");
  const shown = pen.createImageData(columns, rows);
  for (let at = 0; at < rows * columns; at++) {
    for (let k = 0; k < 3; k++) {
      const of = k % channels;
      shown.data[4 * at + k] = (255 * (image[at * channels + of] - black[of])) / (white[of] - black[of] || 1);
    }
    shown.data[4 * at + 3] = 255;
  }
  pen.putImageData(shown, 0, 0);
}
