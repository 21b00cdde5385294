"""Likeness to the input on Conv2D_1, direction on Conv2D_2 and behind the pool, empty maps."""

from __future__ import annotations

import numpy as np

from analysis.looking.batchwise import activations
from analysis.results.structure import Structure
from analysis.study import Study

DIGIT, OTHERS = 4, (1, 2)
SHOWN = 100  # images of a 4 whose maps are compared with the input; the claim names the number
LAYERS = ("Conv2D_1", "Conv2D_2", "Max_Pool_2")


def likeness(grey: np.ndarray, maps: np.ndarray) -> np.ndarray:
    """Return the absolute correlation (image, map) of every map with the pixels at the middles of
    its nodes' fields; 0 for maps that do not vary.

    Args:
        grey: (image, y, x)
        maps: (image, y, x, map), smaller than the images by an even number of rows and columns.
    """
    rows, columns = ((a - b) // 2 for a, b in zip(grey.shape[1:], maps.shape[1:], strict=False))
    seen = grey[:, rows : rows + maps.shape[1], columns : columns + maps.shape[2], None]
    one, other = (
        values - values.mean(axis=(1, 2), keepdims=True) for values in (seen.astype(float), maps)
    )
    scale = np.sqrt(np.square(one).sum(axis=(1, 2))) * np.sqrt(np.square(other).sum(axis=(1, 2)))
    product = abs((one * other).sum(axis=(1, 2)))
    return np.divide(product, scale, out=np.zeros_like(product), where=scale > 1e-9)


def averaged(maps: np.ndarray) -> np.ndarray:
    """Return the means of blocks of 2 x 2 nodes, as a max pool takes the largest of them."""
    rows, columns = (size // 2 * 2 for size in maps.shape[1:3])
    cut = maps[:, :rows, :columns]
    blocks = cut.reshape(len(maps), rows // 2, 2, columns // 2, 2, maps.shape[-1])
    return np.asarray(blocks.mean(axis=(2, 4)))


def coherence(maps: np.ndarray) -> np.ndarray:
    """Return how much one direction prevails in each map (image, map): 0 for none, 1 for parallel
    lines alone; NaN for maps that do not vary.

    It is that of the structure tensor, the sum of the products of differences between rows and
    between columns over the whole map: root((a - b)^2 + 4 c^2) / (a + b).
    """
    # of the two pairs of each block of 2 x 2 nodes; single differences would share a node, and that
    # alone prefers one diagonal
    down = _pairs(np.diff(maps, axis=1), 2)
    across = _pairs(np.diff(maps, axis=2), 1)
    a, b, c = (
        (one * other).sum(axis=(1, 2))
        for one, other in ((down, down), (across, across), (down, across))
    )
    total = a + b
    found = np.sqrt(np.square(a - b) + 4 * np.square(c))
    return np.divide(found, total, out=np.full(total.shape, np.nan), where=total > 1e-9)


def _pairs(differences: np.ndarray, axis: int) -> np.ndarray:
    """Return the mean of neighbours along an axis."""
    first, last = np.delete(differences, -1, axis), np.delete(differences, 0, axis)
    return np.asarray((first + last) / 2)


def measure_structure(study: Study) -> Structure:
    """Return likeness, coherence and empty maps over the test images of a 4, a 1 and a 2."""
    test = study.data.test
    model = study.network("full-recipe")

    def seen(label: int) -> dict[str, np.ndarray]:
        return activations(model, study.data, test.images[test.labels == label], LAYERS)

    fours = seen(DIGIT)
    second = fours["Conv2D_2"]
    stages = (second, fours["Max_Pool_2"], averaged(second))
    shown = test.images[test.labels == DIGIT][:SHOWN]
    return Structure(
        likeness=likeness(shown, fours["Conv2D_1"][:SHOWN]),
        stage=np.array(["Conv2D_2", "Max_Pool_2", "averages"]),
        coherence=np.array([_mean_of_maps(coherence(maps)) for maps in stages]),
        empty=np.array([_empty(maps["Conv2D_2"]) for maps in (fours, *map(seen, OTHERS))]),
        digit=np.array([DIGIT, *OTHERS]),
    )


def _mean_of_maps(values: np.ndarray) -> np.ndarray:
    """Return the mean over the maps that have a coherence, for each image."""
    count = np.isfinite(values).sum(axis=1)
    return np.where(count > 0, np.nansum(values, axis=1) / np.maximum(count, 1), 0)


def _empty(maps: np.ndarray) -> np.ndarray:
    """Return the share of images for which each map is 0 at all nodes."""
    return np.asarray((maps == 0).all(axis=(1, 2)).mean(axis=0))
