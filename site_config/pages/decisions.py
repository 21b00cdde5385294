"""Of which networks decisions were published, and the layers with maps that share in them.

Nothing here knows of one network: classes have the names that were published, or numbers, layers
are those of which shares were published. Of a network that is not affine between its gates no sums
were, only what it loses without each map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from analysis.artifacts import Artifacts
from analysis.problem import Problem
from site_config.words.galleries import Shelf, shelf_of
from site_config.words.subjects import Called, called

SHARES = re.compile(r"(?P<prefix>.*?)map-shares-(?P<address>.+)")
MEASURED = "decisions"


@dataclass(frozen=True)
class Layer:
    """What the maps of one layer did with the images."""

    shelf: Shelf
    shares: SimpleNamespace
    fields: dict[str, list[int]]  # count, first, size and step, for rows and columns

    @property
    def maps(self) -> int:
        return int(self.shares.lost.shape[-1])

    @property
    def bent(self) -> str:
        """Why what its maps add is no sum; empty where it is one."""
        return str(getattr(self.shares, "bent", ""))


@dataclass(frozen=True)
class Decisions:
    """What was published of the decisions of one network."""

    artifacts: Artifacts
    prefix: str = ""  # of the subject

    @cached_property
    def arrays(self) -> SimpleNamespace:
        return self.artifacts.arrays(f"{self.prefix}{MEASURED}")

    @cached_property
    def called(self) -> Called:
        """What its images and classes are called."""
        return called(self.artifacts, self.prefix)

    @property
    def chosen(self) -> bool:
        """Whether its images were chosen by what the network says, as those of any subject are."""
        return hasattr(self.arrays, "bent")

    @property
    def bent(self) -> str:
        """Why what pixels add is no sum; empty where it is one."""
        return str(getattr(self.arrays, "bent", ""))

    @property
    def whole(self) -> bool:
        """Whether sums were published at the pixels and at every layer."""
        return not self.bent and not any(one.bent for one in self.layers)

    @property
    def labelled(self) -> bool:
        return bool(getattr(self.arrays, "labelled", True))

    def name(self, number: int) -> str:
        """Return what a class is called."""
        names = getattr(self.arrays, "names", None)
        return str(number) if names is None else str(names[number])

    @property
    def measurements(self) -> list[str]:
        """The ids of all that was measured of them."""
        shares = [one.shelf.id("map-shares") for one in self.layers]
        return [f"{self.prefix}{MEASURED}", *shares]

    @cached_property
    def side(self) -> tuple[int, int]:
        """Rows and columns of the images."""
        rows, columns = self.arrays.images.shape[1:3]
        return rows, columns

    @cached_property
    def least(self) -> float:
        """A difference of logits up to which they are the same: what rounding alone may make."""
        if self.chosen:
            return float(self.arrays.bar)
        return float(self.artifacts.arrays(f"{self.prefix}decision-exactness").bar)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers with maps, from the input up.

        Raises:
            Problem: the fields of a layer were not published.
        """
        fields = self.artifacts.arrays(f"{self.prefix}map-fields")
        known = [str(name) for name in fields.layer]
        found = []
        for name, record in self.artifacts.measurements.items():
            match = SHARES.fullmatch(name)
            if match is None or match["prefix"] != self.prefix:
                continue
            layer = str(record.keywords["layer"])
            if layer not in known:
                raise Problem(
                    f"measurement '{self.prefix}map-fields' does not know layer {layer!r} of"
                    f" {name!r}; it has {', '.join(known)}. Measure both of the same network."
                )
            place = known.index(layer)
            seen = {
                key: [int(one) for one in getattr(fields, key)[place]]
                for key in ("count", "first", "size", "step")
            }
            shelf = shelf_of(record.keywords, match["address"], self.prefix)
            found.append(Layer(shelf, self.artifacts.arrays(name), seen))
        return tuple(sorted(found, key=lambda one: known.index(one.shelf.layer)))


def decisions(artifacts: Artifacts) -> tuple[Decisions, ...]:
    """Return the decisions of every network of which they were published."""
    return tuple(
        Decisions(artifacts, name.removesuffix(MEASURED))
        for name in artifacts.measurements
        if name == MEASURED or name.endswith(f"-{MEASURED}")
    )


def in_lab(artifacts: Artifacts) -> Decisions | None:
    """Return those of the network that readers have in the lab, which is the series' own, or the
    only one; None where none were published.
    """
    return min(decisions(artifacts), key=lambda one: one.prefix, default=None)
