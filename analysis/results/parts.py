"""Results of some maps of a layer: taken out of those of more, and put together again.

Both go by the names of axes, so that they hold for every result that has an axis of maps.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from analysis.results.base import Result

MAP = "map"
LASTING = {"step", "waking"}  # axes that may be longer in one part than in another; NaN follows
SOME = "woken"  # an axis of some maps; the array of its name holds their places among all

Some = TypeVar("Some", bound=Result)


def taken(result: Some, places: Sequence[int]) -> Some:
    """Return what a result says of some maps, by their places along the axis ``map``."""
    axes, arrays = result.axes(), result.arrays()
    some = arrays.get(SOME, np.zeros(0, int))
    there = {place: k for k, place in enumerate(some)}
    kept = [k for k, place in enumerate(places) if place in there]
    which = [there[places[k]] for k in kept]
    found = {}
    for name, value in arrays.items():
        if MAP in axes[name]:
            value = np.take(value, places, axis=axes[name].index(MAP))
        elif SOME in axes[name]:
            value = np.take(value, which, axis=axes[name].index(SOME))
        found[name] = value
    return type(result)(**found | ({SOME: np.array(kept, some.dtype)} if SOME in arrays else {}))


def joined(parts: Sequence[Some]) -> Some:
    """Return one result of all maps of some that have the same arrays, those of the first in front.

    Raises:
        ValueError: what they say of no map in particular is not the same.
    """
    first = parts[0]
    arrays = {}
    for field in dataclasses.fields(first):
        name, axes = field.name, first.axes()[field.name]
        values = [getattr(part, name) for part in parts]
        if name == SOME:
            arrays[name] = np.concatenate(_counted_on(parts))
            continue
        if along := [axis for axis in (MAP, SOME) if axis in axes]:
            arrays[name] = np.concatenate(_as_long(values, axes), axis=axes.index(along[0]))
            continue
        if not all(np.array_equal(value, values[0]) for value in values):
            raise ValueError(f"{type(first).__name__}.{name} has no axis {MAP!r} and differs")
        arrays[name] = values[0]
    return type(first)(**arrays)


def _counted_on(parts: Sequence[Result]) -> list[np.ndarray]:
    """Return the places of some maps of each part, among the maps of all parts."""
    found, before = [], 0
    for part in parts:
        arrays = part.arrays()
        found.append(arrays[SOME] + before)
        name, axes = next((name, axes) for name, axes in part.axes().items() if MAP in axes)
        before += arrays[name].shape[axes.index(MAP)]
    return found


def _as_long(values: Sequence[np.ndarray], axes: tuple[str, ...]) -> list[np.ndarray]:
    """Return arrays that last as long as the longest of them."""
    if not LASTING.intersection(axes):
        return list(values)
    axis = next(k for k, name in enumerate(axes) if name in LASTING)
    longest = max(value.shape[axis] for value in values)
    more = [
        [(0, longest - value.shape[axis] if k == axis else 0) for k in range(value.ndim)]
        for value in values
    ]
    return [
        np.pad(value, width, constant_values=np.nan) if any(map(any, width)) else value
        for value, width in zip(values, more, strict=True)
    ]
