"""How fast the lab of a site that stands is in a browser here: ``make bench-lab``.

Medians say what a reader waits on a machine with nothing else to do; the fastest tenth is less
disturbed by what else runs.

``TFJS=<folder>`` names the ``node_modules`` of TensorFlow.js (``npm install
@tensorflow/tfjs @tensorflow/tfjs-backend-wasm``): then the same network runs by it too, in
WebAssembly, each of its passes and gradients between two of ours. It is no part of the project.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import psutil
from browser import launched, opened, served

FORWARD, STEPS, RUNS = 200, 200, 50
PEER = ("tfjs/dist/tf.min.js", "tfjs-backend-wasm/dist/tf-backend-wasm.min.js")
ENGINE = """Promise.all(["engine", "objectives", "starts", "ascent"].map(
    (name) => import(new URL(`assets/lab/${name}.js`, location).href)
  )).then((all) => Object.assign({}, ...all))"""
ASKED = """async ({forward, steps}) => {
  const engine = await ENGINE;
  const at = (file) => fetch(new URL(`lab/network.${file}`, location));
  const told = await (await at("json")).json();
  if (told.why) return {why: told.why};
  const net = await engine.open(told, await (await at("bin")).arrayBuffer());
  const timed = (count, work) => {
    const took = Array.from({length: count}, (_, k) => {
      const since = performance.now();
      work(k);
      return performance.now() - since;
    }).sort((a, b) => a - b);
    return [took[count >> 1], took[Math.floor(count / 10)]];
  };
  const found = {};
  const mapped = net.steps.filter((one) => one.mapped).map((one) => one.name);
  const starts = mapped.map((layer) => engine.startImage(net, {seed: 5, layer}));
  const image = (k) => starts[k % starts.length];
  timed(forward, (k) => engine.forward(net, image(k))); // compiled by then
  found["a forward pass"] = timed(forward, (k) => engine.forward(net, image(k)));
  for (const [k, layer] of mapped.entries()) {
    const objective = {kind: "map", layer, map: 0, stage: "before"};
    const climbing = engine.ascent(net, {start: starts[k], objective, rule: "series", steps: 1e6});
    timed(steps, () => climbing.next());
    found[`a step for a map of ${layer}`] = timed(steps, () => climbing.next());
  }
  found["a start image"] = timed(steps, (k) => engine.startImage(net, {seed: k, layer: mapped[0]}));
  return found;
}""".replace("ENGINE", ENGINE)

# a whole OIP as a page asks for it, every frame of it, as fast as it comes; its seconds
WHOLE = """async ({steps, seed}) => {
  const {openLab} = await import(new URL("assets/lab/client.js", location).href);
  self.lab ??= await openLab(new URL("lab/network.json", location).href);
  const layer = lab.net.steps.filter((one) => one.mapped).at(-1).name;
  const objective = {kind: "map", layer, map: seed % 8, stage: "before"};
  const since = performance.now();
  let frames = 0;
  const asked = {objective, start: {seed, layer}, steps, rule: "annealed", domain: "sphere"};
  await lab.run("ascent", asked, () => { frames++; }).done;
  return [(performance.now() - since) / 1000, frames];
}"""
BESIDE = """async ({forward, steps, wasm}) => {
  const engine = await ENGINE;
  const at = (file) => fetch(new URL(`lab/network.${file}`, location));
  const [told, bytes] = [await (await at("json")).json(), await (await at("bin")).arrayBuffer()];
  if (told.why) return {why: told.why};
  const net = await engine.open(told, bytes);
  tf.wasm.setWasmPaths(wasm);
  await tf.setBackend("wasm");
  const all = new Float32Array(bytes);
  const tensors = told.tensors.map(({offset, shape}) => (
    tf.tensor(all.slice(offset, offset + shape.reduce((size, one) => size * one, 1)), shape)
  ));
  const known = {
    convolution: ({strides, tensors: {kernel, bias}}, x) => (
      tf.add(tf.conv2d(x, tensors[kernel], strides, "valid"), tensors[bias])
    ),
    activation: (_, x) => tf.relu(x),
    pool: ({window, strides}, x) => tf.maxPool(x, window, strides, "valid"),
    reshaping: (_, x) => tf.reshape(x, [1, -1]),
    dense: ({tensors: {kernel, bias}}, x) => tf.add(tf.matMul(x, tensors[kernel]), tensors[bias]),
  };
  // a plain chain of such steps: another network is not timed
  const odd = told.operations.slice(1).find((one, at) => (
    !known[one.kind] || one.reads[0] !== at || one.reads.length > 1
      || [...(one.padding ?? []), ...(one.dilation ?? []).map((far) => far - 1)].some(Boolean)
      || (one.function ?? "relu") !== "relu" || (one.how ?? "max") !== "max"
      || (one.groups ?? 1) > 1
  ));
  if (odd) return {why: `TensorFlow.js is asked for plain chains alone, and ${odd.name} is none.`};
  const through = (x, last) => told.operations.slice(1, last + 1)
    .reduce((values, one) => known[one.kind](one, values), x);
  const pairs = (count, ours, theirs) => {
    const took = [[], []];
    for (let k = 0; k < count; k++) {
      [ours, theirs].forEach((work, which) => {
        const since = performance.now();
        for (let again = 0; again < 5; again++) work(k); // a clock counts in tenths of a ms
        took[which].push((performance.now() - since) / 5);
      });
    }
    for (const those of took) those.sort((a, b) => a - b);
    return took.map((those) => [those[count >> 1], those[Math.floor(count / 10)]]);
  };
  const {logits} = told;
  const mapped = net.steps.filter((one) => one.mapped).map((one) => one.name);
  const starts = mapped.map((layer) => engine.startImage(net, {seed: 5, layer}));
  const inputs = starts.map((image) => tf.tensor(image, [1, ...told.input.shape]));
  const image = (k) => k % starts.length;
  const [passed, asked] = [
    (k) => engine.forward(net, starts[image(k)]),
    (k) => tf.tidy(() => through(inputs[image(k)], logits).dataSync()),
  ];
  pairs(forward / 5, passed, asked);
  const mine = [...passed(0).logits];
  const gap = Math.max(...[...asked(0)].map((one, at) => Math.abs(one - mine[at])));
  const found = {"a forward pass": pairs(forward / 5, passed, asked)};
  for (const [k, layer] of mapped.entries()) {
    const objective = {kind: "map", layer, map: 0, stage: "before"};
    const climbing = engine.ascent(net, {start: starts[k], objective, rule: "series", steps: 1e6});
    const last = told.steps.find((one) => one.name === layer).before;
    // of map 0 alone; to gather it has no gradient there
    const [,, maps] = told.operations[last].shape;
    const alone = tf.oneHot(tf.tensor([0], [1, 1, 1], "int32"), maps);
    const gradient = tf.grad((x) => tf.sum(tf.mul(through(x, last), alone)));
    const both = [() => climbing.next(), () => tf.tidy(() => gradient(inputs[k]).dataSync())];
    pairs(steps / 5, ...both);
    found[`a step for a map of ${layer}`] = pairs(steps / 5, ...both);
  }
  return {found, gap, version: tf.version_core};
}""".replace("ENGINE", ENGINE)


def _memory(tab: Any) -> float:
    """Return the memory of all processes that show pages, in MiB, after what is not used was let
    go.
    """
    tab.context.new_cdp_session(tab).send("HeapProfiler.collectGarbage")
    found = psutil.Process().children(recursive=True)
    shown = [one for one in found if "--type=renderer" in " ".join(one.cmdline())]
    return sum(one.memory_full_info().uss for one in shown) / 2**20


def _whole(tab: Any) -> None:
    """Print how long a whole OIP takes through the worker, and what many of them leave behind; the
    worker lets go of memory when it likes, so a rise is one where it lasts over hundreds of runs.
    """
    runs = [tab.evaluate(WHOLE, {"steps": 600, "seed": k}) for k in range(5)]
    took = sorted(seconds for seconds, _ in runs)
    print(f"an OIP of {runs[0][1]} steps, all of them seen: {took[0]:.2f} to {took[-1]:.2f} s")
    held = list[str]()
    for run in range(RUNS):
        tab.evaluate(WHOLE, {"steps": 100, "seed": run})
        if run % (RUNS // 5) == RUNS // 5 - 1:
            held.append(f"{_memory(tab):.0f}")
    print(f"memory after each {RUNS // 5} of {RUNS} runs of 100 steps: {', '.join(held)} MiB")


def _peer(folder: Path, tab: Any) -> None:
    """Bring TensorFlow.js onto a page, with what it fetches.

    Raises:
        SystemExit: it is not in the folder.
    """
    missing = [name for name in PEER if not (folder / name).is_file()]
    if missing:
        told = f"error: {folder} has no {missing[0]}. Install @tensorflow/tfjs and"
        raise SystemExit(f"{told} @tensorflow/tfjs-backend-wasm, and name node_modules.")
    files = (folder / PEER[1]).parent
    tab.route("**/tfjs/*", lambda route: route.fulfill(path=files / Path(route.request.url).name))
    for name in PEER:
        tab.add_script_tag(content=(folder / name).read_text(encoding="utf-8"))


def _beside(tab: Any, address: str) -> None:
    asked = {"forward": FORWARD, "steps": STEPS, "wasm": f"{address}tfjs/"}
    told = tab.evaluate(BESIDE, asked)
    if "why" in told:
        print(told["why"])
        return
    print(
        f"\nbeside TensorFlow.js {told['version']} in WebAssembly, which gives a gradient, no step;"
    )
    print(f"its logits differ by {told['gap']:.1e} at most; medians and fastest tenths in ms")
    for what, ((median, fast), (other, others)) in told["found"].items():
        mine, its = f"{median:6.2f} {fast:6.2f}", f"{other:6.2f} {others:6.2f}"
        print(f"{what:34}{mine}, by it {its}: {other / median:.2f} times as long")


def main() -> int:
    """Print a line for each thing that is timed."""
    site = Path(os.environ.get("SITE", "site")).resolve()
    if not (site / "lab" / "network.json").is_file():
        print(f"error: {site} has no lab/network.json. Run: make site", file=sys.stderr)
        return 1
    with launched() as browser, served(site) as address:
        tab = opened(browser)
        tab.goto(f"{address}lab/network.json")  # any file of the site: scripts are its own
        tab.evaluate(f"history.replaceState(null, '', '{address}')")
        found = tab.evaluate(ASKED, {"forward": FORWARD, "steps": STEPS})
        if "why" in found:
            print(found["why"])
            return 0
        for what, (median, fast) in found.items():
            print(f"{what:34}median {median:6.2f} ms, fastest tenth {fast:6.2f} ms")
        _whole(tab)
        if folder := os.environ.get("TFJS"):
            _peer(Path(folder) / "@tensorflow", tab)
            _beside(tab, address)
        tab.context.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
