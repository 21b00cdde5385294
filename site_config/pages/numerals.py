"""Numbers as readers see them: so many digits as count, a true minus sign, never an 'e'."""

from __future__ import annotations

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number_of(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that count."""
    told = f"{value:.{digits}g}"
    if "e" in told:
        mantissa, power = told.split("e")
        told = f"{mantissa}·10{str(int(power)).translate(RAISED)}"
    return told.replace("-", "−")


def value_of(value: float) -> str:
    """Return a number with two digits that count."""
    return number_of(value, 2)


def signed(value: float) -> str:
    """Return a number with two digits that count, and its sign."""
    return ("+" if value > 0 else "") + value_of(value)
