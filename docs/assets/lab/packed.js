// A file that was packed by gzip, unpacked in the browser, and held against its digest.

import { differing } from "./digest.js";
import { read } from "./frame.js";

/** @param {string} address @param {string} sha256 of what was packed @returns {Promise<Uint8Array>} */
export async function inflated(address, sha256) {
  // named by what is in it, so that none is taken that a browser kept of an earlier version
  let found = new Uint8Array(await read(`${address}?${sha256.slice(0, 12)}`));
  // some servers unpack by themselves what they send
  if (found[0] === 0x1f && found[1] === 0x8b) {
    if (typeof DecompressionStream === "undefined") throw new Error("This browser cannot unpack the images of the training (it has no DecompressionStream): take a newer one.");
    found = new Uint8Array(await new Response(new Blob([found]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  }
  const wrong = differing(found, sha256, "The images of the training");
  if (wrong) throw new Error(wrong);
  return found;
}
