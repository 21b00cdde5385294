// The worker: what a page asks of the network, computed beside it. One network is as it was published;
// a second one, asked for by `trained: true`, is what training makes of it.

import { LabError, ascent, contributions, forward, gradient, open, silenced, startImage, trainer } from "./engine.js";
import { nearest } from "./ascent.js";
import { look, responses } from "./look.js";
import { search } from "./search.js";
import { score } from "./training.js";
import { load } from "./weights.js";

const PATIENCE = 12; // ms of work between two looks at what a page says

/** @type {{manifest: any, bytes: ArrayBuffer} | null} */
let loaded = null;
const nets = {};
const running = new Set();
const paused = new Map(); // by number: what lets it go on

/** @param {boolean | undefined} trained @returns {any} */
function net(trained) {
  if (!loaded) throw new LabError("No network is open.");
  const which = trained ? "trained" : "published";
  nets[which] ??= open(loaded.manifest, loaded.bytes);
  return nets[which];
}

const ASKED = {
  async open({ address }) {
    loaded = await load(address);
    const { operations, tensors, ...told } = loaded.manifest;
    return told;
  },
  forward: ({ image, trained }) => forward(net(trained), image),
  gradient: ({ image, objective, trained }) => gradient(net(trained), image, objective),
  startImage: ({ trained, ...asked }) => startImage(net(trained), asked),
  nearest: ({ image, domain, trained }) => nearest(net(trained), domain, image),
  silenced: ({ image, layer, map, trained }) => silenced(net(trained), image, layer, map),
  contributions: ({ image, class: wanted, trained }) => {
    const [seen, logits] = [forward(net(trained), image), []];
    logits.push(...seen.logits);
    return { ...contributions(net(trained), seen, wanted), logits };
  },
  look: ({ trained, ...asked }) => look(net(trained), asked),
  responses: ({ trained, ...asked }) => responses(net(trained), asked),
  score: ({ trained, ...data }) => score(net(trained), data),
  /** The whole climb at once: the best image, its value, and the values before each step. */
  climbed: (asked) => {
    const climbing = begun(asked);
    const values = [];
    for (;;) {
      const { value, best, bestValue, done } = climbing.next();
      values.push(value);
      if (done) return { image: best, value: bestValue, values };
    }
  },
};

function begun({ trained, start, ...asked }) {
  const image = start instanceof Float32Array ? start : startImage(net(trained), { layer: asked.objective.layer, domain: asked.domain, ...start });
  return ascent(net(trained), image, asked);
}

// what goes on, step by step, until it is done or stopped
const RUNS = {
  ascent: begun,
  search: ({ trained, ...asked }) => search(net(trained), asked),
  train: (asked) => {
    delete nets.trained;
    return trainer(net(true), asked);
  },
};

const said = (error) => (error instanceof LabError ? error.message : `The engine of this page failed: ${error?.message ?? error}.`);

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
    const steps = (RUNS[name] ?? (() => { throw new LabError(`There is nothing called ${name} that runs.`); }))(args);
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
  } else if (kind === "pause" || kind === "resume") rest(id, kind === "pause");
  else if (kind === "run") go(id, name, args);
  else {
    try {
      if (!Object.hasOwn(ASKED, name)) throw new LabError(`There is nothing called ${name} that can be asked.`);
      postMessage({ id, answer: await ASKED[name](args) });
    } catch (error) {
      postMessage({ id, failed: said(error) });
    }
  }
};
