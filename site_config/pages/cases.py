"""One image and what the network said of it, taken apart: every number that its page shows, read
from the artifacts and put into an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from site_config.pages.decisions import Decisions, Layer


def exactly(values: np.ndarray) -> np.ndarray:
    """Return numbers of 32 bit as the shortest decimals that stand for them, so that a page and the
    file beside it round alike.
    """
    if values.dtype != np.float32:
        return values.astype(float)
    return values.astype(str).astype(float)


@dataclass(frozen=True)
class Case:
    """One image and what the network said of it."""

    of: Decisions
    place: int

    @property
    def index(self) -> int:
        """Its number in the test set."""
        return int(self.of.arrays.index[self.place])

    @property
    def stem(self) -> str:
        """Its staged path without suffix: the page has one, what belongs to it lies below."""
        return f"images/{self.of.prefix}{self.index}"

    @property
    def label(self) -> int:
        return int(self.of.arrays.label[self.place])

    @property
    def hard(self) -> bool:
        return bool(self.of.arrays.hard[self.place])

    @property
    def image(self) -> np.ndarray:
        """8 bits, grey (y, x) or colour (y, x, channel)."""
        found = np.asarray(self.of.arrays.images[self.place], np.uint8)
        return found[..., 0] if found.ndim == 3 and found.shape[-1] == 1 else found

    @property
    def grey(self) -> np.ndarray:
        """8-bit grey (y, x): of colours the mean of the channels."""
        if self.image.ndim == 2:
            return self.image
        return self.image.mean(axis=-1).round().astype(np.uint8)

    def name(self, number: int) -> str:
        """Return what a class is called."""
        return self.of.name(number)

    @cached_property
    def logits(self) -> np.ndarray:
        return exactly(self.of.arrays.logits[self.place])

    @cached_property
    def probabilities(self) -> np.ndarray:
        if self.of.chosen:
            return exactly(self.of.arrays.probabilities[self.place])
        raised = np.exp(self.logits - self.logits.max())
        return raised / raised.sum()

    @cached_property
    def ranked(self) -> list[int]:
        """The classes, the one that is said first."""
        return [int(one) for one in np.argsort(-self.logits, kind="stable")]

    @property
    def said(self) -> int:
        return self.ranked[0]

    def rival(self, of: int) -> int | None:
        """Return the strongest of the other classes; None where there is no other."""
        return next((one for one in self.ranked if one != of), None)

    def shown(self, most: int) -> list[int]:
        """Return so many classes at most, in their order: the one that is said, the label, and
        those that the network holds most likely beside them.
        """
        own = [self.said, *([self.label] if self.of.labelled else [])]
        return sorted(list(dict.fromkeys([*own, *self.ranked]))[:most])

    @property
    def tied(self) -> list[int]:
        """The classes whose logits cannot be told from the largest."""
        top = self.logits.max()
        return [one for one in self.ranked if top - self.logits[one] <= self.of.least]

    @cached_property
    def pixels(self) -> np.ndarray:
        """Contributions (class, y, x); zeros where they are no sum."""
        if self.of.bent:
            return np.zeros((len(self.logits), *self.of.side))
        return exactly(self.of.arrays.pixels[self.place])

    @cached_property
    def biases(self) -> dict[str, np.ndarray]:
        """What the biases of each layer with weights add (class)."""
        if self.of.bent:
            return {}
        names, values = self.of.arrays.layer, exactly(self.of.arrays.bias[self.place])
        return {str(name): values[:, k] for k, name in enumerate(names)}

    @cached_property
    def layers(self) -> tuple[Share, ...]:
        return tuple(Share(self, layer) for layer in self.of.layers)


@dataclass(frozen=True)
class Share:
    """What the maps of one layer added to what was said of one image."""

    case: Case
    layer: Layer

    @cached_property
    def contribution(self) -> np.ndarray:
        """(class, map); of a layer behind which the network is bent, what is lost stands for it."""
        if self.layer.bent:
            return self.lost
        return exactly(self.layer.shares.contribution[self.case.place])

    @cached_property
    def lost(self) -> np.ndarray:
        """(class, map): what the logit loses when a map alone is set to zero."""
        return exactly(self.layer.shares.lost[self.case.place])

    @cached_property
    def behind(self) -> np.ndarray:
        """What the biases of the layers behind add (class)."""
        if self.layer.bent:
            return np.zeros(len(self.case.logits))
        return exactly(self.layer.shares.behind[self.case.place])

    @cached_property
    def around(self) -> np.ndarray:
        """What goes around the layer adds (class); 0 in a chain of layers."""
        if self.layer.bent or not hasattr(self.layer.shares, "around"):
            return np.zeros(len(self.case.logits))
        return exactly(self.layer.shares.around[self.case.place])

    @property
    def activation(self) -> np.ndarray:
        """(y, x, map)"""
        return np.asarray(self.layer.shares.activation[self.case.place], np.float32)

    @cached_property
    def without(self) -> np.ndarray:
        """What the network would say without each map alone (map)."""
        return (self.case.logits[:, None] - self.lost).argmax(axis=0)

    @property
    def flipping(self) -> list[int]:
        """The maps without any one of which the network would say something else, the one that
        leaves the largest doubt first.
        """
        left = self.case.logits[:, None] - self.lost
        margin = left.max(axis=0) - left[self.case.said]
        order = np.argsort(-margin, kind="stable")
        return [int(one) for one in order if self.without[one] != self.case.said]


def cases(of: Decisions) -> tuple[Case, ...]:
    """Return the images of which decisions were published, in the order of measuring."""
    return tuple(Case(of, k) for k in range(len(of.arrays.index)))
