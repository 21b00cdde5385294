"""The gallery page of a layer: every map with its OIP, plain and contrast enhanced, and its numbers."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from site_config.prose import LAYERS, Prose

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
    """Return 8-bit grey (y, x), stretched between the 2nd and 98th percentile of the visible pixels."""
    low, high = np.percentile(image[:VISIBLE, :VISIBLE], [2, 98])
    return (np.clip((image - low) / max(high - low, 1e-9), 0, 1) * 255).astype(np.uint8)


def hatched(grey: np.ndarray) -> np.ndarray:
    """Return the picture with a fine pattern over the pixels that reach no node of Conv2D_3."""
    row, column = np.indices(grey.shape)
    blind = (row >= VISIBLE) | (column >= VISIBLE)
    return np.where(blind, np.where((row + column) % 2, 96, 160), grey).astype(np.uint8)


def thumbnails(prose: Prose, layer: str) -> dict[str, bytes]:
    """Return the pictures of a layer's page by staged path."""
    address = LAYERS[layer]
    arrays = prose.artifacts.arrays(f"oip-gallery-{address}")
    files = {}
    for number in np.flatnonzero(~arrays.silent):
        for kind, shade in (("plain", plain), ("enhanced", enhanced)):
            grey = shade(arrays.images[number])
            files[f"gallery/{address}/{number}-{kind}.png"] = _png(hatched(grey) if layer == "Conv2D_3" else grey)
    return files


def layer_page(prose: Prose, layer: str, introduction: str) -> str:
    """Return the page of a layer as Markdown."""
    address = LAYERS[layer]
    arrays = prose.artifacts.arrays(f"oip-gallery-{address}")
    rows: list[dict[str, Any]] = []
    for number in range(len(arrays.silent)):
        maximum = float(arrays.data_maximum[number])
        rows.append(
            {
                "number": number,
                "silent": bool(arrays.silent[number]),
                "response": float(arrays.response[number]),
                "start": float(arrays.start_response[number]),
                "seed": int(arrays.seed[number]),
                "attempts": int(arrays.attempts[number]),
                "ratio": float(arrays.response[number]) / maximum if maximum > 0 else None,
            }
        )
    return prose.jinja.get_template("layer_page.md.j2").render(
        layer=layer, address=address, rows=rows, introduction=introduction, settings=prose.artifacts.measurements[f"oip-gallery-{address}"].settings
    )
