"""Which pixels, maps and biases make a decision: a sum without remainder.

As long as no gate moves, that is, as long as the same nodes of a ReLU are open and the same nodes
of a pool pass on, the network is an affine function of its image. What it says of a class before
the softmax is then a sum: over the nodes of any one layer, of value times gradient, and over the
biases of all layers behind, of bias times gradient. Source: Srinivas and Fleuret 2019, who show it
for the input; what holds for the input holds for every layer that is one.

What a map contributes is not what is lost without it: set to zero it moves gates behind it. The
difference is what ``silenced`` measures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.images.channels import over_channels
from analysis.networks.graph import IMAGES, Graph, taken
from analysis.networks.kinds import activation_name, is_activation, sums
from analysis.networks.layers import chain, forward, place_of
from analysis.networks.opening import graph_of
from analysis.problem import Problem
from analysis.results.classification import Confusion
from analysis.results.decisions import Decisions, MapShares
from analysis.results.images import ExampleImages
from analysis.study import Study

if TYPE_CHECKING:
    import keras

GATES = ("relu", "linear")  # activations that are affine while no gate moves


@dataclass(frozen=True)
class Shares:
    """What adds up to the logits of some images."""

    logits: np.ndarray  # (image, class)
    pixels: np.ndarray  # (image, class, y, x), summed over channels
    nodes: dict[
        str, np.ndarray
    ]  # by layer with weights: (image, class, map) or (image, class, node)
    bias: dict[str, np.ndarray]  # by layer with weights: (image, class)

    def behind(self, layer: str) -> np.ndarray:
        """Return what the biases of all layers behind one add (image, class)."""
        names = list(self.bias)
        later = [self.bias[name] for name in names[names.index(layer) + 1 :]]
        return np.sum(later, axis=0) if later else np.zeros_like(self.logits)


def weighted(model: keras.Model) -> list[Any]:
    """Return the layers with weights, from the input up.

    Raises:
        Problem: between image and softmax stands an activation function without gates.
    """
    found = [step for step in chain(model) if hasattr(step, "kernel")]
    for step in found[:-1]:
        if activation_name(step) not in GATES:
            raise Problem(
                f"layer {step.name!r} has the activation function"
                f" {getattr(step.activation, '__name__', step.activation)!r}, which is bent"
                f" everywhere: what its nodes contribute is no sum. It has to be {GATES[0]} or"
                f" {GATES[1]}."
            )
    return found


def _logits(model: keras.Model, images: Any, added: list[Any]) -> tuple[Any, list[Any]]:
    """Return the logits (image, class), and what each layer with weights has before its activation
    function, where ``added`` is added to it.
    """
    seen: list[Any] = []
    own = weighted(model)
    for step in chain(model):
        if step not in own:
            images = step(images)
            continue
        images = sums(step, images) + added[len(seen)]
        seen.append(images)
        if step is not own[-1]:
            images = step.activation(images)
    return images, seen


def looking(model: keras.Model) -> Callable[..., Any]:
    """Return a compiled function of images (image, y, x, 1), of zeros like the nodes of each layer
    with weights and of the class that each image is asked for, as (image, class) ones and zeros:
    logits, values of the nodes, and the slopes of that class's logit along pixels and nodes.
    """
    from keras import ops

    def look(images: Any, zeros: list[Any], wanted: Any) -> tuple[Any, list[Any], list[Any]]:
        def of_class(given: list[Any]) -> Any:
            return ops.sum(_logits(model, given[0], given[1:])[0] * wanted, axis=-1)

        logits, values = _logits(model, images, zeros)
        _, slopes = framework.value_and_gradient(of_class, [images, *zeros])
        return logits, values, slopes

    return framework.compiled(look)


def over_places(products: np.ndarray) -> np.ndarray:
    """Return sums (image, map) over the places of a layer; those of a dense layer are its nodes."""
    return products.sum(axis=tuple(range(1, products.ndim - 1)))


def zeros_of(model: keras.Model, images: int) -> list[np.ndarray]:
    """Return zeros like the nodes of each layer with weights, for so many images."""
    return [np.zeros((images, *step.output.shape[1:]), np.float32) for step in weighted(model)]


def biases_add(model: keras.Model, slopes: list[np.ndarray]) -> list[np.ndarray]:
    """Return what the bias of each layer with weights adds (image), by the slopes at its nodes."""
    biases = [step.bias if step.use_bias else 0.0 for step in weighted(model)]
    return [
        over_places(slope) @ np.broadcast_to(bias, slope.shape[-1])
        for slope, bias in zip(slopes, biases, strict=True)
    ]


def shares(model: keras.Model, images: np.ndarray) -> Shares:
    """Return what adds up to the logits of images (image, y, x, 1), standardised.

    Raises:
        Problem: the network has an activation function without gates, or branches.
    """
    names = [step.name for step in weighted(model)]
    look, zeros = looking(model), zeros_of(model, len(images))
    classes = zeros[-1].shape[-1]
    logits = np.zeros((len(images), classes), np.float32)
    by_class: list[tuple[np.ndarray, ...]] = []
    for one in np.eye(classes, dtype=np.float32):
        wanted = np.broadcast_to(one, logits.shape)
        logits, values, (pixels, *slopes) = look(images, zeros, wanted)
        nodes = [over_places(v * s) for v, s in zip(values, slopes, strict=True)]
        bias = biases_add(model, slopes)
        by_class.append((over_channels(pixels * images), *nodes, *bias))
    pixels, *rest = (np.stack(one, axis=1) for one in zip(*by_class, strict=True))
    return Shares(
        logits=logits,
        pixels=pixels,
        nodes=dict(zip(names, rest, strict=False)),
        bias=dict(zip(names, rest[len(names) :], strict=True)),
    )


@dataclass(frozen=True)
class Behind:
    """The way from the activations of one step to the logits."""

    graph: Graph
    place: int  # of the step

    @property
    def _last(self) -> int:
        return self.graph.outputs[0][0]

    def beside(self, images: Any) -> dict[int, Any]:
        """Return what is read on the way beside these activations, as short cuts are (place), for
        images (image, y, x, channel); nothing in a chain of layers.
        """
        others = self.graph.behind(self.place, self._last)[1] - {self.place}
        found = self.graph.run(images, others - {IMAGES})
        return found | dict.fromkeys(others & {IMAGES}, images)

    def logits(self, values: Any, beside: dict[int, Any]) -> Any:
        """Return the logits (image, class) from activations, and what is read beside them."""
        step = self.graph.steps[self._last]
        (source,) = step.reads
        known = {**beside, self.place: values}
        given = taken(self.graph.run(beside.get(IMAGES), [source[0]], known), source)
        return given if is_activation(step.operation) else sums(step.operation, given)


def behind(model: keras.Model, layer: str) -> Behind:
    """Return the way from the activations of a layer to the logits: what goes into a softmax."""
    graph = graph_of(model)
    return Behind(graph, place_of(graph, layer))


def silenced(model: keras.Model, images: np.ndarray, layer: str) -> np.ndarray:
    """Return what the logits lose (image, class, map) when a map of a layer is set to zero and what
    lies behind is computed anew.
    """
    way = behind(model, layer)
    look, beside = framework.compiled(way.logits), way.beside(images)
    maps = np.asarray(forward(model, images, layer))
    whole = look(maps, beside)
    kept = 1 - np.eye(maps.shape[-1], dtype=np.float32)
    return np.stack([whole - look(maps * only, beside) for only in kept], axis=-1)


def _chosen(examples: ExampleImages, confusion: Confusion) -> tuple[np.ndarray, np.ndarray]:
    """Return official indices (image), each once, and which of them are hard cases."""
    hard = confusion.hard_index[np.isin(confusion.hard_index, examples.index, invert=True)]
    return np.concatenate([examples.index, hard]), np.repeat(
        [False, True], [len(examples.index), len(hard)]
    )


def measure_decisions(study: Study, examples: ExampleImages, confusion: Confusion) -> Decisions:
    """Take apart what the network says of the example images and of the hard cases."""
    test = study.data.test
    index, hard = _chosen(examples, confusion)
    found = shares(study.subject.network, study.data.standardise(test.images[index]))
    return Decisions(
        index=index,
        label=test.labels[index],
        hard=hard,
        images=test.images[index],
        logits=found.logits,
        pixels=found.pixels,
        layer=np.array(list(found.bias)),
        bias=np.stack(list(found.bias.values()), axis=-1),
    )


def measure_map_shares(study: Study, decisions: Decisions, *, layer: str) -> MapShares:
    """Say what each map of a layer adds to these decisions, and what they lose without it."""
    model, images = study.subject.network, study.data.standardise(decisions.images)
    found = shares(model, images)
    return MapShares(
        activation=np.asarray(forward(model, images, layer)),
        contribution=found.nodes[layer],
        behind=found.behind(layer),
        lost=silenced(model, images, layer),
    )
