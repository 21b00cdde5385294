// The images of the training, which come as one file, packed by gzip.

import { published } from "./read.js";
import { refuse } from "./shared.js";

async function inflated(held) {
  // some servers unpack by themselves what they send
  if (held[0] !== 0x1f || held[1] !== 0x8b) return held;
  if (!self.DecompressionStream) refuse("This browser cannot unpack the images: take a newer one.");
  return new Uint8Array(await new Response(new Blob([held]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

/** @param {{file: string, sha256: string}} told of the images @param {string} beside the address of the file that tells it @returns {Promise<Uint8Array>} */
export const trainingImages = ({ file, sha256 }, beside) => published(new URL(file, new URL(beside, location.href)).href, sha256, "The images of the training", inflated);
