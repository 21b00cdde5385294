"""The code of the lab in a real browser, with networks that Python wrote: what it computes there
can be held against what Python computes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from browser import guarded, opened, served
from carried import assets

from analysis.artifacts import sha256
from analysis.looking.affine import Logits
from analysis.looking.portable import FORMAT, measure_portable, network_told
from analysis.study import Study

# a page without anything; what a test asks of the code runs in it
PAGE = (
    "<!doctype html><html lang=en><title>The lab</title>"
    "<link rel=icon href=data:,><body></body></html>"
)
# what pages have apart, a test has as one: each is asked by the names of its functions
ENGINE = ("engine", "objectives", "contributions", "starts", "ascent", "training")
MODULES = "training, random, mulberry, digest, client"
# what each question can use: the modules, networks by name, and lists as arrays; what is shown is
# copied, since the arrays of a pass are the network's own until the next one
BEFORE = """async (given) => {
  const names = "MODULES".split(", ");
  const of = (all) => Promise.all(all.map((name) => import(`/assets/lab/${name}.js`)));
  const [MODULES] = await of(names);
  const engine = Object.assign({}, ...(await of(ENGINE)));
  const net = async (name) => {
    const [told, weights] = await Promise.all(
      ["json", "bin"].map((kind) => fetch(`/${name}/network.${kind}`, {cache: "no-store"})),
    );
    return engine.open(await told.json(), await weights.arrayBuffer());
  };
  const array = (list) => Float32Array.from(list);
  const shown = (found) => {
    if (ArrayBuffer.isView(found)) return [...found];
    if (Array.isArray(found)) return found.map(shown);
    if (!found || typeof found !== "object") return found;
    return Object.fromEntries(Object.entries(found).map(([name, one]) => [name, shown(one)]));
  };
  return shown(await (async () => { BODY })());
}""".replace("MODULES", MODULES).replace("ENGINE", str(list(ENGINE)))


@dataclass(frozen=True)
class Lab:
    """A page with the code of the lab, served from a folder."""

    tab: Any
    folder: Path

    def write(self, name: str, told: dict[str, Any], weights: np.ndarray) -> None:
        """Put the two files of a network where the page finds them under a name."""
        content = weights.astype("<f4").tobytes()
        file = {"file": "network.bin", "bytes": len(content), "sha256": sha256(content)}
        (self.folder / name).mkdir(exist_ok=True)
        (self.folder / name / "network.bin").write_bytes(content)
        whole = {"$schema": "", "format": FORMAT, "why": "", "weights": file, **told}
        (self.folder / name / "network.json").write_text(json.dumps(whole))

    def subject(self, name: str, study: Study) -> None:
        """Write what a study looks at."""
        found = measure_portable(study)
        self.write(name, {**json.loads(str(found.described)), "why": str(found.why)}, found.weights)

    def network(self, name: str, model: Any) -> None:
        """Write a network alone, whose images are read as they are."""
        told, weights = network_told(Logits(model))
        shape = list(model.input_shape[1:])
        level = {"low": [-1.0], "high": [1.0], "mean": [0.0], "deviation": [1.0]}
        classes = [str(number) for number in range(told["operations"][-1]["shape"][-1])]
        about = {"name": name, "input": {"shape": shape, **level}, "classes": classes}
        self.write(name, {**about, **told}, weights)

    def run(self, body: str, **given: Any) -> Any:
        """Return what the body of a function gives; it sees what is given as ``given``."""
        asked = {name: plain(one) for name, one in given.items()}
        return self.tab.evaluate(BEFORE.replace("BODY", body), asked)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


@contextmanager
def lab_in(browser: Any, folder: Path) -> Iterator[Lab]:
    """Open a page with the code of the lab; at the end, what went wrong in it is an error."""
    assets(folder / "assets", "vendor", "faces")
    (folder / "index.html").write_text(PAGE)
    with served(folder) as address:
        tab = opened(browser)
        wrong = guarded(tab, address)
        tab.goto(address)
        yield Lab(tab, folder)
        tab.context.close()
        assert wrong == []
