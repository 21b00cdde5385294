"""Numbers as readers see them: so many digits as count, a true minus sign, never an 'e'."""

from __future__ import annotations

from math import isnan

from analysis.signs import true_signs

ROUNDING = 1e-9  # so little below 1 is a correlation of two that are the same
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_of(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that count; a dash for one that is not there."""
    if isnan(value):
        return "–"
    told = f"{value:.{digits}g}"
    if "e" in told:
        mantissa, power = told.split("e")
        told = f"{mantissa}·10{str(int(power)).translate(RAISED)}"
    return true_signs(told)


def value_of(value: float) -> str:
    """Return a number with two digits that count."""
    return number_of(value, 2)


def likeness_of(correlation: float) -> str:
    """Return a correlation with two digits that count, and with more where these would say of one
    that is nearly 1 that it is, but for what rounding makes.
    """
    if correlation > 1 - ROUNDING:
        return number_of(1)
    count = next(n for n in range(2, 18) if f"{correlation:.{n}g}" != "1")
    return number_of(correlation, count)


def share_of(share: float) -> str:
    """Return a share in percent with three digits that count, and with more where these would say
    of nearly all that it is all.
    """
    digits = next(
        count for count in range(3, 18) if share >= 1 or f"{100 * share:.{count}g}" != "100"
    )
    return f"{100 * share:.{digits}g} %"


def percent_of(share: float) -> str:
    """Return a share in percent: two digits that count, all of those before the point, and more
    where these would say of nearly all that it is all.
    """
    told = 100 * float(share)
    if told < 10:
        return f"{value_of(told)} %"
    digits = next(n for n in range(18) if share >= 1 or f"{told:.{n}f}" != f"{100:.{n}f}")
    return f"{told:,.{digits}f} %"


def points_of(change: float) -> str:
    """Return a change in points with its sign and two digits behind the point; with two that count
    where those would say that nothing changed.
    """
    told = f"{change:+.2f}"
    return true_signs(told) if not change or float(told) else signed(change)


def signed(value: float) -> str:
    """Return a number with two digits that count, and its sign."""
    return ("+" if value > 0 else "") + value_of(value)
