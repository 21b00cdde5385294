"""The network as the lab in a reader's browser runs it: what it consists of, its weights, and how
its OIPs were searched for.

``docs/assets/lab`` reads both files; their contract is the type here.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ConfigDict

from analysis.artifacts import Artifacts, sha256
from site_config.data.loaded import Loaded
from site_config.data.records import Data
from site_config.data.written import as_json
from site_config.pages.anew import PORTABLE
from site_config.paths import schema_of
from site_config.words.galleries import shelves

TOLD, WEIGHTS = "lab/network.json", "lab/network.bin"
Numbers = tuple[float, ...]
Whole = tuple[int, ...]


class Input(Data):
    """What the network reads; by channel, levels of pixels."""

    shape: Whole
    """Rows, columns and channels."""
    dark: Numbers
    """Of the darkest pixel that an image can have, as a file stores it."""
    bright: Numbers
    """Of the brightest one."""
    mean: Numbers
    """That is taken from each pixel before it is read."""
    deviation: Numbers
    """By which it is then divided."""
    low: Numbers
    """The darkest pixel as it is read."""
    high: Numbers
    """The brightest pixel as it is read."""


class Tensor(Data):
    """Weights that belong together."""

    shape: Whole
    offset: int
    """Where they begin among all weights, counted in numbers."""


class Operation(Data):
    """One operation on one image. What else it computes with stands beside these under its own
    name, as docs/assets/lab/operations.js reads it.
    """

    model_config = ConfigDict(extra="allow", frozen=True, use_attribute_docstrings=True)

    kind: str
    """Image, convolution, dense, pool, affine, activation, sum, product, concatenation, reshaping
    or placing."""
    name: str
    """Of the layer that it belongs to; empty for the image."""
    shape: Whole
    """Of what it gives."""
    reads: Whole
    """The operations that it reads, by their place in the list."""
    tensors: dict[str, int]
    """Its weights, by name, in the list of tensors."""


class Fields(Data):
    """What the nodes of a layer see of the image, along rows and along columns."""

    firsts: tuple[Whole, Whole]
    """The first pixel that each node sees; below 0 where that lies outside the image."""
    stops: tuple[Whole, Whole]
    """One past the last."""


class Step(Data):
    """A layer, with the operations that give what stands before and after its activation
    function.
    """

    name: str
    kind: str
    """Its class in Keras; empty where it is none of Keras' own."""
    shape: Whole
    """Of what it gives."""
    inputs: tuple[str, ...]
    """The layers that it reads; none where it reads the image."""
    activation: str
    """Its activation function; empty where it has none."""
    mapped: bool
    """Whether it has maps."""
    before: int
    """What the activation function reads; what the layer gives, where it has none."""
    after: int | None
    """Null where the probabilities come out of it."""
    convolution: int | None
    """The operation that gives the sums of its maps; null where it has none."""
    fields: Fields | None
    """Null where it has no rows and columns."""


class Annealed(Data):
    """A rule whose steps get shorter; see analysis/ascent/rules.py."""

    steps: int
    """Over which they get shorter."""
    first: float
    """Length of the first step, in deviations of the image."""
    last: float
    """Length of the last one."""
    keep: float
    """An image whose value falls below this share of its best goes back to the best."""
    shorter: float
    """By which its steps are then multiplied."""
    recover: float
    """By which they grow again with each step that loses less, up to their full length."""


class Series(Data):
    """The rule of the series: steps of one length."""

    steps: int
    """Of an ascent."""
    rate: float
    """Length of a step, where the gradient has root mean square 1."""


class Rules(Data):
    """The rules of a step, as they were used."""

    annealed: Annealed
    """That of the pictures that are shown."""
    series: Series
    """That of the series' method."""


class Mixture(Data):
    """The scales of the start images for a layer."""

    grids: Whole
    """Nodes a side."""
    weights: Numbers
    """One for each grid."""


class Ascent(Data):
    """How OIPs were searched for."""

    domains: tuple[str, ...]
    """Sets of images among which they were searched for."""
    rules: Rules
    """Of a step."""
    wake: int
    """Steps along the mean before the activation function, where a map is silent at first."""
    starts: int
    """Of each map; their seeds are consecutive."""
    candidates: int
    """Start images that are looked through where no start wakes a map."""
    weights: Numbers
    """Of the grids of these candidates."""
    mixtures: dict[str, Mixture]
    """By layer."""
    seeds: dict[str, int]
    """Of the first start, by layer."""
    candidate_seeds: dict[str, int]
    """Of the first candidate, by layer."""
    found: dict[str, dict[str, str]]
    """The addresses of the OIPs that were found, by layer and domain, counted from this file, with
    a place for the number of the map; images in the order row, column, channel, for NumPy."""


class Weights(Data):
    """The file of all weights: 32-bit floating-point numbers, the lowest byte first."""

    file: str
    """Beside this one."""
    bytes: int
    """Its length."""
    sha256: str


class Network(Loaded):
    """The network as a browser can run it."""

    format: int
    """Of this file; code that reads it knows one."""
    name: str
    """Under which it is stored."""
    profile: str
    commit: str
    """Of the code that told it."""
    why: str
    """Why no browser can run it, as a sentence; empty where it can. Then all that follows the
    images is empty."""
    input: Input
    """What it reads."""
    classes: tuple[str, ...] = ()
    """What they are called."""
    logits: int = 0
    """The operation that gives them."""
    end: str = ""
    """What makes probabilities of them: softmax or sigmoid; empty where the network does not."""
    bent: str = ""
    """Why logits are no sums over maps and pixels, as the end of a sentence; empty where they
    are."""
    operations: tuple[Operation, ...] = ()
    """The image first, each behind those it reads."""
    tensors: tuple[Tensor, ...] = ()
    """How its weights are parted."""
    steps: tuple[Step, ...] = ()
    """The layers, from the input up."""
    ascent: Ascent | None = None
    """How OIPs of its maps were searched for."""
    weights: Weights | None = None
    """Where they stand."""


def _found(artifacts: Artifacts, domains: list[str]) -> dict[str, dict[str, str]]:
    """Return where the OIPs of each layer's maps lie, seen from the file."""
    return {
        shelf.layer: {
            domain: f"../{shelf.folder}/{{}}/oip-{domain}.npy"
            for domain in domains
            if shelf.id("oip-set", domain) in artifacts.measurements
        }
        for shelf in shelves(artifacts)
        if not shelf.prefix
    }


def lab_files(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the network that the lab runs, by staged path: what it is, and its weights."""
    arrays = artifacts.arrays(PORTABLE)
    told: dict[str, Any] = json.loads(str(arrays.described))
    files = {}
    told |= {
        "$schema": schema_of("network", TOLD),
        "profile": artifacts.manifest.profile,
        "commit": artifacts.manifest.made_with.runs[f"measurements/{PORTABLE}"].commit,
        "why": str(arrays.why),
    }
    if not told["why"]:
        weights = arrays.weights.astype("<f4").tobytes()
        files[WEIGHTS] = weights
        told["ascent"]["found"] = _found(artifacts, told["ascent"]["domains"])
        told["weights"] = {
            "file": WEIGHTS.rpartition("/")[2],
            "bytes": len(weights),
            "sha256": sha256(weights),
        }
    return files | {TOLD: as_json(Network, told)}
