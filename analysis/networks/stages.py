"""What the maps of a convolution are before and after their activation function.

As the field reads it, the response of a map is what its convolution passes on. So a convolution
with an activation function of its own is read behind it, its pre-activation being the sum of
products and bias. In most networks the function is a layer of its own, often behind a norm. Where a
convolution has none, and is followed, without branching, by batch normalisation, an activation
layer, or the one and then the other, then the activation of its maps is what comes out of these,
and the pre-activation what goes into the activation function; without such a function, both are
what comes out of the norm. A dropout layer on this way passes everything on. A norm or a sum behind
the function belongs to what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis.networks.graph import Graph
from analysis.networks.kinds import (
    activation_name,
    frozen,
    has_maps,
    is_activation,
    kind,
    works_by_number,
)
from analysis.problem import Problem

NORM = "BatchNormalization"
PASSED = ("Dropout", "SpatialDropout2D")


@dataclass(frozen=True)
class Stage:
    """Where the maps of a convolution are read in a graph, by the places of steps.

    Attributes:
        before: of the step that gives the pre-activation; the convolution itself where it has an
            activation function of its own.
        after: of the step that gives the activation.
        function: from pre-activations (..., map) to activations, with the weights it has now.
        by_number: whether the function looks at each number alone, so that it can be given one map.
    """

    convolution: int
    before: int
    after: int
    function: Callable[[Any], Any]
    by_number: bool


def convolutions_of(graph: Graph) -> list[str]:
    """Return the names of the steps that have maps, in order."""
    return [step.name for step in graph.steps if has_maps(step.operation)]


def _linear(layer: Any) -> bool:
    return activation_name(layer) == "linear"


def _tail(graph: Graph, place: int) -> tuple[int, int]:
    """Return the places that give the pre-activation and the activation of a convolution without
    an activation function of its own.
    """
    before = after = place
    follower = graph.only_reader(place)
    while follower is not None:
        operation = graph.steps[follower].operation
        if is_activation(operation):
            return after, follower
        if kind(operation) == NORM:
            before = follower
        elif kind(operation) not in PASSED:
            break
        after, follower = follower, graph.only_reader(follower)
    return before, before


def stage_of(graph: Graph, layer: str) -> Stage:
    """Return where the maps of a convolution are read.

    Raises:
        Problem: there is no such layer, or it has no maps.
    """
    place = graph.place(layer)
    step = graph.steps[place].operation
    if not has_maps(step):
        raise Problem(
            f"layer {layer!r} of {graph.name!r} has no maps: it is no convolution. There are"
            f" {', '.join(convolutions_of(graph))}."
        )
    before, after = _tail(graph, place) if _linear(step) else (place, place)
    if before == after:
        return Stage(place, before, after, step.activation, works_by_number(step))
    function = graph.steps[after].operation
    return Stage(place, before, after, frozen(function), works_by_number(function))
