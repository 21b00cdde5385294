// Files of the site, as the page and its worker read them; where one cannot be had, a sentence says so.

import { hexadecimal } from "./digest.js";
import { LabError, refuse } from "./shared.js";

/** @param {string} address @returns {Promise<any>} what a file holds: of .json an object, of .npy numbers of single precision, else bytes @throws {LabError} */
export async function read(address) {
  const answer = await fetch(address).catch(() => null);
  const failed = (what) => new LabError(`The file ${new URL(address, location.href).pathname} ${what}: try again later, or build the site anew.`);
  if (!answer?.ok) throw failed(`could not be read (${answer ? `the server answers ${answer.status}` : "the connection failed"})`);
  if (address.endsWith(".json")) {
    const held = await answer.json().catch(() => null);
    if (!Object.hasOwn(held ?? {}, "$schema")) throw failed("is damaged"); // as each file of the build begins
    return held;
  }
  const bytes = await answer.arrayBuffer().catch(() => { throw failed("could not be read"); });
  return address.endsWith(".npy") ? new Float32Array(bytes, 10 + new DataView(bytes).getUint16(8, true)) : bytes;
}

/**
 * @param {string} address @param {string} sha256 as published @param {string} what in the plural, as it begins a sentence @param {(held: Uint8Array) => any} unpacked makes of what the file holds what was published
 * @returns {Promise<Uint8Array>} what was published, once it is known to be that
 */
export async function published(address, sha256, what, unpacked = (held) => held) {
  // named by what is in it, so that none is taken that a browser kept of an earlier version
  const found = await unpacked(new Uint8Array(await read(`${address}?${sha256.slice(0, 12)}`)));
  if (hexadecimal(found) !== sha256) refuse(`${what} are not those that were published: their SHA-256 differs. Load the page again, or build the site anew.`);
  return found;
}
