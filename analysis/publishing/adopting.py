"""The network of another subject, made ready: read from a person's file, or, for an example,
trained; and what is known of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.foreign import trained_example
from analysis.images.reading.scale import every_scale
from analysis.images.shown import Shown, example_of
from analysis.looking.ablation import reading
from analysis.networks.kinds import has_maps
from analysis.networks.layers import rest_of
from analysis.networks.opening import graph_of
from analysis.networks.reading.under_scales import accuracies
from analysis.publishing.subjects import images_of, network_of, subject_in
from analysis.results.adopted import Adopted
from analysis.settings import Settings
from analysis.study import Progress, no_progress

if TYPE_CHECKING:
    import keras


def adopt(settings: Settings, progress: Progress = no_progress) -> tuple[keras.Model, Adopted]:
    """Return the network of a subject, and what is known of it.

    Raises:
        Problem: it cannot be read, or is none for these images and labels.
    """
    subject = subject_in(settings)
    there, found = images_of(subject), network_of(settings)
    model, example = found.model, example_of(subject.network)
    if example:
        model = trained_example(example, there, settings, progress)
    right = _right(model, there, progress)
    return model, Adopted(
        trained_here=np.array(bool(example)),
        scale=np.array(list(right), np.str_),
        right=np.array(list(right.values())).reshape(-1, 3),
        mean=np.array(there.scale.mean),
        deviation=np.array(there.scale.deviation),
        low=np.array(there.seen.low),
        high=np.array(there.seen.high),
        remark=np.array([*found.remarks, *there.seen.remarks, *there.scale.remarks], np.str_),
        **_layers(model),
    )


def _right(
    model: keras.Model, there: Shown, progress: Progress
) -> dict[str, tuple[float, float, float]]:
    """Return the share of judging images whose class the network finds, with its interval, by the
    scale they are shown on, first by that which is chosen; nothing without labels.
    """
    if there.judging.labels is None:
        return {}
    own = there.scale
    others = [
        one
        for one in every_scale(there.seen).values()
        if (one.mean, one.deviation) != (own.mean, own.deviation)
    ]
    found = accuracies(model, there.judging, [own, *others], bar=progress)
    return {name: (one.low, one.value, one.high) for name, one in found.items()}


def _layers(model: keras.Model) -> dict[str, np.ndarray]:
    """Return name, kind, shape, number of parameters and the like of the steps that have weights or
    maps.
    """
    graph = graph_of(model)
    shown = [
        (place, step)
        for place, step in enumerate(graph.steps)
        if getattr(step.operation, "weights", None) or len(graph.shapes[place]) == 3
    ]
    shapes = [(1, 1, *graph.shapes[place])[-3:] for place, _ in shown]
    with_maps = [has_maps(step.operation) for _, step in shown]
    readers = [
        reading(graph, step.name) if maps else None
        for (_, step), maps in zip(shown, with_maps, strict=True)
    ]
    # the same for all maps of a layer: what a function makes of zeros
    rest = [
        float(rest_of(model, step.name)[0]) if maps else 0.0
        for (_, step), maps in zip(shown, with_maps, strict=True)
    ]
    return {
        "rest": np.array(rest),
        "reader": np.array([graph.steps[one.place].name if one else "" for one in readers]),
        "layer": np.array([step.name for _, step in shown]),
        "kind": np.array([type(step.operation).__name__ for _, step in shown]),
        "shape": np.array(shapes, int),
        "parameters": np.array(
            [
                sum(int(np.prod(w.shape)) for w in getattr(step.operation, "weights", []))
                for _, step in shown
            ]
        ),
    }
