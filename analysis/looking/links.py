"""By what the maps of a layer are read, and how much each adds to its readers.

What a map adds to a reader before the reader's activation function is linear in the map, so that
the mean over many images is what the mean of the maps adds. Nothing has to be computed image by
image but that mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.looking.ablation import BATCH, Reading, reading
from analysis.networks.layers import at_once, batches, views
from analysis.networks.opening import graph_of
from analysis.problem import Problem
from analysis.results.maps import MapLinks
from analysis.study import Study


def mean_maps(study: Study, layer: str) -> np.ndarray:
    """Return the mean activation (class, y, x, map) over the test images of each class."""
    test, classes = study.data.test, study.subject.classes
    look = views(study.subject.network, (layer,))
    total: Any = 0.0
    with study.progress(f"means of {layer}", len(test.images)) as advance:
        for part in batches(test.images, at_once(study.subject.network, BATCH)):
            values = look(study.data.standardise(test.images[part]))[layer].astype(np.float64)
            member = np.eye(classes)[test.labels[part]].T  # (class, image)
            total = total + np.tensordot(member, values, 1)
            advance(len(values))
    count = np.bincount(test.labels, minlength=classes).reshape(-1, 1, 1, 1)
    return np.asarray(total / np.maximum(count, 1), np.float32)


def _kernel(read: Reading, maps: int) -> np.ndarray:
    """Return the weights (map, weight, reader) between maps and what reads them."""
    kernel = np.asarray(read.reader.kernel)
    kernel = kernel.reshape(-1, maps, kernel.shape[-1])  # the map is the last axis that is read
    return kernel.swapaxes(0, 1)


def measure_links(study: Study, *, layer: str) -> MapLinks:
    """Measure what each map of a layer adds to each of its readers.

    Raises:
        Problem: several layers read the maps, or one that mixes them in another way.
    """
    graph = graph_of(study.subject.network)
    read = reading(graph, layer)
    if read is None:
        raise Problem(
            f"several layers read the maps of {layer!r}, or one that mixes them, so that what each"
            " adds cannot be told apart. Leave the measurement of its links out."
        )
    means = mean_maps(study, graph.steps[read.maps].name)
    maps = means.shape[-1]
    added = []
    for m in range(maps):
        values = np.asarray(read.contribution(means, slice(m, m + 1)))
        added.append(values.mean(axis=tuple(range(1, values.ndim - 1))))
    kernel = _kernel(read, maps)
    return MapLinks(strength=np.sqrt((kernel**2).sum(axis=1)), added=np.stack(added, axis=1))
