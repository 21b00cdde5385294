"""Bars: how far a number has to reach for a claim to be confirmed, and short of what it is refuted.
Between the two, the verdict is mixed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.artifacts import Verdict
from analysis.catalogue.declarations import Judgement
from analysis.digits import FINEST
from analysis.statistics import Estimate


def _short(told: str) -> str:
    """Return a number without the zeros that end it behind the point."""
    return told.rstrip("0").rstrip(".") if "." in told else told


def _with_unit(told: str, unit: str) -> str:
    """Return a number with its unit, in the form that belongs to one where it is 1."""
    return f"{told} {unit.removesuffix('s') if told == '1' else unit}".strip()


@dataclass(frozen=True)
class Bar:
    """A claim is confirmed from ``confirmed`` on, and refuted from ``refuted`` on in the other
    direction; which way is which follows from the two. Where they are equal it has no middle.
    """

    confirmed: float
    refuted: float
    unit: str = "%"  # of the numbers; per cent of shares
    digits: int = 0
    falls: bool = False  # whether small numbers speak for the claim

    def __post_init__(self) -> None:
        if (self.confirmed < self.refuted) != self.falls and self.confirmed != self.refuted:
            raise ValueError(
                f"a bar is confirmed on one side of where it is refuted. Received: confirmed"
                f" {self.confirmed}, refuted {self.refuted}, falls {self.falls}."
            )

    def bare(self, number: float, digits: int | None = None) -> str:
        """Return a number as it is told, without its unit."""
        told = number * 100 if self.unit == "%" else number
        return f"{told:,.{self.digits if digits is None else digits}f}"

    def shown(self, number: float, digits: int | None = None) -> str:
        """Return a number as it is told, with its unit."""
        return _with_unit(self.bare(number, digits), self.unit)

    def telling(self, value: float, *ends: float) -> int:
        """Return how many digits it takes for a number and the ends of its interval to stay on
        their side of the bar as they are told, and for a share to be told as none or all only where
        it is.
        """
        for digits in range(self.digits, FINEST):
            all_kept = all(
                self.verdict(self._as_told(one, digits)) == self.verdict(one)
                for one in (value, *ends)
            )
            told = self._as_told(value, digits)
            whole = self.unit == "%" and told in (0, 1) and told != value
            if all_kept and not whole:
                return digits
        return FINEST

    def _as_told(self, number: float, digits: int) -> float:
        told = float(self.bare(number, digits).replace(",", ""))
        return told / 100 if self.unit == "%" else told

    def words(self) -> tuple[str, str]:
        """Return in words when the claim is confirmed, and when it is refuted: these numbers were
        chosen, so that no digit of them stands for how well they are known.
        """
        confirmed, refuted = (
            _with_unit(_short(self.bare(end)), self.unit) for end in (self.confirmed, self.refuted)
        )
        if self.falls:
            return f"at most {confirmed}", f"more than {refuted}"
        return f"at least {confirmed}", f"less than {refuted}"

    def verdict(self, value: float) -> Verdict:
        """Return on which side of the bar a number lies."""
        sign = -1 if self.falls else 1
        if sign * value >= sign * self.confirmed:
            return "confirmed"
        return "refuted" if sign * value < sign * self.refuted else "mixed"


@dataclass(frozen=True)
class Sample:
    """What an estimate rests on: observations of a kind, and how few of them are too few."""

    kind: str  # maps, images, runs: in the plural
    least: int = 6  # below it no exact interval of a median exists
    alone: str = ""  # one map, one training: where all of them share it


INTERVAL, OVER = "the interval", "reaches over the bar"
UNSURE = f"; {INTERVAL} {OVER}"


def reaching(estimate: Estimate, *bars: float, what: str = INTERVAL) -> str:
    """Return that an interval lies on both sides of a bar, or nothing where it does not.

    Args:
        what: how the interval is called, where there are several.
    """
    low, high = estimate.low, estimate.high
    return f"; {what} {OVER}" if any((low >= bar) != (high >= bar) for bar in bars) else ""


def unsure(by: Callable[..., Verdict], *estimates: Estimate) -> str:
    """Return that an interval reaches over a bar, where several numbers decide together; nothing
    where the verdict is one and the same, whichever ends of their intervals are true. A bar that
    one number reaches over decides nothing where another one settles the verdict.

    Args:
        by: the verdict, from the values of the estimates.
    """
    ends = product(*((one.low, one.high) for one in estimates))
    found = {by(*(one.value for one in estimates)), *(by(*some) for some in ends)}
    return f"; an interval {OVER}" if len(found) > 1 else ""


def within_chance(judgement: Judgement) -> bool:
    """Return whether an interval that decides reaches over a bar: the evidence says so in the words
    of ``reaching``. What was not tested is decided by none.
    """
    return judgement.verdict != "not tested" and OVER in judgement.evidence


def too_few(count: int, sample: Sample, evidence: str) -> Judgement:
    """Return that nothing is said of so few observations.

    Args:
        evidence: what was measured of these few, with the number where there is one.
    """
    return Judgement(
        "not tested",
        f"too few {sample.kind}: {count}, where {sample.least} are needed ({evidence})",
        sample=sample.kind,
    )


def judged(estimate: Estimate, bar: Bar, sample: Sample, evidence: str) -> Judgement:
    """Judge an estimate by a bar; where it rests on too few observations nothing is said of it.

    Args:
        evidence: what was measured, in words, without the number and its interval.
    """
    if estimate.n < sample.least:
        known, digits = np.isfinite(estimate.value), bar.telling(estimate.value)
        found = f": {bar.shown(estimate.value, digits)}" if known else ""
        return too_few(estimate.n, sample, f"{evidence}{found}")
    verdict = bar.verdict(estimate.value)
    ends = {bar.verdict(estimate.low), bar.verdict(estimate.high)}
    unsure = "" if ends == {verdict} else UNSURE
    digits = bar.telling(estimate.value, estimate.low, estimate.high)
    low, high = (bar.bare(end, digits) for end in (estimate.low, estimate.high))
    return Judgement(
        verdict,
        f"{evidence}: {bar.shown(estimate.value, digits)} ({low} to {high},"
        f" {estimate.n:,} {sample.kind}){unsure}",
        estimate=estimate,
        unit=bar.unit,
        sample=sample.kind,
        alone=sample.alone,
    )
