"""What each map adds to the decision for each class, in the mean over the test images of the class.

The sum of value times gradient over the places of a map: exact as long as no gate moves (see
``contributions``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis import framework
from analysis.looking.classes import by_class
from analysis.looking.contributions import behind
from analysis.networks.layers import at_once, batches, views
from analysis.results.maps import MapVotes
from analysis.study import Study

BATCH = 250


def of_own_class(study: Study, layer: str) -> np.ndarray:
    """Return what each map (image, map) adds to the logit of each test image's own class."""
    from keras import ops

    test, model = study.data.test, study.subject.network
    look, way = views(model, (layer,)), behind(model, layer)
    labels = np.eye(study.subject.classes, dtype=np.float32)[test.labels]

    def of_class(values: list[Any], wanted: Any, beside: dict[int, Any]) -> tuple[Any, list[Any]]:
        return framework.value_and_gradient(
            lambda given: ops.sum(way.logits(given[0], beside) * wanted, axis=-1), values
        )

    slopes = framework.compiled(of_class)
    found = np.zeros((len(test.images), study.subject.layer(layer).maps), np.float32)
    with study.progress(f"votes of {layer}", len(test.images)) as advance:
        for part in batches(test.images, at_once(model, BATCH)):
            images = study.data.standardise(test.images[part])
            values = look(images)[layer]
            _, (slope,) = slopes([values], labels[part], way.beside(images))
            found[part] = (values * slope).sum(axis=(1, 2))
            advance(len(values))
    return found


def measure_votes(study: Study, *, layer: str) -> MapVotes:
    """Measure what the maps of a layer add to the logit of the class that an image shows."""
    added, labels = of_own_class(study, layer), study.data.test.labels
    classes = study.subject.classes
    mean = by_class(added, labels, classes)
    return MapVotes(
        added=mean,
        spread=np.sqrt(by_class((added - mean[labels]) ** 2, labels, classes)),
    )
