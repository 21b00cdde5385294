// Random numbers of start images and of the rounds of the game, as Python draws them.

/** @param {number} seed below 2 ** 32 @returns {() => number} uniform numbers in [0, 1), those of mulberry32 by T. Ettinger */
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
