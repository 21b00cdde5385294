"""Values that may be far below 1, such as rates and penalties."""

from __future__ import annotations

from analysis.catalogue.declarations import DesignValue, Value
from analysis.figures.style import significant


class FineValue(Value):
    """A number with three significant digits and without idle zeros: '0.001', '0.00001'."""

    def text(self, number: float) -> str:
        return significant(number)


class FineDesignValue(DesignValue):
    """One that the settings give."""

    text = FineValue.text
