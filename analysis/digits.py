"""How many digits a number is told with: as many as leave it on its own side of a bar, apart from
another one, or adding up with others to a sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

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


def shown(number: float, digits: int, signed: bool = False) -> str:
    """Return a number with so many digits, and its sign where it is asked for; none at 0."""
    return f"{number:{'+' if signed else ''}z,.{digits}f}"


def beside(number: float, *bars: float, digits: int = 2, signed: bool = False) -> str:
    """Return a number with as many digits as tell it on its own side of some bars."""
    return shown(number, digits_beside([number], *bars, least=digits), signed)


def digits_adding_up(*numbers: float, total: float, least: int = 2) -> int:
    """Return how many digits it takes for numbers and their sum to add up as they are told."""
    for digits in range(least, FINEST + 1):
        rest = round(total, digits) - sum(round(number, digits) for number in numbers)
        if abs(rest) < 0.1**digits / 2:
            return digits
    return least


def told_apart(*numbers: float, digits: int = 2, signed: bool = False) -> list[str]:
    """Return numbers with as many digits as tell those apart that differ by more than rounding of
    the machine.
    """
    for fine in range(digits, FINEST + 1):
        told = [shown(number, fine, signed) for number in numbers]
        pairs = combinations(zip(numbers, told, strict=True), 2)
        if all(abs(one - other) <= SAME or a != b for (one, a), (other, b) in pairs):
            return told
    return [shown(number, digits, signed) for number in numbers]
