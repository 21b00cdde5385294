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
LASTING = "step"  # an axis that may be longer in one part than in another; NaN follows its end

Some = TypeVar("Some", bound=Result)


def taken(result: Some, places: Sequence[int]) -> Some:
    """Return what a result says of some maps, by their places along the axis ``map``."""
    axes = result.axes()
    arrays = {
        name: np.take(value, places, axis=axes[name].index(MAP)) if MAP in axes[name] else value
        for name, value in result.arrays().items()
    }
    return type(result)(**arrays)


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
        if MAP in axes:
            arrays[name] = np.concatenate(_as_long(values, axes), axis=axes.index(MAP))
            continue
        if not all(np.array_equal(value, values[0]) for value in values):
            raise ValueError(f"{type(first).__name__}.{name} has no axis {MAP!r} and differs")
        arrays[name] = values[0]
    return type(first)(**arrays)


def _as_long(values: Sequence[np.ndarray], axes: tuple[str, ...]) -> list[np.ndarray]:
    """Return arrays that last as long as the longest of them."""
    if LASTING not in axes:
        return list(values)
    axis = axes.index(LASTING)
    longest = max(value.shape[axis] for value in values)
    more = [
        [(0, longest - value.shape[axis] if k == axis else 0) for k in range(value.ndim)]
        for value in values
    ]
    return [
        np.pad(value, width, constant_values=np.nan) if any(map(any, width)) else value
        for value, width in zip(values, more, strict=True)
    ]
