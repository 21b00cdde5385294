"""A network in which one convolution has some of its maps alone, and which gives the same: all that
looks at the maps of that layer then looks at these, in their order.

The other maps are computed beside, where something behind the layer is asked for; what is asked of
the layer itself costs no more than the maps that are left. The two meet behind the activation
function, in the order that the layers behind expect.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.networks.graph import Graph
from analysis.networks.kinds import kind
from analysis.networks.opening import graph_of
from analysis.networks.stages import NORM, Stage, stage_of
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras

# what names of layers end in that are added; Keras wants all of a network to differ
OWN, OTHERS = ".some-maps", ".other-maps"
KINDS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D")


def refuse_whole(graph: Graph, layer: str) -> None:
    """``Raises Problem`` for a layer of which some maps cannot be looked at without the others."""
    stage = stage_of(graph, layer)
    steps = [graph.steps[place] for place in _path(graph, stage)]
    path = [step.operation for step in steps]
    # of networks that are nested, a name tells in which one a step stands
    together = len({step.name.rpartition("/")[0] for step in steps}) == 1
    calls = [id(step.operation) for step in graph.steps]
    once = all(calls.count(id(one)) == 1 for one in path)
    sliced = all(one.axis in (-1, 3) for one in path if kind(one) == NORM)
    if not (kind(path[0]) in KINDS and stage.by_number and sliced and once and together):
        raise _mixed(layer)


def _mixed(layer: str) -> Problem:
    return Problem(
        f"--maps: some maps of {layer!r} cannot be looked at without the others: the layer or its"
        " activation function is of a kind that may mix them, or used in several places, or one of"
        " them stands in a nested network. Name no maps of it."
    )


def _path(graph: Graph, stage: Stage) -> list[int]:
    """Return the places from a convolution to the activation of its maps."""
    path = [stage.convolution]
    while path[-1] != stage.after:
        follower = graph.only_reader(path[-1])
        assert follower is not None  # since the stage was found on this way
        path.append(follower)
    return path


def _dense_kernel(layer: Any, maps: np.ndarray) -> np.ndarray:
    """Return the kernel (y, x, channel, map) of some maps of a convolution that reads its channels
    apart, as one that reads all of them: 0 where a map does not look.
    """
    kernel = np.asarray(layer.kernel)
    if kind(layer) == "DepthwiseConv2D":
        height, width, channels, each = kernel.shape
        own = kernel.reshape(height, width, 1, channels * each)
        group, size = maps // each, 1
    else:
        height, width, size, count = kernel.shape
        own, channels = kernel, size * layer.groups
        group = maps // (count // layer.groups)
    found = np.zeros((height, width, channels, len(maps)), kernel.dtype)
    for number, (one, first) in enumerate(zip(maps, group * size, strict=True)):
        found[:, :, first : first + size, number] = own[..., one]
    return found


def _convolution(layer: Any, maps: np.ndarray, shape: tuple[int, ...]) -> Any:
    """Return a convolution of inputs (y, x, channel) that has some maps of another one."""
    from keras import layers

    separable = kind(layer) == "SeparableConv2D"
    alike = ("kernel_size", "strides", "padding", "dilation_rate", "activation", "use_bias")
    told = {name: getattr(layer, name) for name in alike}
    if separable:
        made = layers.SeparableConv2D(len(maps), depth_multiplier=layer.depth_multiplier, **told)
        depthwise, pointwise = (
            np.asarray(one) for one in (layer.depthwise_kernel, layer.pointwise_kernel)
        )
        weights = [depthwise, pointwise[..., maps]]
    else:
        plain = kind(layer) == "Conv2D" and layer.groups == 1
        kernel = np.asarray(layer.kernel)[..., maps] if plain else _dense_kernel(layer, maps)
        made, weights = layers.Conv2D(len(maps), **told), [kernel]
    made.name = layer.name
    made.build((None, *shape))
    made.set_weights([*weights, *([np.asarray(layer.bias)[maps]] if layer.use_bias else [])])
    return made


def _norm(layer: Any, maps: np.ndarray) -> Any:
    """Return a norm of some of the maps that another one norms."""
    told = {**layer.get_config(), "name": f"{layer.name}{OWN}", "axis": -1}
    made = type(layer).from_config(told)
    made.build((None, None, None, len(maps)))
    made.set_weights([weight[maps] for weight in layer.get_weights()])
    return made


def _hidden(layer: Any) -> Any:
    """Return a convolution as a layer that does not count as one with maps."""
    import keras

    class Beside(keras.layers.Layer):
        def __init__(self) -> None:
            super().__init__(name=f"{layer.name}{OTHERS}")
            self.inner = layer

        def call(self, values: Any) -> Any:
            return self.inner(values)

        def compute_output_shape(self, shape: Any) -> Any:
            return self.inner.compute_output_shape(shape)

    return Beside()


def _joined(name: str, own: Any, every: Any, maps: np.ndarray) -> Any:
    """Return all maps of the layer of a name, these in the place of what ``every`` has there."""
    from keras import layers

    count = every.shape[-1]
    others = np.ones(count, np.float32)
    others[maps] = 0
    spread = layers.Dense(count, use_bias=False, name=f"{name}{OWN}.in-place")
    spread.build((None, *own.shape[1:]))
    spread.set_weights([np.eye(count, dtype=np.float32)[maps]])
    rest = layers.Rescaling(others, name=f"{name}{OTHERS}.in-place")(every)
    return layers.Add(name=f"{name}.all-maps")([spread(own), rest])


class _Calls:
    """How the steps of a network are called so that one convolution has some of its maps."""

    def __init__(self, path: Sequence[Any], maps: np.ndarray) -> None:
        self.path, self.maps = list(path), maps
        self.own: Any = None

    def __call__(self, operation: Any, *given: Any, **named: Any) -> Any:
        place = next((k for k, one in enumerate(self.path) if one is operation), None)
        if place is None:
            return operation(*given, **named)
        if place == 0:
            self.own = _convolution(operation, self.maps, tuple(given[0].shape[1:]))(given[0])
            every = _hidden(operation)(given[0])
        else:
            step = _norm(operation, self.maps) if kind(operation) == NORM else operation
            self.own, every = step(self.own), operation(*given, **named)
        if place < len(self.path) - 1:
            return every
        return _joined(self.path[0].name, self.own, every, self.maps)


def _holds(model: keras.Model, operation: Any) -> bool:
    """Whether a layer is called in a network, or in one nested in it."""
    import keras

    return any(
        one is operation or (isinstance(one, keras.Model) and _holds(one, operation))
        for one in model.layers
    )


def _instead(old: Any, new: Any) -> Any:
    """Return how the steps of a network are called, one in the place of another."""
    return lambda one, *given, **named: (new if one is old else one)(*given, **named)


def _rebuilt(model: keras.Model, path: Sequence[Any], maps: np.ndarray) -> keras.Model:
    """Return a network with the same layers, of which that at the beginning of a path has some of
    its maps; networks that are nested stay so.
    """
    import keras

    call: Any = _Calls(path, maps)
    for nested in model.layers:
        if isinstance(nested, keras.Model) and _holds(nested, path[0]):
            inner = _rebuilt(nested, path, maps)
            call = _instead(nested, inner)
            break
    if not isinstance(model, keras.Sequential):
        return keras.models.clone_model(model, clone_function=lambda one: one, call_function=call)
    images = values = keras.Input(tuple(model.inputs[0].shape[1:]))
    for one in model.layers:
        values = call(one, values)
    return keras.Model(images, values, name=model.name)


def narrowed(model: keras.Model, layer: str, maps: Sequence[int]) -> keras.Model:
    """Return a network that gives the same, in which a layer has some of its maps alone. It shares
    all other layers with the network that is given.

    Args:
        layer: a convolution.
        maps: their numbers, each once.

    Raises:
        Problem: there is no such layer, or its maps cannot be told apart; see ``refuse_whole``.
    """
    graph = graph_of(model)
    refuse_whole(graph, layer)
    places = _path(graph, stage_of(graph, layer))
    path = [graph.steps[place].operation for place in places]
    return _rebuilt(model, path, np.array(maps, int))
