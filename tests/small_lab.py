"""A small site of the lab for a browser: pages with the divisions that a person wrote, a network of
random weights, images and pictures that are drawn here, and the network's answers by NumPy alone.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from carried import assets

from site_config.build.policy import under_policy
from site_config.data.lab import Network as Described
from site_config.data.loaded import Start
from site_config.data.written import as_json
from site_config.pages.files import npy, png
from site_config.pages.map_pictures import row

DOCS = Path(__file__).parent.parent / "docs"
SIDE, CLASSES = 28, 10
MEAN, DEVIATION = 33.25, 78.5
# of each layer its kind, and the operations that give what stands before and after its function
LAYERS: tuple[tuple[str, str, int, int | None], ...] = (
    ("First", "Conv2D", 1, 2),
    ("Pool", "MaxPooling2D", 3, 3),
    ("Second", "Conv2D", 4, 5),
    ("Flat", "Flatten", 6, 6),
    ("Hidden", "Dense", 7, 8),
    ("Classes", "Dense", 9, None),
)
FIELDS = {"First": (26, 1, 3), "Pool": (13, 2, 4), "Second": (11, 2, 8)}  # nodes, step, size
SHEETS = ("type", "site", "lab/lab")
# what the theme says of links and grounds
STYLE = """
body { margin: 8px } html { font-size: 125% }
.md-typeset a { color: var(--md-typeset-a-color) }
[data-md-color-scheme="default"] { --md-default-fg-color: #222; --md-default-bg-color: #fff }
body { color: var(--md-default-fg-color); background: var(--md-default-bg-color) }
"""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{name}</title><link rel="icon" href="data:,">{sheets}<style>{style}</style>
<script type="module" src="../../assets/lab/{name}.js"></script>
</head><body data-md-color-scheme="{scheme}"><main class="md-typeset"><h1>{name}</h1><h2>Here</h2>
{above}{division}<p class="static">What stands here without the lab.</p></div></main></body></html>
"""


def windows(values: np.ndarray, size: int) -> np.ndarray:
    """Return (y, x, row, column, channel) of an array (y, x, channel)."""
    seen = np.lib.stride_tricks.sliding_window_view(values, (size, size), axis=(0, 1))
    return seen.transpose(0, 1, 3, 4, 2)


@dataclass(frozen=True)
class Answer:
    """What the network makes of one image."""

    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    logits: np.ndarray
    probabilities: np.ndarray


class Network:
    """Two convolutions, a pool between them, two dense layers; weights are random."""

    def __init__(self) -> None:
        generator = np.random.default_rng(5)

        def drawn(*shape: int) -> np.ndarray:
            spread = 1 / np.sqrt(np.prod(shape[:-1]))
            return (2 * spread * generator.normal(size=shape)).astype(np.float32)

        sizes = {"First": (3, 3, 1, 4), "Second": (3, 3, 4, 6), "Hidden": (726, 12)}
        self.kernels = {name: drawn(*size) for name, size in sizes.items()}
        self.kernels["Classes"] = drawn(12, CLASSES)
        self.biases = {name: drawn(one.shape[-1]) for name, one in self.kernels.items()}

    @cached_property
    def weights(self) -> bytes:
        parts = [one for name in self.kernels for one in (self.kernels[name], self.biases[name])]
        return b"".join(part.astype("<f4").tobytes() for part in parts)

    def tensors(self) -> list[dict[str, Any]]:
        """Return where each kernel and each bias lies among the weights."""
        found, offset = [], 0
        for name, kernel in self.kernels.items():
            for part in (kernel, self.biases[name]):
                found.append({"shape": list(part.shape), "offset": offset})
                offset += part.size
        return found

    def _operations(self) -> list[dict[str, Any]]:
        def made(name: str, kind: str, shape: list[int], **numbers: Any) -> dict[str, Any]:
            own = {}
            if kind in ("convolution", "dense"):
                place = 2 * list(self.kernels).index(name)
                own = {"kernel": place, "bias": place + 1}
            return {"name": name, "kind": kind, "shape": shape, "tensors": own, **numbers}

        plain = {"dilation": [1, 1], "padding": [0, 0]}
        slid = {"strides": [1, 1], "groups": 1, **plain}
        pooled = {"how": "max", "window": [2, 2], "strides": [2, 2], **plain}
        row = [
            made("", "image", [SIDE, SIDE, 1]),
            made("First", "convolution", [26, 26, 4], **slid),
            made("First", "activation", [26, 26, 4], function="relu"),
            made("Pool", "pool", [13, 13, 4], **pooled),
            made("Second", "convolution", [11, 11, 6], **slid),
            made("Second", "activation", [11, 11, 6], function="relu"),
            made("Flat", "reshaping", [726]),
            made("Hidden", "dense", [12]),
            made("Hidden", "activation", [12], function="relu"),
            made("Classes", "dense", [CLASSES]),
        ]
        return [{**one, "reads": [place - 1] if place else []} for place, one in enumerate(row)]

    def _steps(self) -> Iterator[dict[str, Any]]:
        operations, before = self._operations(), ""
        for name, kind, sums, after in LAYERS:
            seen = None
            if name in FIELDS:
                count, stride, size = FIELDS[name]
                firsts = [stride * k for k in range(count)]
                seen = {"firsts": [firsts] * 2, "stops": [[one + size for one in firsts]] * 2}
            yield {
                "name": name,
                "kind": kind,
                "shape": operations[sums]["shape"],
                "inputs": [before] if before else [],
                "activation": "" if sums == after else "relu",
                "mapped": kind == "Conv2D",
                "before": sums,
                "after": after,
                "convolution": sums if kind == "Conv2D" else None,
                "fields": seen,
            }
            before = name

    def manifest(self) -> dict[str, Any]:
        """Return what stands in network.json."""
        levels = {"dark": 0.0, "bright": 255.0, "mean": MEAN, "deviation": DEVIATION}
        levels |= {"low": -MEAN / DEVIATION, "high": (255 - MEAN) / DEVIATION}
        return {
            "$schema": "../network.schema.json",
            "format": 1,
            "name": "small",
            "profile": "small",
            "commit": "",
            "why": "",
            "bent": "",
            "end": "softmax",
            "logits": 9,
            "input": {"shape": [SIDE, SIDE, 1], **{key: [one] for key, one in levels.items()}},
            "classes": [str(k) for k in range(CLASSES)],
            "operations": self._operations(),
            "tensors": self.tensors(),
            "steps": list(self._steps()),
            "weights": {
                "file": "network.bin",
                "bytes": len(self.weights),
                "sha256": hashlib.sha256(self.weights).hexdigest(),
            },
        }

    def answer(self, grey: np.ndarray, silent: tuple[str, int] | None = None) -> Answer:
        """Return the answer to an image (y, x) of 8 bits, perhaps with a map or a node at 0."""
        values = ((grey.astype(float) - MEAN) / DEVIATION)[..., None]
        before, after = {}, {}
        for name, kernel in self.kernels.items():
            if name == "Second":
                values = values.reshape(13, 2, 13, 2, 4).max(axis=(1, 3))
            if kernel.ndim == 4:
                sums = np.einsum("yxrct,rctm->yxm", windows(values, 3), kernel)
            else:
                sums = values.ravel() @ kernel
            before[name] = sums + self.biases[name]
            values = after[name] = np.maximum(before[name], 0)
            if silent and silent[0] == name:
                values[..., silent[1]] = 0
        logits = before["Classes"]
        raised = np.exp(logits - logits.max())
        return Answer(before, after, logits, raised / raised.sum())


def digits(count: int = 16) -> np.ndarray:
    """Return images (image, y, x) of a few strokes, the first an open 4 of straight lines."""
    made = np.zeros((count, SIDE, SIDE), np.uint8)
    made[0, 6:15, 8:10], made[0, 13:15, 8:20], made[0, 6:23, 18:20] = 255, 255, 255
    generator = np.random.default_rng(8)
    for image in made[1:]:
        for _ in range(3):
            y, x, length = generator.integers(5, 20, 3)
            if generator.random() < 0.5:
                image[y : y + 2, 5 : 5 + length] = generator.integers(120, 256)
            else:
                image[5 : 5 + length, x : x + 2] = generator.integers(120, 256)
    return made


@dataclass(frozen=True)
class SmallLab:
    """The folder of such a site, and what it is made of."""

    folder: Path
    network: Network
    images: np.ndarray
    hints: np.ndarray  # OIPs (map, y, x) of the second layer

    @property
    def start(self) -> dict[str, Any]:
        images = [
            {
                "image": 100 + k,
                "name": f"Test image {100 + k}",
                "label": k % CLASSES,
                "said": 0,
                "address": f"images/{100 + k}/",
                "pixels": b64encode(one.tobytes()).decode(),
            }
            for k, one in enumerate(self.images)
        ]
        rates = {"oip": [0.75] * 6, "images": [0.5] * 5 + [None]}
        layer = {"layer": "Second", "folder": "gallery/second/", "pages": True, "choices": rates}
        names = [str(k) for k in range(CLASSES)]
        return {
            "$schema": "../start.schema.json",
            "side": (SIDE, SIDE),
            "names": names,
            "images": images,
            "layers": [layer],
        }

    def write(self, name: str, scheme: str = "default", above: str = "") -> None:
        """Write a page of the lab as a person wrote it; ``above`` it something else may stand."""
        text = (DOCS / "lab" / f"{name}.md").read_text(encoding="utf-8")
        division = re.search(r"<div class=\"lab-[^>]*>", text)
        assert division
        page = self.folder / "lab" / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        sheets = [f'<link rel="stylesheet" href="../../assets/{one}.css">' for one in SHEETS]
        html = PAGE.format(
            name=name,
            scheme=scheme,
            above=above,
            division=division[0],
            sheets="".join(sheets),
            style=STYLE,
        )
        page.write_text(under_policy(html), encoding="utf-8")


def small_lab(folder: Path) -> SmallLab:
    """Write such a site into a folder."""
    hints = np.random.default_rng(3).normal(size=(6, SIDE, SIDE)).astype(np.float32)
    made = SmallLab(folder, Network(), digits(), hints)
    assets(folder / "assets", "vendor")
    lab = folder / "lab"
    lab.mkdir()
    (lab / "network.json").write_bytes(as_json(Described, made.network.manifest()))
    (lab / "network.bin").write_bytes(made.network.weights)
    (lab / "start.json").write_bytes(as_json(Start, made.start))
    for number, hint in enumerate(hints):
        own = folder / "gallery" / "second" / str(number)
        own.mkdir(parents=True)
        (own / "oip-sphere.npy").write_bytes(npy(hint))
        shown = np.clip(128 + 40 * hint, 0, 255).astype(np.uint8)
        (own / "oip.png").write_bytes(png(shown))
        (own / "strongest.png").write_bytes(png(row(made.images[:9])))
    for name in ("digit", "game"):
        made.write(name)
    return made
