"""Signs of numbers within a text: below zero a true minus, at zero, also where a number was rounded
to it, none.
"""

from __future__ import annotations

import re

MINUS = "\N{MINUS SIGN}"
BEGINS = r"(?<![^\s(])"  # a number, but no range and no name with a hyphen
BELOW = re.compile(rf"{BEGINS}-(?=\d)")
OF_ZERO = re.compile(rf"{BEGINS}[-+{MINUS}](?=0(?:\.0+)?(?!\.?\d))")


def true_signs(text: str) -> str:
    """Return a text with the signs of its numbers as print has them: '+0.00 (-0.04 to 3)' becomes
    '0.00 (−0.04 to 3)'.
    """
    return BELOW.sub(MINUS, OF_ZERO.sub("", text))


def plain(number: float, digits: int = 2) -> str:
    """Return a number with so many digits behind the point, and with a sign only below zero."""
    return true_signs(f"{number:.{digits}f}")


def signed(number: float, digits: int = 2) -> str:
    """Return a number with so many digits behind the point, and with its sign, as differences have
    one.
    """
    return true_signs(f"{number:+.{digits}f}")
