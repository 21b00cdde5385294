"""A subject as code without a framework needs it: images and their scale, the network as plain
operations with its weights, and how its OIPs were searched for.

Whoever runs it, such as the lab in a reader's browser, can then compute what we published, and
show that it is the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.ascent.domains import DOMAINS
from analysis.ascent.rules import Annealed
from analysis.images.datasets import Level
from analysis.looking.affine import Logits
from analysis.looking.chosen import names_of
from analysis.networks.gates import bent_at
from analysis.networks.kinds import activation_name, has_maps, is_activation, kind
from analysis.networks.operations import Operation, Operations, operations_of, packed
from analysis.networks.stages import stage_of
from analysis.networks.unfolded import Sums
from analysis.networks.windows import fields_of
from analysis.problem import Problem
from analysis.results.portable import PortableNetwork
from analysis.study import Study

FORMAT = 1  # of what is told; code that runs it knows one


def _by_channel(level: Level, channels: int) -> list[float]:
    return np.broadcast_to(np.array(level, float), channels).tolist()


def _input(study: Study) -> dict[str, Any]:
    """Return the shape of an image, and by channel the ends of its box and what standardises it."""
    subject, data = study.subject, study.data
    levels = {
        "low": subject.box.low,
        "high": subject.box.high,
        "mean": data.mean,
        "deviation": data.deviation,
        "dark": data.grey[0],
        "bright": data.grey[1],
    }
    by_channel = {name: _by_channel(level, data.channels) for name, level in levels.items()}
    return {"shape": [*data.shape, data.channels], **by_channel}


def _ascent(study: Study) -> dict[str, Any]:
    """Return how OIPs were searched for: domains, both rules of a step, and by layer the mixture of
    scales and the first seed of its starts, and of the candidates that are looked through where
    they wake no map.
    """
    oip, ladder, layers = study.settings.oip, study.settings.ladder, study.subject.layers
    rule = Annealed(ladder.steps, ladder.first_step, ladder.last_step)
    mixtures = {name: study.subject.mixture(name) for name in layers}
    return {
        "domains": list(DOMAINS),
        "rules": {
            "annealed": dict(vars(rule)),
            "series": {"steps": oip.steps, "rate": oip.step_size},
        },
        "wake": ladder.wake,
        "starts": ladder.starts,
        "candidates": ladder.candidates,
        "weights": list(ladder.weights),
        "mixtures": {
            name: {"grids": list(one.grids), "weights": list(one.weights)}
            for name, one in mixtures.items()
        },
        "seeds": {name: study.seed(f"starts {name}") for name in layers},
        "candidate_seeds": {name: study.seed(f"candidates {name}") for name in layers},
    }


def _operation(one: Operation, tensors: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "shape": list(one.shape),
        "reads": list(one.reads),
        "tensors": dict(tensors),
        **one.numbers,
    }


def _operations(every: tuple[Operation, ...]) -> list[dict[str, Any]]:
    """Return operations with their tensors by number."""
    told, count = [], 0
    for one in every:
        told.append(_operation(one, {name: count + k for k, name in enumerate(one.tensors)}))
        count += len(one.tensors)
    return told


def _function(layer: Any) -> str:
    """Return the name of the activation function of a layer; empty where it has none."""
    if hasattr(layer, "activation"):
        return activation_name(layer)
    return kind(layer).removeprefix("ops.").lower() if is_activation(layer) else ""


@dataclass(frozen=True)
class _Layers:
    """The layers of a network, told with the operations that stand for them."""

    network: Logits
    operations: Operations

    @property
    def every(self) -> list[dict[str, Any]]:
        """All layers up to the logits, and one that makes probabilities of them alone."""
        return [self._told(place) for place in range(len(self.network.folded.steps))]

    @property
    def _logits(self) -> int:
        return self.operations.places[self.network.whole.last]

    def _operation(self, place: int) -> int | None:
        """Return the operation that gives what a layer gives, by the layer's place; None where that
        comes behind the logits.
        """
        found = self.network.whole.places.get(place)
        return None if found is None else self.operations.places[found]

    def _sums(self, name: str) -> int | None:
        """Return the operation that gives the sums of a layer with weights; None for others."""
        unfolded = self.network.whole.graph
        found = [k for k, step in enumerate(unfolded.steps) if step.name == name]
        weighted = found and isinstance(unfolded.steps[found[0]].operation, Sums)
        return self.operations.places[found[0]] if weighted else None

    def _stages(self, place: int) -> tuple[int, int | None]:
        """Return the operations that give what stands before and after the activation function of
        a layer, one and the same where it has none; None for the probabilities.
        """
        graph = self.network.folded
        step = graph.steps[place]
        stage = stage_of(graph, step.name) if has_maps(step.operation) else None
        after = self._operation(stage.after if stage else place)
        if after == self._logits and self.network.whole.end:
            after = None
        before = self._sums(step.name)
        if stage and stage.before != stage.convolution:
            before = self._operation(stage.before)
        elif after is not None and is_activation(step.operation):
            before = self.operations.every[after].reads[0]
        if before is None:
            before = self._logits if after is None else after
        return before, after

    def _told(self, place: int) -> dict[str, Any]:
        graph = self.network.folded
        step = graph.steps[place]
        before, after = self._stages(place)
        mapped = has_maps(step.operation)
        given = self._logits if after is None else after
        return {
            "name": step.name,
            "kind": kind(step.operation),
            "shape": list(self.operations.every[given].shape),
            "inputs": [graph.steps[source].name for source, _ in step.reads if source >= 0],
            "activation": _function(step.operation),
            "mapped": mapped,
            "before": before,
            "after": after,
            "convolution": self._sums(step.name) if mapped else None,
            "fields": self._fields(place),
        }

    def _fields(self, place: int) -> dict[str, Any] | None:
        """Return the first pixel that each node sees, along rows and columns, and one past the
        last; None for layers without rows and columns.
        """
        graph = self.network.folded
        if len(graph.shapes[place]) != len(graph.image):
            return None
        sides = fields_of(graph, place)
        return {
            "firsts": [side.firsts.tolist() for side in sides],
            "stops": [side.stops.tolist() for side in sides],
        }


def network_told(network: Logits) -> tuple[dict[str, Any], np.ndarray]:
    """Return a network as operations, with its layers, and its weights (number) float32.

    Raises:
        Problem: a layer is of a kind that no operation stands for; the message names it.
    """
    operations = operations_of(network.whole)
    tensors, weights = packed(operations.every)
    return {
        "logits": operations.places[network.whole.last],
        "end": network.whole.end,
        "bent": bent_at(network.whole.graph, range(len(network.whole.graph.steps))),
        "operations": _operations(operations.every),
        "tensors": tensors,
        "steps": _Layers(network, operations).every,
    }, weights


def measure_portable(study: Study) -> PortableNetwork:
    """Tell a subject so that code without a framework can run it, or why it cannot."""
    subject, network = study.subject, Logits(study.subject.network)
    told = {"format": FORMAT, "name": subject.name, "input": _input(study)}
    try:
        steps, weights = network_told(network)
    except Problem as problem:
        why = f"The network cannot be run in a browser: {problem}."
        return PortableNetwork(np.array(json.dumps(told)), np.zeros(0, np.float32), np.array(why))
    told |= steps | {
        "classes": names_of(study, network.classes).tolist(),
        "ascent": _ascent(study),
    }
    return PortableNetwork(np.array(json.dumps(told)), weights, np.array(""))
