"""A number with its interval in words: how it is scaled, what it is measured in and when its sign
is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, permutations

from analysis.statistics import Estimate

POINTS = "points"  # of a difference of shares, which has a sign
OF_SHARES = ("%", POINTS)


FINEST = 6  # digits behind the point, at most
SAME = 1e-9  # as far apart two numbers are one, and differ by how they were computed


def digits_beside(numbers: Iterable[float], *bars: float, least: int = 2) -> int:
    """Return how many digits it takes for numbers to stay on their side of bars as they are told:
    1.252 is beyond 1.25, and so is what is told of it. One that lies on a bar is on no side.
    """

    def kept(one: float, bar: float, digits: int) -> bool:
        return not abs(one - bar) > SAME or (float(f"{one:.{digits}f}") - bar) * (one - bar) > 0

    pairs = [(one, bar) for one in numbers for bar in bars]
    for digits in range(least, FINEST):
        if all(kept(one, bar, digits) for one, bar in pairs):
            return digits
    return FINEST if pairs else least


def _shown(number: float, digits: int, signed: bool) -> str:
    return f"{number:{'+' if signed else ''}z,.{digits}f}"


def beside(number: float, *bars: float, digits: int = 2, signed: bool = False) -> str:
    """Return a number with as many digits as tell it on its own side of some bars."""
    return _shown(number, digits_beside([number], *bars, least=digits), signed)


def digits_apart(ones: Sequence[Estimate], least: int = 2) -> int:
    """Return how many digits it takes for intervals that stand apart to do so as they are told."""
    gaps = [(one.high, other.low) for one, other in permutations(ones, 2) if one.high < other.low]
    for digits in range(least, FINEST):
        if all(f"{end:.{digits}f}" != f"{begin:.{digits}f}" for end, begin in gaps):
            return digits
    return FINEST if gaps else least


def told_apart(*numbers: float, digits: int = 2, signed: bool = False) -> list[str]:
    """Return numbers with as many digits as tell those apart that differ by more than rounding of
    the machine.
    """
    for fine in range(digits, FINEST + 1):
        told = [_shown(number, fine, signed) for number in numbers]
        pairs = combinations(zip(numbers, told, strict=True), 2)
        if all(abs(one - other) <= SAME or a != b for (one, a), (other, b) in pairs):
            return told
    return [_shown(number, digits, signed) for number in numbers]


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
