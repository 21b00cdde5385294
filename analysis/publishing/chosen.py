"""Which maps of which layers are looked at, as a person writes it: ``0-15,40`` of every layer, or
``Conv2D_3=0-15,40`` of one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.problem import Problem
from analysis.subject import called

SPAN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
LONG = 100_000  # maps; no layer has as many


def _numbers(text: str, whole: str) -> set[int]:
    """Return the numbers that a list of numbers and ranges names."""
    found: set[int] = set()
    for one in text.replace(" ", "").split(","):
        span = SPAN.fullmatch(one)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
        if first > last:
            raise Problem(
                f"--maps {whole!r} is no choice of maps: {one!r} is neither a number nor a range"
                " that rises. Write, e.g., 0-15,40 for all layers, or Conv2D_3=0-15,40 for one."
            )
        # not spelled out before it is known that a layer has so many
        found.update((first, last) if last - first > LONG else range(first, last + 1))
    return found


def _refuse_more(numbers: set[int], layer: str, maps: int) -> None:
    over = max(numbers)
    if over >= maps:
        raise Problem(
            f"--maps: map {over} does not exist in {layer}; it has {maps} maps, 0 to {maps - 1}."
            " Name some of these."
        )


def _looked_at(name: str, layers: Mapping[str, int]) -> str:
    try:
        return called(name, layers)
    except Problem:
        raise Problem(
            f"--maps: no layer {name!r} is looked at. Layers that are: {', '.join(layers)}."
        ) from None


def chosen_maps(told: Sequence[str], layers: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the maps that are looked at by layer, rising; layers of which all are
    looked at are left out.

    Args:
        told: what a person wrote, each for one layer or for all.
        layers: how many maps each layer has that is looked at.

    Raises:
        Problem: something is no choice, or names a layer or a map that is not there, or a layer
            twice.
    """
    by_layer: dict[str, set[int]] = {}
    for text in told:
        name, of_one, numbers = text.rpartition("=")
        for layer in [_looked_at(name.strip(), layers)] if of_one else layers:
            if layer in by_layer:
                raise Problem(
                    f"--maps names maps of {layer!r} twice. Name those of each layer once, with"
                    " commas between them."
                )
            by_layer[layer] = _numbers(numbers, text)
            _refuse_more(by_layer[layer], layer, layers[layer])
    return {
        layer: tuple(sorted(by_layer[layer]))
        for layer, count in layers.items()
        if layer in by_layer and len(by_layer[layer]) < count
    }


def listed(numbers: Sequence[int]) -> str:
    """Return rising numbers as ``chosen_maps`` reads them, e.g. ``0-15,40``."""
    spans: list[list[int]] = []
    for one in numbers:
        if spans and spans[-1][-1] == one - 1:
            spans[-1][1:] = [one]
        else:
            spans.append([one])
    return ",".join("-".join(map(str, span)) for span in spans)
