"""A number with its interval in words: how it is scaled, what it is measured in and when its sign
is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from analysis.statistics import Estimate

POINTS = "points"  # of a difference of shares, which has a sign
OF_SHARES = ("%", POINTS)


FINEST = 6  # digits behind the point, at most
EXACT = 9  # digits behind the point to which a number is known


def digits_apart(ones: Sequence[Estimate], least: int = 2) -> int:
    """Return how many digits it takes for intervals that stand apart to do so as they are told."""
    gaps = [(one.high, other.low) for one, other in permutations(ones, 2) if one.high < other.low]
    for digits in range(least, FINEST):
        if all(f"{end:.{digits}f}" != f"{begin:.{digits}f}" for end, begin in gaps):
            return digits
    return FINEST if gaps else least


def digits_beside(numbers: Iterable[float], *bars: float, least: int = 2) -> int:
    """Return how many digits it takes for numbers to stay on their side of bars as they are told:
    1.252 is beyond 1.25, and so is what is told of it.
    """

    def side(one: float, bar: float) -> int:
        return int(one > bar) - int(one < bar)

    # what differs by rounding alone is the same number
    pairs = [(round(float(one), EXACT), round(bar, EXACT)) for one in numbers for bar in bars]
    for digits in range(least, FINEST):
        if all(side(float(f"{one:.{digits}f}"), bar) == side(one, bar) for one, bar in pairs):
            return digits
    return FINEST if pairs else least


def share_beside(one: Estimate, *bars: float, least: int = 0) -> int:
    """Return how many digits it takes for a share in per cent, and the ends of its interval, to
    stay on their side of bars, which are shares as well.
    """
    told = [100 * number for number in (one.value, one.low, one.high)]
    return digits_beside(told, *(100 * bar for bar in bars), least=least)


def between(one: Estimate, digits: int = 0) -> str:
    """Return between what a share lies: '30 to 52 %'."""
    return f"{100 * one.low:z.{digits}f} to {100 * one.high:z.{digits}f} %"


def with_interval(
    one: Estimate,
    digits: int = 2,
    unit: str = "",
    *,
    signed: bool = False,
    of: str = "",
    bars: tuple[float, ...] = (),
) -> str:
    """Return an estimate in words, '41 % (30 to 52, 12 maps)' or '-1.20 points (-2.00 to -0.40)'.

    Args:
        unit: shares and differences of shares come as such and are told times 100.
        signed: whether a number above 0 is told with its sign, as differences are.
        of: what it is an estimate of so many of, in the plural; nothing if that is not told.
        bars: what it is judged by, in its own unit: more digits are told where it takes more to
            stay on its side of them.
    """
    scale = 100 if unit in OF_SHARES else 1
    if bars:
        ends = (scale * end for end in (one.value, one.low, one.high))
        digits = digits_beside(ends, *(scale * bar for bar in bars), least=digits)
    sign = "+" if signed or unit == POINTS else ""
    value, low, high = (
        f"{scale * end:{sign}z.{digits}f}" for end in (one.value, one.low, one.high)
    )
    sample = f", {one.n:,} {of}" if of else ""
    return f"{value} {unit}".strip() + f" ({low} to {high}{sample})"
