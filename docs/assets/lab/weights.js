// A network as it is fetched: its description, and its weights, whose size and digest are checked.

import { differing } from "./digest.js";
import { LabError, open } from "./engine.js";

/** @param {string} address @param {string} what @returns {Promise<Response>} */
async function fetched(address, what) {
  let answer;
  try {
    answer = await fetch(address);
  } catch {
    throw new LabError(`${what} cannot be fetched: the connection failed.`);
  }
  if (!answer.ok) throw new LabError(`${what} cannot be fetched: the server answers ${answer.status}.`);
  return answer;
}

/**
 * @param {string} address of network.json
 * @returns {Promise<{manifest: any, bytes: ArrayBuffer}>} of a network that can be opened, again and again
 */
export async function load(address) {
  let manifest;
  try {
    manifest = await (await fetched(address, "The description of the network")).json();
  } catch (error) {
    throw error instanceof LabError ? error : new LabError("The description of the network is no JSON.");
  }
  if (!manifest?.format) throw new LabError("The description of the network is damaged.");
  if (manifest.why) throw new LabError(manifest.why);
  const { file, sha256, bytes: length } = manifest.weights ?? {};
  if (!file) throw new LabError("The description of the network names no weights.");
  // named by what is in them, so that none are taken that a browser kept of an earlier version
  const named = new URL(`${file}?${sha256.slice(0, 12)}`, address).href;
  const bytes = await (await fetched(named, "The weights of the network")).arrayBuffer();
  if (bytes.byteLength !== length) throw new LabError(`The weights of the network are ${bytes.byteLength} bytes long, and should be ${length}.`);
  const wrong = differing(new Uint8Array(bytes), sha256, "The weights of the network");
  if (wrong) throw new LabError(wrong);
  open(manifest, bytes); // refuses what cannot be run
  return { manifest, bytes };
}
