"""The gallery page of a layer: every map with its OIP, plain and contrast enhanced, and its
numbers.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from site_config.pages.parts import LAYERS
from site_config.words.prose import Prose

VISIBLE = 26  # rows and columns 26 and 27 reach no node of Conv2D_3
SPREAD = 3.0  # deviations that black and white of a plain picture stand for


def _png(grey: np.ndarray) -> bytes:
    from PIL import Image  # comes with matplotlib

    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, format="PNG")
    return buffer.getvalue()


def plain(image: np.ndarray) -> np.ndarray:
    """Return 8-bit grey (y, x) on the fixed scale of +-3 deviations."""
    return (np.clip((image + SPREAD) / (2 * SPREAD), 0, 1) * 255).astype(np.uint8)


def enhanced(image: np.ndarray) -> np.ndarray:
    """Return 8-bit grey (y, x), stretched between the 2nd and 98th percentile of the visible
    pixels.
    """
    low, high = np.percentile(image[:VISIBLE, :VISIBLE], [2, 98])
    return (np.clip((image - low) / max(high - low, 1e-9), 0, 1) * 255).astype(np.uint8)


def hatched(grey: np.ndarray) -> np.ndarray:
    """Return the picture with a fine pattern over the pixels that reach no node of Conv2D_3."""
    row, column = np.indices(grey.shape)
    blind = (row >= VISIBLE) | (column >= VISIBLE)
    return np.where(blind, np.where((row + column) % 2, 96, 160), grey).astype(np.uint8)


def thumbnails(prose: Prose, layer: str) -> dict[str, bytes]:
    """Return the pictures of a layer's page by staged path: the OIP of the sphere twice, that of
    the box, and the strongest training image.
    """
    address = LAYERS[layer]
    deep = layer == "Conv2D_3"
    files = {}
    sphere, box, data = (
        prose.artifacts.arrays(f"{kind}-{address}{end}")
        for kind, end in (("oip-set", "-sphere"), ("oip-set", "-box"), ("data-responses", ""))
    )
    for number in range(len(sphere.images)):
        pictures = {
            "plain": plain(sphere.images[number]),
            "enhanced": enhanced(sphere.images[number]),
            "box": enhanced(box.images[number]),
        }
        shown = {
            kind: grey
            for kind, grey in pictures.items()
            if (box if kind == "box" else sphere).response[number] > 0
        }
        for kind, grey in {**shown, "data": data.top_image[number, 0]}.items():
            files[f"gallery/{address}/{number}-{kind}.png"] = _png(hatched(grey) if deep else grey)
    return files


def _number(value: float, form: str = ".2f") -> str:
    return "–" if np.isnan(value) else format(value, form)


def layer_page(prose: Prose, layer: str, introduction: str) -> str:
    """Return the page of a layer as Markdown."""
    address = LAYERS[layer]
    read = prose.artifacts.arrays
    sets, trusts = (
        {name: read(f"{kind}-{address}-{name}") for name in ("sphere", "box")}
        for kind in ("oip-set", "trust")
    )
    data = read(f"data-responses-{address}")
    ablation = read(f"ablation-{address}")
    rows: list[dict[str, Any]] = []
    for number in range(len(data.maximum)):
        found = {
            name: {
                "response": _number(float(sets[name].response[number]), ".3g"),
                "fires": bool(sets[name].response[number] > 0),
                "ratio": _number(float(trusts[name].ratio_maximum[number]), ".1f"),
                "agreement": _number(float(sets[name].agreement[number])),
                "rung": str(sets[name].rung[number]),
                "seed": int(
                    sets[name].every_seed[number, sets[name].every_response[number].argmax()]
                ),
                "shift": _number(float(trusts[name].shift[number, 0])),
                "blur": _number(float(trusts[name].blur[number, 1])),
                "hint": _number(float(trusts[name].hit_rate[number])),
            }
            for name in sets
        }
        rows.append(
            {
                "number": number,
                "status": str(trusts["box"].status[number]),
                "digit": int(data.digit_mean[number].argmax()),
                "rate": f"{100 * float(data.rate[number]):.3g} %",
                "change": f"{100 * float(ablation.change[number]):+.2f}".replace("-", "−"),
                **found,
            }
        )
    return prose.jinja.get_template("layer_page.md.j2").render(
        layer=layer, address=address, rows=rows, introduction=introduction
    )
