"""A network up to its logits, layers with an activation function of their own taken in two: a sum,
and the function of it.

Logits are what goes into the softmax or sigmoid at the end; where there is none, they are what the
network gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.networks.graph import Graph, Source, Step
from analysis.networks.kinds import activation_name, has_maps, kind, sums

# activation functions that make probabilities of logits, and the kind of probability
ENDS = {"log_softmax": "softmax", "sigmoid": "sigmoid", "softmax": "softmax"}
END_LAYERS = {
    "Softmax": "softmax",
    "ops.LogSoftmax": "softmax",
    "ops.Sigmoid": "sigmoid",
    "ops.Softmax": "softmax",
}
PASSED = ("Dropout", "Identity")  # between the logits and the end these change nothing
FUNCTION = "/function"  # behind the name of a layer whose function is a step of its own


@dataclass(frozen=True)
class Sums:
    """What a convolution or dense layer has before its activation function."""

    layer: Any

    def __call__(self, values: Any) -> Any:
        return sums(self.layer, values)


@dataclass(frozen=True)
class Function:
    """The activation function of a layer."""

    layer: Any

    def __call__(self, values: Any) -> Any:
        return self.layer.activation(values)


@dataclass(frozen=True)
class Unfolded:
    """A network up to its logits.

    Attributes:
        graph: ends with the logits (image, class); its steps can be run, but tell no shapes.
        last: the place of the step that gives the logits.
        end: the function that makes probabilities of them, ``softmax`` or ``sigmoid``; empty where
            the network gives logits.
        places: where the output of each step of the network is found in the graph.
    """

    graph: Graph
    last: int
    end: str
    places: dict[int, int]


def _has_sums(layer: Any) -> bool:
    return has_maps(layer) or kind(layer) == "Dense"


def _end_of(step: Step) -> str:
    """Return which probabilities a layer makes that does nothing else; empty for other layers."""
    if kind(step.operation) == "Activation":
        return ENDS.get(activation_name(step.operation), "")
    return END_LAYERS.get(kind(step.operation), "")


def _passes(step: Step) -> bool:
    linear = kind(step.operation) == "Activation" and activation_name(step.operation) == "linear"
    return linear or kind(step.operation) in PASSED


def _logits(graph: Graph) -> tuple[Source, str, bool]:
    """Return the step that gives the logits, which end the network has, and whether that is the
    step's own activation function.
    """
    source = graph.outputs[0]
    while _passes(graph.steps[source[0]]):
        (source,) = graph.steps[source[0]].reads
    step = graph.steps[source[0]]
    if end := _end_of(step):
        return step.reads[0], end, False
    end = ENDS.get(activation_name(step.operation), "") if _has_sums(step.operation) else ""
    return source, end, bool(end)


def unfolded(graph: Graph) -> Unfolded:
    """Return a network up to its logits; of several outputs, the first counts."""
    (place, number), end, own = _logits(graph)
    steps: list[Step] = []
    places: dict[int, int] = {}
    for old in graph.below([place]):
        step = graph.steps[old]
        reads = tuple((places.get(source, source), k) for source, k in step.reads)
        if not _has_sums(step.operation):
            steps.append(Step(step.name, step.operation, reads, step.arranged))
        else:
            steps.append(Step(step.name, Sums(step.operation), reads))
            if activation_name(step.operation) != "linear" and not (own and old == place):
                before = ((len(steps) - 1, 0),)
                steps.append(Step(f"{step.name}{FUNCTION}", Function(step.operation), before))
        places[old] = len(steps) - 1
    last = places[place]
    whole = Graph(graph.name, graph.image, tuple(steps), ((last, number),))
    return Unfolded(whole, last, end, places)
