"""What adds up to the logits of any network that is affine between its gates, whatever its graph.

While no gate moves, a logit is the sum of three terms, for any layer with maps: what its maps add,
value times gradient over their nodes; what goes around the layer, by short cuts or branches that do
not pass it; and what the steps behind it add of their own, their biases above all. For the image
itself nothing goes around. In a chain of layers nothing goes around any layer, and the terms are
those of ``contributions``.

What a step adds of its own is what it makes of zeros, which can be told before any image is seen;
only a gate between functions that do not pass through 0, such as a ReLU with a largest value, adds
what depends on the side it stands on. So the sum is no identity: a step that is taken for affine
and is not shows as a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import framework
from analysis.networks.gates import bent_at, between_gates
from analysis.networks.graph import IMAGES, Graph, taken
from analysis.networks.layers import HELD, at_once, batches, place_of, sizes
from analysis.networks.opening import graph_of
from analysis.networks.unfolded import Unfolded, unfolded

if TYPE_CHECKING:
    import keras

Brought = Callable[[np.ndarray], np.ndarray]
BATCH = 50  # images
GAP = 1e-4  # logits; the smallest bar
RELATIVE = 1e-6  # of the largest logit or term: some ten roundings of float32


def over_nodes(values: Any) -> Any:
    """Return sums (image) over all axes but that of images."""
    from keras import ops

    return ops.sum(values, axis=tuple(range(1, len(values.shape))))


@dataclass(frozen=True)
class Terms:
    """What adds up to the logits of some images, at the image or at one layer.

    Attributes:
        logits: (image, class)
        products: (image, class, y, x, map), value times gradient; those of the image by channel.
        around: (image, class), what does not pass here.
        own: by step behind, (image, class): what it adds of its own, where that is not 0.
    """

    logits: np.ndarray
    products: np.ndarray
    around: np.ndarray
    own: dict[str, np.ndarray]

    @property
    def maps(self) -> np.ndarray:
        """What each map adds (image, class, map)."""
        return self.products.sum(axis=(2, 3))

    @property
    def behind(self) -> np.ndarray:
        """What the steps behind add of their own (image, class)."""
        return np.sum([np.zeros_like(self.logits), *self.own.values()], axis=0)

    @property
    def gap(self) -> float:
        """By how much the sum misses a logit at most."""
        added = self.maps.sum(axis=-1, dtype=float) + self.around + self.behind
        return float(np.abs(added - self.logits).max())

    @property
    def bar(self) -> float:
        """The largest gap that rounding may leave."""
        sizes = [np.abs(one).max() for one in (self.logits, self.around, self.behind)]
        sizes.append(np.abs(self.maps).sum(axis=-1).max())
        return max(GAP, RELATIVE * float(max(sizes)))


@dataclass(frozen=True)
class Logits:
    """A network up to its logits."""

    model: keras.Model

    @cached_property
    def folded(self) -> Graph:
        return graph_of(self.model)

    @cached_property
    def whole(self) -> Unfolded:
        return unfolded(self.folded)

    @cached_property
    def classes(self) -> int:
        """How many logits there are."""
        nothing = np.zeros((1, *self.whole.graph.image), np.float32)
        return int(self.whole.graph.run(nothing, [self.whole.last])[self.whole.last].shape[-1])

    def place(self, layer: str) -> int:
        """Return the place of the activations of a layer's maps."""
        return self.whole.places[place_of(self.folded, layer)]

    def of(self, images: np.ndarray, standardise: Brought | None = None) -> np.ndarray:
        """Return the logits (image, class) of images (image, y, x, channel), standardised.

        Args:
            standardise: brings images to what the network reads, never more than some of them; by
                default they are that already.
        """
        graph, last = self.whole.graph, self.whole.last
        look = framework.compiled(lambda given: graph.run(given, [last])[last])
        parts = batches(images, at_once(self.model))
        brought = standardise or np.asarray
        return np.concatenate([look(brought(images[part])) for part in parts])

    @cached_property
    def at_once(self) -> int:
        """How many images may be taken apart at once: what all layers give, not one alone, is alive
        then, and what they are told apart by.
        """
        return max(1, min(BATCH, HELD // sum(sizes(self.folded))))

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Return probabilities from logits (image, class): as the network ends, by softmax where
        it gives logits.
        """
        wide = logits.astype(float)
        if self.whole.end == "sigmoid":
            return 0.5 * (1 + np.tanh(wide / 2))
        raised = np.exp(wide - wide.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


@dataclass(frozen=True)
class From:
    """The way from what one step gives, or from the image, to the logits."""

    logits: Logits
    place: int

    @property
    def graph(self) -> Graph:
        return self.logits.whole.graph

    @property
    def last(self) -> int:
        return self.logits.whole.last

    @cached_property
    def _found(self) -> tuple[list[int], list[int]]:
        later, read = self.graph.behind(self.place, self.last)
        return sorted(later), sorted(read - {self.place})

    @property
    def later(self) -> list[int]:
        """The places of the steps on the way, in order."""
        return self._found[0]

    @property
    def beside(self) -> list[int]:
        """The places of what is read on the way beside what stands at its beginning."""
        return self._found[1]

    @property
    def bent(self) -> str:
        """Why the way is not affine between its gates; empty where it is."""
        return bent_at(self.graph, self.later)

    def given(self, images: Any) -> tuple[Any, list[Any]]:
        """Return what stands at the beginning, and what is read beside it, for images."""
        wanted = {self.place, *self.beside} - {IMAGES}
        seen = {IMAGES: images, **self.graph.run(images, wanted)}
        return seen[self.place], [seen[one] for one in self.beside]

    def run(self, values: Any, beside: list[Any], added: dict[int, Any]) -> dict[int, Any]:
        """Return what the steps on the way give (place), where something is added to some."""
        seen = {self.place: values, **dict(zip(self.beside, beside, strict=True))}
        for place in self.later:
            step = self.graph.steps[place]
            made = step(*(taken(seen, source) for source in step.reads))
            seen[place] = made + added[place] if place in added else made
        return seen

    @cached_property
    def fixed(self) -> dict[int, np.ndarray]:
        """What steps on the way make of zeros (place), where that is not 0."""
        nothing = np.zeros((1, *self.graph.image), np.float32)
        values, beside = self.given(nothing)
        seen = {
            **dict(zip([self.place, *self.beside], [values, *beside], strict=True)),
            **self.run(values, beside, {}),
        }
        found = {}
        for place in self.later:
            step = self.graph.steps[place]
            if between_gates(step) != "fixed":
                continue
            zeros = [np.zeros(taken(seen, source).shape, np.float32) for source in step.reads]
            made = np.asarray(step(*zeros))
            if made.any():
                found[place] = made
        return found

    @cached_property
    def moved(self) -> list[int]:
        """The places of the steps on the way that add what depends on the side they stand on."""
        steps = self.graph.steps
        return [place for place in self.later if between_gates(steps[place]) == "moved"]

    def _own_of_moved(self, seen: dict[int, Any]) -> dict[int, Any]:
        """Return what these add of their own: what they give less value times slope."""
        found = {}
        for place in self.moved:
            step = self.graph.steps[place]

            def total(values: Any, step: Any = step) -> Any:
                return over_nodes(step(values))

            values = taken(seen, step.reads[0])
            slope = framework.value_and_gradient(total, values)[1]
            found[place] = step(values) - values * slope
        return found

    def looking(self) -> Callable[..., Any]:
        """Return a compiled function of what stands at the beginning, what is read beside it and
        which class each image is asked for (image, class), as ones and zeros: logits, value times
        gradient at the beginning, what goes around (image), and what steps on the way add of their
        own (step, image), those of ``fixed`` and then those of ``moved``.
        """
        from keras import ops

        fixed, count = self.fixed, len(self.beside)
        own = [*fixed, *self.moved]

        def look(values: Any, beside: list[Any], wanted: Any) -> tuple[Any, ...]:
            seen = self.run(values, beside, {})
            constants = {**fixed, **self._own_of_moved(seen)}
            zeros = [ops.zeros_like(seen[place]) for place in own]

            def of_class(given: list[Any]) -> Any:
                first, rest, added = given[0], given[1 : 1 + count], given[1 + count :]
                again = self.run(first, rest, dict(zip(own, added, strict=True)))
                return ops.sum(again[self.last] * wanted, axis=-1)

            slopes = framework.value_and_gradient(of_class, [values, *beside, *zeros])[1]
            around = ops.zeros_like(wanted[:, 0])
            for one, slope in zip(beside, slopes[1:], strict=False):
                around = around + over_nodes(one * slope)
            added = [
                over_nodes(constants[place] * slope)
                for place, slope in zip(own, slopes[1 + count :], strict=True)
            ]
            return seen[self.last], values * slopes[0], around, added

        return framework.compiled(look)

    def terms(
        self, images: np.ndarray, kept: Callable[[np.ndarray], np.ndarray]
    ) -> Iterator[Terms]:
        """Yield what adds up to the logits of images (image, y, x, channel), standardised, some of
        them at a time.

        Args:
            kept: what is kept of products (image, y, x, map) of one class, such as their sums over
                places; as many axes.
        """
        look, classes = self.looking(), self.logits.classes
        names = [self.graph.steps[place].name for place in (*self.fixed, *self.moved)]
        for part in batches(images, self.logits.at_once):
            values, beside = self.given(images[part])
            by_class = []
            for number in range(classes):
                wanted = np.zeros((len(values), classes), np.float32)
                wanted[:, number] = 1
                logits, found, *terms = look(values, beside, wanted)
                by_class.append((kept(found), *terms))
            products, around, own = zip(*by_class, strict=True)
            yield Terms(
                logits=logits,
                products=np.stack(products, axis=1),
                around=np.stack(around, axis=1),
                own={name: np.stack(one, axis=1) for name, one in _by_step(names, own)},
            )

    def silenced(self, images: np.ndarray) -> np.ndarray:
        """Return what the logits lose (image, class, map) when a map is set to zero and what lies
        behind is computed anew.
        """
        look = framework.compiled(lambda given, rest: self.run(given, rest, {})[self.last])
        parts = []
        for part in batches(images, at_once(self.logits.model, BATCH)):
            values, beside = self.given(images[part])
            whole, kept = look(values, beside), 1 - np.eye(values.shape[-1], dtype=np.float32)
            parts.append(np.stack([whole - look(values * one, beside) for one in kept], axis=-1))
        return np.concatenate(parts)


def _by_step(names: list[str], own: Any) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Yield by step what it adds of its own to each class, from lists by class."""
    return ((name, [one[k] for one in own]) for k, name in enumerate(names))


def joined(parts: Iterator[Terms]) -> Terms:
    """Return terms of all images from those of some at a time."""
    every = list(parts)
    return Terms(
        logits=np.concatenate([one.logits for one in every]),
        products=np.concatenate([one.products for one in every]),
        around=np.concatenate([one.around for one in every]),
        own={name: np.concatenate([one.own[name] for one in every]) for name in every[0].own},
    )


def at_pixels(way: From, images: np.ndarray) -> Terms:
    """Return what adds up to the logits at the pixels; products (image, class, y, x, 1) are summed
    over channels.
    """
    return joined(way.terms(images, lambda one: one.sum(axis=-1, keepdims=True)))


def at_maps(way: From, images: np.ndarray) -> Terms:
    """Return what adds up to the logits at the maps of a layer; products (image, class, 1, 1, map)
    are summed over places.
    """
    return joined(way.terms(images, lambda one: one.sum(axis=(1, 2), keepdims=True)))


def from_pixels(logits: Logits) -> From:
    """Return the way from the image to the logits."""
    return From(logits, IMAGES)


def from_maps(logits: Logits, layer: str) -> From:
    """Return the way from the activations of a layer's maps to the logits."""
    return From(logits, logits.place(layer))
