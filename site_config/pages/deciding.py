"""The number that decides a claim, with its interval, as readers and machines are told it."""

from __future__ import annotations

from typing import NamedTuple

from analysis.artifacts import ClaimRecord, VerdictRecord
from analysis.signs import true_signs
from site_config.pages.numerals import number_of


class Deciding(NamedTuple):
    """A number and the ends of its 95 % interval, each with its unit; a share in per cent."""

    value: str
    low: str
    high: str
    interval: str
    """From one end to the other, with the unit once."""


def _digits(number: float) -> str:
    """Return a number with four significant digits, or with more where they would show it as a
    rounder one: bars are round, and what misses one by little must not look as if it met it.
    """
    if abs(number) >= 10_000:  # here four digits would need a power of ten
        return true_signs(f"{number:,.0f}")
    for digits in range(4, 9):  # what is left after eight comes of the arithmetic
        if (text := number_of(number, digits)) != number_of(number):
            return text
    return text


def _even(low: float, high: float) -> tuple[str, str]:
    """Return both ends of an interval with equally many decimals, those that the finer one needs;
    ends as powers of ten stay as they are.
    """
    ends = _digits(low), _digits(high)
    if any("·" in end for end in ends):
        return ends
    decimals = max(len(end.partition(".")[2]) for end in ends)
    first, last = (true_signs(f"{one:,.{decimals}f}") for one in (low, high))
    return first, last


def _with_unit(number: str, unit: str) -> str:
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}".strip()


def deciding(told: ClaimRecord | VerdictRecord) -> Deciding | None:
    """Return the number that decides a claim; none where no single one does."""
    if told.value is None:
        return None
    unit = told.unit
    scale = 100 if unit == "%" else 1
    ends = _even(*(scale * (one or 0.0) for one in (told.low, told.high)))
    value, low, high = (_with_unit(one, unit) for one in (_digits(scale * told.value), *ends))
    return Deciding(value, low, high, f"{ends[0]} to {ends[1]} {unit}".strip())
