"""A network layer by layer: what one gives for images, and several in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.networks.graph import Graph, taken
from analysis.networks.kinds import is_activation, sums
from analysis.networks.opening import graph_of
from analysis.networks.stages import convolutions_of, stage_of
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

HELD = 2**26  # numbers of one layer that are held at once, 256 MiB; a few layers are alive together


def chain(model: keras.Model) -> list[Any]:
    """Return the layers of a network, each of which reads the one before it and nothing else.

    Raises:
        Problem: the network branches, or cannot be followed; see ``graph_of``.
    """
    graph = graph_of(model)
    places = list(range(len(graph.steps)))
    if not graph.is_row(places):
        first = next(place for place in places if not graph.is_row(places[: place + 1]))
        raise Problem(
            f"network {model.name!r} branches at layer {graph.steps[first].name!r}. This can be"
            " told only of networks whose layers follow one after another: keras.Sequential, or a"
            " chain."
        )
    return [step.operation for step in graph.steps]


def layers_up_to(model: keras.Model, layer: str) -> list[Any]:
    """Return the layers of a chain up to a named one.

    Raises:
        Problem: there is no such layer, or the network is no chain of layers.
    """
    return chain(model)[: graph_of(model).place(layer) + 1]


def convolutions(model: keras.Model) -> list[str]:
    """Return the names of the layers that have maps, from the input up."""
    return convolutions_of(graph_of(model))


def last_step(model: keras.Model) -> str:
    """Return the name of the layer whose output is that of the network; of several outputs, the
    first.
    """
    graph = graph_of(model)
    return graph.steps[graph.outputs[0][0]].name


def place_of(graph: Graph, layer: str) -> int:
    """Return the place of the step that gives a layer's output; for a convolution, the activation
    of its maps, see ``stages``.

    Raises:
        Problem: there is no such layer.
    """
    return stage_of(graph, layer).after if layer in convolutions_of(graph) else graph.place(layer)


def forward(model: keras.Model, images: Any, layer: str, *, pre_activation: bool = False) -> Any:
    """Return a layer's output for images (image, y, x, channel), before or after its activation
    function; what that is for a convolution is said in ``stages``.

    Returns:
        (image, y, x, map) for convolutional and pooling layers, (image, node) for dense ones.

    Raises:
        Problem: there is no such layer, or the network cannot be followed.
    """
    graph = graph_of(model)
    if not pre_activation:
        place = place_of(graph, layer)
        return graph.run(images, [place])[place]
    if layer in convolutions_of(graph):
        found = stage_of(graph, layer)
        if found.before != found.convolution:
            return graph.run(images, [found.before])[found.before]
    step = graph.steps[graph.place(layer)]
    source = step.reads[0]
    given = taken(graph.run(images, [source[0]]), source)
    return given if is_activation(step.operation) else sums(step.operation, given)


def rest_of(model: keras.Model, layer: str) -> np.ndarray:
    """Return the response (map) at rest: what the activation function makes of a pre-activation of
    0 at every node. A map *answers* an image where its response exceeds this; it is *silent* where
    none of a stated set of images makes it.

    At 0 what speaks for the pattern of a map and what speaks against it, the bias included, are in
    balance. Behind a ReLU the response at rest is 0, and exceeded as soon as one node fires. GELU,
    SiLU, leaky ReLU, ELU and tanh make 0 of 0 too, but may give less: as their response is a mean,
    nodes below count against those above, and what leaves the mean at or below 0 is no answer.
    Sigmoid gives 1/2, softplus log 2, and softmax one over the number of maps: there any image has
    a response above 0, which would say nothing.
    """
    graph = graph_of(model)
    stage = stage_of(graph, layer)
    nothing = np.zeros((1, *graph.shapes[stage.before]), np.float32)
    return np.asarray(stage.function(nothing)).mean(axis=(0, 1, 2))


def views(
    model: keras.Model, layers: tuple[str, ...]
) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """Return a compiled function from images (image, y, x, channel) to the activations of several
    layers, in one pass that ends at the last of them.
    """
    graph = graph_of(model)
    places = {layer: place_of(graph, layer) for layer in layers}

    def every(images: Any) -> dict[str, Any]:
        seen = graph.run(images, set(places.values()))
        return {layer: seen[place] for layer, place in places.items()}

    return framework.compiled(every)


def at_once(model: keras.Model, most: int = 500) -> int:
    """Return how many images may go through a network at once, so that its largest layer stays
    below ``HELD`` numbers: ``most`` of them where the network is as small as that of the series.
    """
    return max(1, min(most, HELD // max(sizes(graph_of(model)))))


def sizes(graph: Graph) -> list[int]:
    """Return how many numbers each step of a network gives for one image."""
    shapes = graph.shapes.values()
    every = (one for shape in shapes for one in (shape if isinstance(shape, list) else [shape]))
    return [int(np.prod(one)) for one in every]


def batches(images: np.ndarray, size: int = 500) -> Iterator[slice]:
    """Yield slices over the images, so that no layer of all of them is ever held at once."""
    return (slice(first, first + size) for first in range(0, len(images), size))
