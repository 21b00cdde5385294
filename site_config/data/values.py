"""Numbers that pages quote, for machines: one list of all."""

from __future__ import annotations

from typing import Any

from analysis.artifacts import Artifacts, ToleranceKind, ToleranceRecord, ValueRecord
from site_config.data.records import Data, File, Head
from site_config.data.said import file, head
from site_config.data.written import as_json

LIST = "values.json"


class Tolerance(Data, ToleranceRecord):
    """How far a value may differ on another machine and still be the same."""

    kind: ToleranceKind
    """What it rests on: data for data and design, network for a training, name for what a number
    only names, as that of an image."""
    within: float
    """By how much, in what the value counts in; shares, of unit %, as shares of 1."""


class Value(Data):
    """A number that pages quote."""

    id: str
    """By which pages name it; permanent."""
    told: str
    """As readers see it, with its unit."""
    number: float | None
    """As it was measured, a share of 1 where its unit is %; null where nothing could be."""
    unit: str
    """What readers see it count in; empty for plain numbers, ratios and names."""
    tolerance: Tolerance
    """Of its number."""
    measurement: str
    """The id of the measurement that it is read from."""


class Values(Head):
    """All numbers that pages quote from measurements."""

    values: tuple[Value, ...]
    """In the order in which the catalogue declares them."""
    files: dict[str, File]
    """The arrays of each measurement, by its id."""


def _told(value: ValueRecord) -> dict[str, Any]:
    return {
        "id": value.id,
        "told": value.text,
        "number": value.number,
        "unit": value.unit,
        "tolerance": value.tolerance.model_dump(),
        "measurement": value.of,
    }


def value_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the list of all values by its staged path."""
    every = artifacts.manifest.values
    arrays = {
        one.of: file(f"assets/arrays/{one.of}.npz", "all arrays of this measurement, for NumPy")
        for one in every
    }
    told = head(artifacts, "values", LIST) | {"values": map(_told, every), "files": arrays}
    return {LIST: as_json(Values, told)}
