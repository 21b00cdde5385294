"""How far a number may differ on another machine and still be the same number.

One sentence says it: what the data or the design give is the same wherever it is computed, to a
hundredth of the last digit that is shown; what rests on a training may differ by a tenth of itself,
or by one in that digit; a name is the same or another one. For another machine, or another
framework, adds in another order, and a training carries that on to other weights.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.artifacts import ToleranceKind, ToleranceRecord
from analysis.catalogue.intervals import OF_SHARES

# units of which what is left to 1 counts as much as the share itself: 99.3 % right is 0.7 % wrong
SHARES = ("%", "P")


@dataclass(frozen=True)
class Tolerance:
    """How far a kind of number may differ: by a share of itself, and in any case by so many of the
    last digit that is shown.
    """

    kind: ToleranceKind
    share: float = 0.0
    digits: float = 0.0

    def record(self, number: float | None, unit: str, digits: int) -> ToleranceRecord:
        """Return it for one number, in its own unit; 0 where there is no number."""
        within = 0.0 if number is None else self._within(number, unit, digits)
        return ToleranceRecord(kind=self.kind, within=within)

    def _within(self, number: float, unit: str, digits: int) -> float:
        size = min(abs(number), abs(1 - number)) if unit in SHARES else abs(number)
        last = 10.0**-digits / (100 if unit in OF_SHARES else 1)
        return max(self.share * size, self.digits * last)


DATA = Tolerance("data", digits=0.01)
NETWORK = Tolerance("network", share=0.1, digits=1)
NAME = Tolerance("name")
