"""What the maps of a layer respond to among the images of the data: how often, how strongly, and
which images most.

The response of a map is the mean activation of its nodes, the number that part VII of the series
maximises. A map fires where this exceeds the response at rest, 0 behind a ReLU; see ``rest_of``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.images.datasets import Images
from analysis.looking.classes import by_class
from analysis.networks.fields import Window
from analysis.networks.layers import at_once, batches, rest_of, views
from analysis.results.data_responses import DataResponses
from analysis.study import Study

STRONGEST = 9  # images kept for each map
LEVELS = (1.0, 0.99, 0.9, 0.5)  # the quantiles for which one image each is kept

Look = Callable[[np.ndarray], np.ndarray]


def strongest(responses: np.ndarray) -> np.ndarray:
    """Return, from responses (image, map), the indices (map, rank) of the strongest images; of
    equal ones the first stored leads.
    """
    return np.stack([np.argsort(-column, kind="stable")[:STRONGEST] for column in responses.T])


def nearest_to_quantiles(responses: np.ndarray) -> np.ndarray:
    """Return, from responses (image, map), the index (map, level) of the image nearest to each
    quantile; of equal ones the first stored.
    """

    def indices(column: np.ndarray) -> list[np.intp]:
        # double precision, so that a quantile halfway between two responses is equally far from
        # both
        return [abs(column - wanted).argmin() for wanted in np.quantile(column, LEVELS)]

    return np.array([indices(column.astype(np.float64)) for column in responses.T])


def _all_training_images(study: Study) -> Images:
    """Return the training images with those kept for validation after them: the order in which they
    are stored.
    """
    first, last = study.data.training, study.data.validation
    return Images(
        np.concatenate([first.images, last.images]), np.concatenate([first.labels, last.labels])
    )


def _responses(study: Study, look: Look, images: np.ndarray) -> np.ndarray:
    """Return the response (image, map) of every map to grey images (image, y, x)."""
    parts = []
    with study.progress("responses of every map", len(images)) as advance:
        for part in batches(images, at_once(study.subject.network)):
            parts.append(look(study.data.standardise(images[part])).mean(axis=(1, 2)))
            advance(len(images[part]))
    return np.concatenate(parts)


def _strongest_nodes(study: Study, look: Look, images: np.ndarray) -> np.ndarray:
    """Return row and column (map, rank, two) of each map's most active node in its own grey images
    (map, rank, y, x).
    """
    nodes = []
    for number, own in enumerate(images):
        values = look(study.data.standardise(own))[..., number]  # (rank, row, column)
        flat = values.reshape(len(own), -1).argmax(axis=1)
        nodes.append(np.stack(np.unravel_index(flat, values.shape[1:]), axis=1))
    return np.stack(nodes)


def _fields(window: Window, nodes: np.ndarray) -> np.ndarray:
    """Return (..., two) the first pixel that nodes (...) along one side see, and one past the
    last.
    """
    seen = [window.of_node(node) for node in range(window.count)]
    return np.array([(field.start, field.stop) for field in seen])[nodes]


def measure_data_responses(study: Study, *, layer: str) -> DataResponses:
    """Measure the response of every map of a layer to all training and test images."""
    subject, data = study.subject, study.data
    view = views(subject.network, (layer,))

    def look(images: np.ndarray) -> np.ndarray:
        return view(images)[layer]

    training, test = _all_training_images(study), data.test
    rest = rest_of(subject.network, layer)
    seen = _responses(study, look, training.images)
    unseen = _responses(study, look, test.images)
    top = strongest(seen)
    near = nearest_to_quantiles(seen)
    every = np.arange(seen.shape[1])[:, np.newaxis]
    nodes = _strongest_nodes(study, look, training.images[top])
    return DataResponses(
        maximum=seen.max(axis=0),
        quantile_999=np.array([np.quantile(column.astype(np.float64), 0.999) for column in seen.T]),
        rate=(seen > rest).mean(axis=0),
        test_rate=(unseen > rest).mean(axis=0),
        fires=np.maximum(seen.max(axis=0), unseen.max(axis=0)) > rest,
        top_index=top,
        top_response=seen[top, every],
        top_image=training.images[top],
        top_label=training.labels[top],
        top_node=nodes,
        top_rows=_fields(subject.layer(layer).rows, nodes[..., 0]),
        top_columns=_fields(subject.layer(layer).columns, nodes[..., 1]),
        level=np.array(LEVELS),
        quantile_index=near,
        quantile_response=seen[near, every],
        quantile_image=training.images[near],
        digit_mean=by_class(unseen, test.labels, subject.classes).T,
        black=look(data.standardise(data.dark[None])).mean(axis=(1, 2))[0],
    )
