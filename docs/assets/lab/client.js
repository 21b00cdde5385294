// What a page asks a network through its worker. In each channel one question is answered at a time and
// one waits; a newer one takes the place of that which waits. The worker ends with the page.

import { LabError } from "./shared.js";

/** A question in whose place a newer one was asked. */
export class Overtaken extends Error {
  name = "Overtaken";
}

const NONE = "This browser cannot compute beside a page (it starts no worker of modules), so the lab stays still.";

/** Hear one answer. */
const answered = (resolve, reject) => ({ answer, failed }) => (failed ? reject(new LabError(failed)) : resolve(answer));

class Lab {
  /** @param {string} address of network.json, absolute */
  constructor(address) {
    this.address = address;
    this.number = 0;
    this.open = new Map(); // by number: what waits for messages of the worker
    this.channels = new Map();
    addEventListener("pagehide", () => this.close());
  }

  /** @returns {Promise<any>} what the manifest tells of the network */
  begin() {
    this.told ??= new Promise((resolve, reject) => {
      try {
        this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
      } catch {
        throw new LabError(NONE);
      }
      this.worker.onmessage = ({ data }) => this.open.get(data.id)?.(data);
      this.worker.onerror = (event) => {
        event.preventDefault?.();
        const failed = event.message ? `The engine of this page failed: ${event.message}.` : NONE;
        for (const hear of [...this.open.values()]) hear({ failed });
        this.close();
      };
      this.send("open", "", { address: this.address }, answered(resolve, reject), true);
    });
    return this.told;
  }

  /** Hand something to the worker; `hear` gets its messages, `once` only the first. @returns {number} */
  send(kind, name, args, hear, once = false) {
    const id = ++this.number;
    this.open.set(id, (data) => {
      if (once || data.failed || data.frame?.done) this.open.delete(id);
      hear(data);
    });
    this.worker.postMessage({ id, kind, name, args });
    return id;
  }

  /**
   * @param {string} name what worker.js lists
   * @param {any} args of that; `trained: true` asks what training has made of the network
   * @param {string} channel questions of one channel overtake one another
   * @returns {Promise<any>} rejected with `Overtaken` or `LabError`
   */
  ask(name, args = {}, channel = name) {
    return new Promise((resolve, reject) => {
      const lane = this.channels.get(channel) ?? {};
      this.channels.set(channel, lane);
      lane.waiting?.reject(new Overtaken());
      lane.waiting = { name, args, resolve, reject };
      if (!lane.busy) this.next(lane);
    });
  }

  async next(lane) {
    const asked = lane.waiting;
    delete lane.waiting;
    lane.busy = Boolean(asked);
    if (!asked) return;
    try {
      await this.begin();
      asked.resolve(await new Promise((resolve, reject) => {
        this.send("ask", asked.name, asked.args, answered(resolve, reject), true);
      }));
    } catch (error) {
      asked.reject(error);
    }
    this.next(lane);
  }

  /**
   * @param {string} name ascent, search or train
   * @param {any} args as in engine.js; `every` gives each so many-th frame and the last, `limit` ends it after so many steps
   * @param {(frame: any) => void} onFrame what `next` returns; the last one has `done: true`
   * @returns {{stop: () => void, rest: (still: boolean) => void, done: Promise<void>}} `rest` lets it wait, or go on; done when it ended or was stopped; rejected with `LabError`
   */
  run(name, args, onFrame) {
    let [id, stopped, still] = [0, false, false];
    const rest = () => { if (id) this.worker?.postMessage({ id, kind: "rest", args: still }); };
    let stop = () => { stopped = true; };
    const done = new Promise((resolve, reject) => {
      this.begin().then(() => {
        if (stopped) return resolve();
        id = this.send("run", name, args, ({ frame, failed }) => {
          if (failed) reject(new LabError(failed));
          else if (!stopped) onFrame(frame);
          if (frame?.done) resolve();
        });
        if (still) rest();
        stop = () => {
          stopped = true;
          this.worker?.postMessage({ id, kind: "stop" });
          this.open.delete(id);
          resolve();
        };
      }, reject);
    });
    return {
      stop: () => stop(),
      rest: (wanted) => {
        still = wanted;
        rest();
      },
      done,
    };
  }

  /** End the worker; what is asked later begins a new one. */
  close() {
    this.worker?.terminate();
    this.worker = null;
    this.told = undefined;
    for (const hear of [...this.open.values()]) hear({ failed: "The lab was left." });
    this.open.clear();
  }
}

/**
 * @param {string} address of network.json, seen from the page
 * @returns {Promise<Lab & {net: any}>} `net` has input, steps, classes, ascent as the manifest tells them
 */
export async function openLab(address) {
  const lab = new Lab(new URL(address, document.baseURI).href);
  try {
    return Object.assign(lab, { net: await lab.begin() });
  } catch (error) {
    lab.close();
    throw error;
  }
}
