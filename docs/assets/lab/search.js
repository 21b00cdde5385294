// The search for a start that a map answers, as the publication looks for one: forward passes over many
// seeds; of all starts the one with the highest response, or, where none is answered, the one with the
// highest value before the activation function.

import { aim, climb } from "./objectives.js";
import { startImage } from "./starts.js";

/**
 * @param {any} net
 * @param {{objective: any, mixture: any, domain: "sphere" | "box", seed: number, count: number}} asked from which seed on, and how many
 * @returns {{next: () => {tried: number, seed: number, value: number, before: number, done: boolean}}} each `next` tries one; the best so far
 */
export function search(net, { objective, mixture, domain, seed, count }) {
  const [after, before] = ["after", "before"].map((stage) => aim(net, { ...objective, stage }));
  const best = { tried: 0, seed, value: -Infinity, before: -Infinity };
  return {
    next() {
      const start = startImage(net, { seed: seed + best.tried, mixture, domain });
      const found = { seed: seed + best.tried, value: climb(net, start, after), before: -Infinity };
      // asked for only as long as no start is answered
      if (!(found.value > 0) && !(best.value > 0)) found.before = climb(net, start, before);
      if (found.value > best.value || (found.value === best.value && found.before > best.before)) Object.assign(best, found);
      best.tried += 1;
      return { ...best, done: best.tried === count };
    },
  };
}
