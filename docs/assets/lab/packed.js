// A file that was packed by gzip, unpacked in the browser, and held against its digest.

import { hexadecimal } from "./digest.js";
import { read } from "./frame.js";

/** @param {string} address @param {string} sha256 of what was packed @returns {Promise<Uint8Array>} */
export async function inflated(address, sha256) {
  let found = new Uint8Array(await read(address));
  // some servers unpack by themselves what they send
  if (found[0] === 0x1f && found[1] === 0x8b) {
    if (typeof DecompressionStream === "undefined") throw new Error("This browser cannot unpack the images of the training (it has no DecompressionStream): take a newer one.");
    found = new Uint8Array(await new Response(new Blob([found]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  }
  if (hexadecimal(found) !== sha256) throw new Error("The images of the training are not those that were published: their SHA-256 differs. Load the page again, or build the site anew.");
  return found;
}
