// Random numbers as NumPy's default generator draws them (PCG64 XSL-RR, M. E. O'Neill 2014; its
// SeedSequence): initial weights, and the order of a training.

const LONG = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** @param {number[]} entropy @param {number} words @returns {number[]} state of NumPy's SeedSequence, of so many 32-bit words */
function seeded(entropy, words) {
  let constant = 0x43b0d7e5;
  const hashed = (value) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const product = Math.imul(mixed, constant);
    return (product ^ (product >>> 16)) >>> 0;
  };
  const mix = (x, y) => {
    const result = (Math.imul(x, 0xca01f9dd) - Math.imul(y, 0x4973f715)) >>> 0;
    return (result ^ (result >>> 16)) >>> 0;
  };
  const pool = [0, 1, 2, 3].map((at) => hashed(entropy[at] ?? 0));
  for (let from = 0; from < 4; from++) for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hashed(pool[from]));
  for (const word of entropy.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mix(pool[to], hashed(word));
  let other = 0x8b51f9dd;
  return Array.from({ length: words }, (_, at) => {
    const mixed = pool[at % 4] ^ other;
    other = Math.imul(other, 0x58f38ded);
    const product = Math.imul(mixed, other);
    return (product ^ (product >>> 16)) >>> 0;
  });
}

/** NumPy's `default_rng` of one or several whole numbers below 2 ** 32. */
export class Generator {
  /** @param {...number} seeds */
  constructor(...seeds) {
    const word = seeded(seeds, 8);
    const pair = (at) => (BigInt(word[at + 1]) << 32n) | BigInt(word[at]);
    this.increment = ((((pair(4) << 64n) | pair(6)) << 1n) | 1n) & LONG;
    this.state = 0n;
    this.step();
    this.state = (this.state + ((pair(0) << 64n) | pair(2))) & LONG;
    this.step();
    this.held = null; // the upper half of a number whose lower half was given
  }

  step() {
    this.state = (this.state * MULTIPLIER + this.increment) & LONG;
  }

  /** @returns {bigint} 64 bits */
  bits() {
    this.step();
    return BigInt.asUintN(64, rotated(this.state));
  }

  /** @returns {number} 32 bits: lower halves first */
  word() {
    if (this.held !== null) {
      const held = this.held;
      this.held = null;
      return held;
    }
    const drawn = this.bits();
    this.held = Number(drawn >> 32n);
    return Number(drawn & 0xffffffffn);
  }

  /** @returns {number} uniform in [0, 1), of 53 bits */
  uniform() {
    return Number(this.bits() >> 11n) / 2 ** 53;
  }

  /** @param {number} count at most 2 ** 32 @returns {Int32Array} the numbers below it in random order */
  permutation(count) {
    const order = Int32Array.from({ length: count }, (_, at) => at);
    for (let at = count - 1; at > 0; at--) {
      const mask = 2 ** (32 - Math.clz32(at)) - 1;
      let other = at + 1;
      while (other > at) other = (this.word() & mask) >>> 0;
      [order[at], order[other]] = [order[other], order[at]];
    }
    return order;
  }
}

/** @param {bigint} state of 128 bits @returns {bigint} its halves folded, rotated by its first 6 bits */
function rotated(state) {
  const folded = BigInt.asUintN(64, (state >> 64n) ^ state);
  const by = state >> 122n;
  return (folded >> by) | (folded << ((64n - by) & 63n));
}
