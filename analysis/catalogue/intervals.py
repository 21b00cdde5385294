"""A number with its interval in words: how it is scaled, what it is measured in and when its sign
is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from analysis.digits import FINEST, beside
from analysis.statistics import Estimate

POINTS = "points"  # of a difference of shares, which has a sign
OF_SHARES = ("%", POINTS)


def digits_apart(ones: Sequence[Estimate], least: int = 2) -> int:
    """Return how many digits it takes for intervals that stand apart to do so as they are told."""
    gaps = [(one.high, other.low) for one, other in permutations(ones, 2) if one.high < other.low]
    for digits in range(least, FINEST):
        if all(f"{end:.{digits}f}" != f"{begin:.{digits}f}" for end, begin in gaps):
            return digits
    return FINEST if gaps else least


def in_per_cent(share: float, *bars: float, digits: int = 0) -> str:
    """Return a share in words, '12.5 %', on its own side of some bars, which are shares, too."""
    return f"{beside(100 * share, *(100 * bar for bar in bars), digits=digits)} %"


def between(one: Estimate, digits: int = 0, *bars: float) -> str:
    """Return between what a share lies, '30 to 52 %', both ends on their own side of some bars."""
    low, high = (in_per_cent(end, *bars, digits=digits) for end in (one.low, one.high))
    return f"{low.removesuffix(' %')} to {high}"


def with_interval(
    one: Estimate,
    digits: int = 2,
    unit: str = "",
    *,
    signed: bool = False,
    of: str = "",
    bars: Sequence[float] = (),
) -> str:
    """Return an estimate in words, '41 % (30 to 52, 12 maps)' or '-1.20 points (-2.00 to -0.40)'.

    Args:
        unit: shares and differences of shares come as such and are told times 100.
        signed: whether a number above 0 is told with its sign, as differences are.
        of: what it is an estimate of so many of, in the plural; nothing if that is not told.
        bars: on whose own side each number is told, in the unit in which it comes; a difference
            has 0 besides.
    """
    scale = 100 if unit in OF_SHARES else 1
    sign = signed or unit == POINTS
    ends = [scale * end for end in (one.value, one.low, one.high)]
    beside_these = [scale * bar for bar in bars] + [0.0] * sign
    value, low, high = (beside(end, *beside_these, digits=digits, signed=sign) for end in ends)
    sample = f", {one.n:,} {of}" if of else ""
    return f"{value} {unit}".strip() + f" ({low} to {high}{sample})"
