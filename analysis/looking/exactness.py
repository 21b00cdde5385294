"""That decisions are sums holds for every test image, not only for those that are shown; and which
pixels stand behind the nodes that add to them.

Sums in float32 cannot meet to the last digit: the bar is what the sums of a network with everyday
logits stay below many times, and grows with the largest logit where a network has larger ones.
"""

from __future__ import annotations

import numpy as np

from analysis.looking.contributions import (
    biases_add,
    looking,
    over_places,
    weighted,
    zeros_of,
)
from analysis.networks.layers import batches
from analysis.problem import Problem
from analysis.results.exactness import Exactness, Fields
from analysis.study import Study

PIXELS = "pixels"
GAP = 1e-4  # logits; the smallest bar
RELATIVE = 1e-6  # of the largest logit: some ten roundings of float32


def _misses(
    pixels: np.ndarray, nodes: list[np.ndarray], bias: list[np.ndarray], logit: np.ndarray
) -> np.ndarray:
    """Return by how much the sum at each place misses the logit (place, image).

    Args:
        pixels: (image, y, x), contributions
        nodes: by layer with weights: (image, map), contributions
        bias: by layer with weights: (image), what its biases add
        logit: (image)
    """
    biases = np.array(bias, dtype=float)
    behind = [biases[k:].sum(axis=0) for k in range(len(biases))]
    sums = [part.reshape(len(logit), -1).sum(axis=1, dtype=float) for part in (pixels, *nodes[:-1])]
    return np.abs(np.array(sums) + behind - logit)


def _refuse_gaps(found: Exactness) -> None:
    """``Raises Problem`` where a sum misses its logit by more than rounding."""
    worst = int(found.gap.argmax())
    if not found.gap[worst] <= found.bar:
        raise Problem(
            f"contributions of {found.place[worst]} miss a logit by {found.gap[worst]:.2g}; at most"
            f" {found.bar:.2g} would be rounding. A layer of the network is not affine between its"
            " gates: take it out of the network, or these contributions out of the catalogue."
        )


def measure_exactness(study: Study) -> Exactness:
    """Return by how much sums miss the logit of the label, over all test images.

    Raises:
        Problem: one of them misses it by more than rounding.
    """
    model, test, data = study.subject.network, study.data.test, study.data
    look, wanted = looking(model), np.eye(study.subject.classes, dtype=np.float32)[test.labels]
    gaps, largest = [], 0.0
    for part in batches(test.images, 250):
        images = data.standardise(test.images[part])
        logits, values, (pixels, *slopes) = look(images, zeros_of(model, len(images)), wanted[part])
        nodes = [over_places(v * s) for v, s in zip(values, slopes, strict=True)]
        own = (logits * wanted[part]).sum(axis=-1)
        gaps.append(_misses(pixels * images, nodes, biases_add(model, slopes), own))
        largest = max(largest, float(np.abs(logits).max()))
    found = Exactness(
        place=np.array([PIXELS, *(step.name for step in weighted(model)[:-1])]),
        gap=np.concatenate(gaps, axis=1).max(axis=1),
        images=np.array(len(test.images)),
        largest=np.array(largest),
        bar=np.array(max(GAP, RELATIVE * largest)),
    )
    _refuse_gaps(found)
    return found


def measure_fields(study: Study) -> Fields:
    """Return what the nodes of each layer with maps see, read off the layers in between."""
    layers = study.subject.layers
    sides = [(one.rows, one.columns) for one in layers.values()]

    def both(name: str) -> np.ndarray:
        return np.array([[getattr(side, name) for side in pair] for pair in sides])

    return Fields(
        layer=np.array(list(layers)),
        **{name: both(name) for name in ("count", "first", "size", "step")},
        side=np.array(study.subject.shape),
    )
