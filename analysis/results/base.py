"""What measurements return: frozen dataclasses of arrays with named axes and units, checked when
constructed.

An array field is declared with its axes, e.g. ``images: np.ndarray = array("map y x",
unit="standardised pixel")``. Axes of the same name must have the same size in all arrays of one
result; a fixed size is written ``y=28``. A last axis ``channel?`` is there only where pictures are
in colour: with one channel it is left out. Only NumPy is needed to read a result, so figures and
pages never load TensorFlow.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

COLOURS = "channel?"  # an axis of pictures in colour


def array(axes: str, *, unit: str = "", optional_nan: bool = False) -> Any:
    """Declare an array field: axis names in order, and the unit of its values."""
    return dataclasses.field(
        metadata={"axes": tuple(axes.split()), "unit": unit, "nan": optional_nan}
    )


def _axes(field: dataclasses.Field[Any], value: np.ndarray) -> tuple[str, ...]:
    """Return the axes of an array, of ``channel?`` only what this array has."""
    axes: tuple[str, ...] = field.metadata["axes"]
    if axes[-1:] != (COLOURS,):
        return axes
    return (*axes[:-1], "channel=3") if value.ndim == len(axes) else axes[:-1]


@dataclass(frozen=True)
class Result:
    """Base of all results; ``Raises ValueError`` with the sizes bound so far when arrays do not fit
    together.
    """

    def __post_init__(self) -> None:
        bound: dict[str, int] = {}
        for field in dataclasses.fields(self):
            value = np.asarray(getattr(self, field.name))
            object.__setattr__(self, field.name, value)
            self._check(field, value, bound)

    def _check(
        self, field: dataclasses.Field[Any], value: np.ndarray, bound: dict[str, int]
    ) -> None:
        axes = _axes(field, value)
        where = f"{type(self).__name__}.{field.name}"
        if value.ndim != len(axes):
            raise ValueError(f"{where} has axes {axes}. Received: shape={value.shape}")
        for axis, size in zip(axes, value.shape, strict=True):
            name, _, fixed = axis.partition("=")
            expected = bound.setdefault(name, int(fixed) if fixed else size)
            if size != expected:
                raise ValueError(
                    f"{where}: axis {name!r} has size {expected} (bound: {bound}). Received:"
                    f" shape={value.shape}"
                )
        if value.dtype == object:
            raise ValueError(f"{where} must be numbers, booleans or text. Received: dtype=object")
        if value.dtype.kind == "f" and not field.metadata["nan"] and not np.isfinite(value).all():
            raise ValueError(
                f"{where} holds values that are not finite. Received:"
                f" {int((~np.isfinite(value)).sum())} of {value.size}"
            )

    def arrays(self) -> dict[str, np.ndarray]:
        """Return the arrays by field name."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def axes(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the axes that the arrays have, by field name."""
        return {
            field.name: tuple(
                axis.partition("=")[0] for axis in _axes(field, getattr(self, field.name))
            )
            for field in dataclasses.fields(self)
        }

    @classmethod
    def describe(cls) -> dict[str, tuple[tuple[str, ...], str]]:
        """Return (axes, unit) by field name; axes as they are with one channel, see ``axes``."""
        return {
            f.name: (
                tuple(a.partition("=")[0] for a in f.metadata["axes"] if a != COLOURS),
                f.metadata["unit"],
            )
            for f in dataclasses.fields(cls)
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, np.ndarray]) -> Self:
        """Build the result from arrays read from a file."""
        return cls(**arrays)
