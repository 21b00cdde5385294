"""How fast the lab of a site that stands is in a browser here: ``make bench-lab``.

Medians say what a reader waits on a machine with nothing else to do; the fastest tenth is less
disturbed by what else runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from browser import launched, opened, served

FORWARD, STEPS = 200, 200
ASKED = """async ({forward, steps}) => {
  const engine = await import(new URL("assets/lab/engine.js", location).href);
  const at = (file) => fetch(new URL(`lab/network.${file}`, location));
  const told = await (await at("json")).json();
  if (told.why) return {why: told.why};
  const net = engine.open(told, await (await at("bin")).arrayBuffer());
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
    const climbing = engine.ascent(net, starts[k], {objective, rule: "series", steps: 1e6});
    timed(steps, () => climbing.next());
    found[`a step for a map of ${layer}`] = timed(steps, () => climbing.next());
  }
  found["a start image"] = timed(steps, (k) => engine.startImage(net, {seed: k, layer: mapped[0]}));
  return found;
}"""


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
        tab.context.close()
    if "why" in found:
        print(found["why"])
        return 0
    for what, (median, fast) in found.items():
        print(f"{what:34}median {median:6.2f} ms, fastest tenth {fast:6.2f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
