"""A network as a graph: its steps in the order in which they are run, and what each of them reads.

How one is read off a network of Keras stands in ``opening``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.problem import Problem, nearest

IMAGES = -1  # the place of what the network reads
Source = tuple[int, int]  # the place of a step, and which of its outputs
Arguments = tuple[tuple[Any, ...], dict[str, Any]]


def address(name: str) -> str:
    """Return a layer's name as addresses and ids write it, e.g. ``conv2d-3``, and for a layer of a
    nested network, ``body/conv_1``, ``body-conv-1``.
    """
    return re.sub(r"[^a-z0-9]", "-", name.lower())


def in_order(given: Sequence[Any]) -> Arguments:
    """Return what a step reads as it hands it over where nothing else is said: one by one."""
    return tuple(given), {}


@dataclass(frozen=True)
class Step:
    """One call of a layer, or of an operation of ``keras.ops``.

    Its name is that of the layer behind those of the networks it is nested in, e.g.
    ``body/conv_1``. No two steps have one address: a layer that is called again, or named like
    another one, gets a number, e.g. ``conv_1_2``.
    """

    name: str
    operation: Any
    reads: tuple[Source, ...]
    arranged: Callable[[Sequence[Any]], Arguments] = in_order  # what is read, as it is handed over

    def __call__(self, *given: Any) -> Any:
        """Return what the operation makes of the tensors that it reads."""
        args, named = self.arranged(given)
        return self.operation(*args, **named)


def taken(values: Mapping[int, Any], source: Source) -> Any:
    """Return one output of a step from the outputs (place) of steps."""
    place, number = source
    found = values[place]
    return found[number] if isinstance(found, list | tuple) else found


@dataclass(frozen=True)
class Graph:
    """The steps of a network, each behind those it reads."""

    name: str
    image: tuple[int, ...]  # rows, columns and channels of an image
    steps: tuple[Step, ...]
    outputs: tuple[Source, ...]

    def place(self, name: str) -> int:
        """Return the place of a step by its name.

        Raises:
            Problem: there is none.
        """
        names = [step.name for step in self.steps]
        if name not in names:
            raise Problem(
                f"layer {name!r} does not exist in {self.name!r}; {nearest(name, names)}. It has"
                f" {', '.join(names)}."
            )
        return names.index(name)

    def below(self, places: Iterable[int], known: Collection[int] = ()) -> list[int]:
        """Return the places that have to be run for some of them, these included, in order; what
        is known need not be run.
        """
        wanted = set(places) - set(known)
        for place in range(len(self.steps) - 1, IMAGES, -1):
            if place in wanted:
                wanted |= {source for source, _ in self.steps[place].reads} - set(known)
        return sorted(wanted - {IMAGES})

    def readers(self, place: int) -> list[int]:
        """Return the places of the steps that read one."""
        return [
            reader
            for reader, step in enumerate(self.steps)
            if place in (source for source, _ in step.reads)
        ]

    def only_reader(self, place: int) -> int | None:
        """Return the place of the one step that reads a step, and nothing else; None where there
        is no such step, or the network gives the step's output away as well.
        """
        found = self.readers(place)
        if len(found) != 1 or place in (source for source, _ in self.outputs):
            return None
        return found[0] if self.steps[found[0]].reads == ((place, 0),) else None

    def behind(self, place: int, output: int) -> tuple[set[int], set[int]]:
        """Return the places on the ways from one to another, without the first, and the places of
        what is read there beside these, the first included.
        """
        later: set[int] = set()
        for one in self.below([output]):
            if {place, *later} & {source for source, _ in self.steps[one].reads}:
                later.add(one)
        read = {source for one in later for source, _ in self.steps[one].reads}
        return later, (read - later) | {place}

    def is_row(self, places: Sequence[int]) -> bool:
        """Return whether steps stand in a row: the first reads the images, each other one the step
        before it, and nothing else.
        """
        before = [IMAGES, *places][: len(places)]
        pairs = zip(before, places, strict=True)
        return all(self.steps[place].reads == ((source, 0),) for source, place in pairs)

    @cached_property
    def shapes(self) -> dict[int, Any]:
        """What comes out of each step (place): its shape without the axis of images, a list of
        them where there are several outputs.
        """
        import keras

        values: dict[int, Any] = {IMAGES: keras.KerasTensor((None, *self.image))}
        for place, step in enumerate(self.steps):
            args, named = step.arranged([taken(values, source) for source in step.reads])
            values[place] = step.operation.compute_output_spec(*args, **named)
        return {
            place: [tuple(one.shape[1:]) for one in found]
            if isinstance(found, list | tuple)
            else tuple(found.shape[1:])
            for place, found in values.items()
        }

    def run(
        self, images: Any, wanted: Collection[int], known: Mapping[int, Any] | None = None
    ) -> dict[int, Any]:
        """Return the outputs (place) of the wanted steps for images (image, y, x, channel).

        Args:
            known: outputs (place) that are taken as they are given instead of being computed.
        """
        values = {IMAGES: images, **(known or {})}
        places = self.below(wanted, values)
        left = Counter(source for place in places for source, _ in self.steps[place].reads)
        for place in places:
            step = self.steps[place]
            values[place] = step(*(taken(values, source) for source in step.reads))
            for source, _ in step.reads:
                left[source] -= 1
                if not left[source] and source not in wanted:
                    values.pop(source, None)  # so that not all layers are held at once
        return {place: values[place] for place in wanted}
