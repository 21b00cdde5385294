// The worker: what a page asks of the network, computed beside it. One network is as it was published;
// a second one, asked for by `trained: true`, is what training makes of it.

import { open } from "./engine.js";
import { published, read } from "./read.js";
import { LabError, refuse } from "./shared.js";

const PATIENCE = 12; // ms of work between two looks at what a page says

// What can be asked: the module whose function of that name answers, and what it is given beside the
// network, which is all that is asked where nothing is named. A module is loaded when it is first asked.
const ASKED = {
  forward: ["engine", "image"],
  responses: ["responses"],
  gradient: ["objectives", "image", "objective"],
  startImage: ["starts"],
  nearest: ["ascent", "domain", "image"],
  climbed: ["ascent"],
  look: ["look"],
  score: ["training"],
  // and what goes on, step by step, until it is done or stopped
  ascent: ["ascent"],
  search: ["search"],
  train: ["training"],
};

/** @type {{manifest: any, bytes: ArrayBuffer}} */
let loaded;
const nets = {};
const running = new Set();
const paused = new Map(); // by number: what lets it go on

/** @param {string} address of network.json @returns {Promise<any>} what the manifest tells of the network */
async function begin(address) {
  const manifest = await read(address);
  const { why, weights } = manifest;
  if (why) refuse(why);
  if (!weights) refuse("The description of the network names no weights.");
  const { buffer: bytes } = await published(new URL(weights.file, address).href, weights.sha256, "The weights of the network");
  nets.published = await open(manifest, bytes);
  loaded = { manifest, bytes };
  const { operations, tensors, ...told } = manifest;
  return told;
}

/** @param {string} name @param {any} args @returns {Promise<() => any>} what answers at once, so that nothing else is computed before its answer is sent */
async function answering(name, { trained, ...args }) {
  if (!Object.hasOwn(ASKED, name)) refuse(`There is nothing called ${name} that can be asked.`);
  const [file, ...given] = ASKED[name];
  if (name === "train") delete nets.trained; // it begins anew
  const net = await (nets[trained ? "trained" : "published"] ??= open(loaded.manifest, loaded.bytes));
  const { [name]: answer } = await import(`./${file}.js`);
  return () => answer(net, ...(given.length ? given.map((one) => args[one]) : [args]));
}

const said = (error) => (error instanceof LabError ? error.message : `The engine of this page failed: ${error.message}.`);

/** A turn of the worker's own loop, so that messages are seen. @returns {Promise<void>} */
function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function go(id, name, { every = 1, limit = Infinity, ...args }) {
  running.add(id);
  try {
    const steps = (await answering(name, args))();
    let since = performance.now();
    for (let count = 0; running.has(id); count++) {
      const frame = steps.next();
      const done = frame.done === true || count + 1 >= limit;
      if (done || count % every === 0) postMessage({ id, frame: { ...frame, done } });
      if (done) break;
      if (performance.now() - since < PATIENCE) continue;
      await turn();
      await paused.get(id)?.wait;
      since = performance.now();
    }
  } catch (error) {
    postMessage({ id, failed: said(error) });
  } finally {
    running.delete(id);
    paused.delete(id);
  }
}

/** Let something wait, or go on. @param {number} id @param {boolean} still */
function rest(id, still) {
  paused.get(id)?.on();
  paused.delete(id);
  if (!still) return;
  const one = {};
  one.wait = new Promise((resolve) => { one.on = resolve; });
  paused.set(id, one);
}

self.onmessage = async ({ data: { id, name, args, kind } }) => {
  if (kind === "stop") {
    running.delete(id);
    rest(id, false);
  } else if (kind === "rest") rest(id, args);
  else if (kind === "run") go(id, name, args);
  else {
    try {
      const answer = kind === "open" ? await begin(args.address) : (await answering(name, args))();
      postMessage({ id, answer });
    } catch (error) {
      postMessage({ id, failed: said(error) });
    }
  }
};
