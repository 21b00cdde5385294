"""The graph of a network of Keras, nested networks opened, so that each of their layers is a step
like any other.

This module alone knows how Keras keeps a graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from analysis.networks.graph import IMAGES, Arguments, Graph, Source, Step, address, in_order
from analysis.problem import Problem

if TYPE_CHECKING:
    import keras


def _refuse_unknown(model: keras.Model, whole: str) -> None:
    """``Raises Problem`` for a network whose steps are hidden in code of its own."""
    import keras

    named = "network" if model.name == whole else f"network {whole!r} holds a network"
    if isinstance(model, keras.Sequential):
        followed = type(model).call is keras.Sequential.call
    else:
        followed = hasattr(model, "_nodes_by_depth") and type(model).call.__module__.startswith(
            "keras."
        )
    if not followed:
        raise Problem(
            f"{named} {model.name!r}, a class of its own ({type(model).__name__}), whose layers"
            " cannot be followed. Rebuild it as a functional network, keras.Model(inputs,"
            " outputs), and copy its weights with set_weights."
        )


def _nodes(model: Any) -> Iterator[Any]:
    """Yield the calls of a functional network in order, without its inputs."""
    for depth in sorted(model._nodes_by_depth, reverse=True):
        yield from (node for node in model._nodes_by_depth[depth] if not node.is_input)


def _arranged(node: Any) -> Callable[[Sequence[Any]], Arguments]:
    """Return how the tensors that a call reads stand among its arguments."""
    keys = [id(tensor) for tensor in node.input_tensors]

    def arranged(given: Sequence[Any]) -> Arguments:
        args, named = node.arguments.fill_in(dict(zip(keys, given, strict=True)))
        return tuple(args), {name: value for name, value in named.items() if value is not None}

    return arranged


class _Opening:
    """Steps as they are found, nested networks opened."""

    def __init__(self, whole: str) -> None:
        self.whole = whole
        self.found: list[tuple[str, Any, tuple[Source, ...], Any]] = []

    def open(self, model: Any, given: list[Source], path: str = "") -> list[Source]:
        """Add the steps of a network that reads these; return what it gives."""
        import keras

        _refuse_unknown(model, self.whole)
        if isinstance(model, keras.Sequential):
            for layer in model.layers:
                given = self._call(layer, given, 1, path, in_order)
            return given
        known = {id(tensor): source for tensor, source in zip(model.inputs, given, strict=True)}
        for node in _nodes(model):
            reads = [known[id(tensor)] for tensor in node.input_tensors]
            made = self._call(node.operation, reads, len(node.outputs), path, _arranged(node))
            known |= {id(one): source for one, source in zip(node.outputs, made, strict=True)}
        return [known[id(tensor)] for tensor in model.outputs]

    def _call(
        self, operation: Any, reads: list[Source], outputs: int, path: str, arranged: Any
    ) -> list[Source]:
        import keras

        name = f"{path}{operation.name}"
        if isinstance(operation, keras.Model):
            return self.open(operation, reads, f"{name}/")
        if getattr(operation, "data_format", None) == "channels_first":
            raise Problem(
                f"layer {name!r} of network {self.whole!r} reads images as (channel, y, x). Rebuild"
                ' the network with data_format="channels_last"; the weights can be copied.'
            )
        self.found.append((name, operation, tuple(reads), arranged))
        return [(len(self.found) - 1, number) for number in range(outputs)]

    def steps(self) -> tuple[Step, ...]:
        """Return the steps, named so that no two have one address."""
        plain = {address(name) for name, *_ in self.found}
        used: set[str] = set()
        steps = []
        for name, *rest in self.found:
            own, number = name, 2
            while address(own) in used or (own != name and address(own) in plain):
                own, number = f"{name}_{number}", number + 1
            used.add(address(own))
            steps.append(Step(own, *rest))
        return tuple(steps)


def graph_of(model: keras.Model) -> Graph:
    """Return the graph of a network that reads images and nothing else.

    Raises:
        Problem: its steps are hidden in code of its own, it reads something else, or it does not
            know the shape of its images.
    """
    import keras

    if isinstance(model, keras.Sequential) and not model.built:
        raise Problem(
            f"network {model.name!r} does not know the shape of its images. Begin it with"
            " keras.Input(shape), or show it an image before it is saved."
        )
    opening = _Opening(model.name)
    _refuse_unknown(model, model.name)
    shapes = [tuple(one.shape[1:]) for one in model.inputs]
    if len(shapes) != 1 or len(shapes[0]) != 3 or None in shapes[0]:
        raise Problem(
            f"network {model.name!r} reads {', '.join(map(str, shapes))}. It has to read images"
            " (y, x, channel) of one known size, and nothing else: keras.Input((28, 28, 1))."
        )
    outputs = opening.open(model, [(IMAGES, 0)])
    return Graph(model.name, shapes[0], opening.steps(), tuple(outputs))
