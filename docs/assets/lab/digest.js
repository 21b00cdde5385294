// SHA-256 (FIPS 180-4): browsers have it on secure pages alone, and a site may be served without.

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);
const fraction = (root) => Math.floor((root % 1) * 2 ** 32) | 0;
const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const BEGIN = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const turn = (x, by) => (x >>> by) | (x << (32 - by));

/** @param {Uint8Array} content @returns {Uint8Array} 32 bytes */
export function sha256(content) {
  const padded = new Uint8Array((content.length + 72) >> 6 << 6);
  padded.set(content);
  padded[content.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, content.length / 2 ** 29);
  view.setUint32(padded.length - 4, content.length << 3);
  const state = Int32Array.from(BEGIN);
  const w = new Int32Array(64);
  for (let at = 0; at < padded.length; at += 64) {
    for (let k = 0; k < 16; k++) w[k] = view.getInt32(at + 4 * k);
    for (let k = 16; k < 64; k++) {
      const [one, other] = [w[k - 15], w[k - 2]];
      w[k] = w[k - 16] + w[k - 7] + (turn(one, 7) ^ turn(one, 18) ^ (one >>> 3)) + (turn(other, 17) ^ turn(other, 19) ^ (other >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let k = 0; k < 64; k++) {
      const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[k] + w[k]) | 0;
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, k) => { state[k] += value; });
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((value, k) => digest.setInt32(4 * k, value));
  return new Uint8Array(digest.buffer);
}

/** @param {Uint8Array} content @returns {string} its SHA-256 in hexadecimal digits */
export const hexadecimal = (content) => [...sha256(content)].map((one) => one.toString(16).padStart(2, "0")).join("");
