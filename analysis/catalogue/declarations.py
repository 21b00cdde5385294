"""The kinds of things that can be published. All are frozen and refer to one another by object, not
by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, get_type_hints

from analysis.artifacts import Verdict
from analysis.catalogue.asked import Asked
from analysis.catalogue.captions import words_of
from analysis.catalogue.noted import Noted
from analysis.catalogue.statements import Statement
from analysis.catalogue.tolerance import DATA, NAME, NETWORK, Tolerance
from analysis.digits import FINEST, digits_beside
from analysis.figures.style import significant
from analysis.results.base import Result
from analysis.results.training import TrainingHistory
from analysis.statistics import Estimate


@dataclass(frozen=True)
class Measurement:
    """Something expensive: ``take(study, *inputs, **keywords)`` returns a result.

    ``settings`` are the keys of the profile it reads; a study refuses all others, so that the
    digest of these keys is the whole truth about what the result depends on. One that is ``apart``
    trains networks of its own and shares nothing with others but data, so that it may run beside
    them. Where ``maps`` are named, it sees the layer of its keywords with these maps alone.
    """

    id: str
    take: Callable[..., Any]
    settings: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    inputs: tuple[Measurement, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    apart: bool = False
    maps: tuple[int, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """What it is asked, by name: its keywords, and the maps where it sees some alone."""
        return {**self.keywords, **({"maps": list(self.maps)} if self.maps else {})}

    @cached_property
    def result(self) -> type[Result]:
        """The type of its result, from the annotation of ``take``."""
        return get_type_hints(self.take)["return"]

    @property
    def trained(self) -> bool:
        """Whether it rests on a training: its own, or that of a network it reads."""
        return self.apart or bool(self.networks) or any(one.trained for one in self.inputs)

    def of_map(self, number: int) -> tuple[Measurement, int]:
        """Return the measurement that found out about a map, by its number, and its place there."""
        return self, self.maps.index(number) if self.maps else number


@dataclass(frozen=True)
class Whole(Measurement):
    """What is known of a layer, put together from the same of blocks of its maps, its inputs."""

    def of_map(self, number: int) -> tuple[Measurement, int]:
        return next(part for part in self.inputs if number in part.maps).of_map(number)


@dataclass(frozen=True)
class Training(Measurement):
    """A measurement that leaves a network behind as well as its history."""

    network: str = ""
    result: ClassVar[type[Result]] = TrainingHistory

    @property
    def trained(self) -> bool:
        return True


@dataclass(frozen=True)
class Figure:
    """Something cheap: ``draw(*results, **keywords)`` returns a ``Drawing``.

    Its title, caption and alt text stand in ``captions``, as format strings whose fields are filled
    from ``Drawing.words``, so that no number of a caption is typed.
    """

    id: str
    part: str  # roman number of the part it first stands in
    shows: tuple[Measurement, ...]
    draw: Callable[..., Any]
    series: tuple[str, ...] = ()  # F-IV-1 and the like: the series' figures it reproduces
    keywords: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return words_of(self.id).title

    @property
    def caption(self) -> str:
        return words_of(self.id).caption

    @property
    def alt(self) -> str:
        return words_of(self.id).alt


SINGLE = 1e-6  # as far apart two numbers may be that were computed in single precision


@dataclass(frozen=True)
class Value:
    """A number that prose quotes: ``read(result)`` of one measurement, shown with so many digits;
    with more where these would put it on a bar that prose holds it against, or beyond, or a share
    on none or all.

    One that is not finite stops the publication, except a NaN of a value that ``may_be_nan``: there
    prose says that it is undefined. How far it may differ on another machine follows from what it
    rests on; kinds of numbers that are otherwise have a class of their own.
    """

    id: str
    of: Measurement
    read: Callable[[Any], float]
    unit: str = ""
    digits: int = 0
    may_be_nan: bool = False
    bars: tuple[float, ...] = ()

    @property
    def tolerance(self) -> Tolerance:
        """How far it may differ on another machine."""
        return NETWORK if self.of.trained else DATA

    def telling(self, number: float) -> int:
        """Return how many digits it takes to tell the number on its own side of all bars; those
        that were asked for where no digits do.
        """
        scale = 100 if self.unit == "%" else 1
        # a share is none or all up to what single precision leaves
        ends = (0.0, 1.0) if scale > 1 and SINGLE < number < 1 - SINGLE else ()
        bars = [scale * bar for bar in (*self.bars, *ends)]
        digits = digits_beside((scale * number,), *bars, least=self.digits)
        return self.digits if digits == FINEST else digits

    def text(self, number: float) -> str:
        """Return the number as prose shows it; per cent is one of the units, P another: a
        probability that is never rounded to 0 or 1.
        """
        digits = self.telling(number)
        if self.unit == "P":
            least = 10**-digits
            small, large = number < least / 2, number > 1 - least / 2
            return (
                f"< {least:.{digits}f}"
                if small
                else f"> {1 - least:.{digits}f}"
                if large
                else f"{number:.{digits}f}"
            )
        shown = f"{number * 100 if self.unit == '%' else number:z,.{digits}f}"
        return f"{shown} {self.unit}".strip()


class IndexValue(Value):
    """A number that names something, written without separators."""

    @property
    def tolerance(self) -> Tolerance:
        return NAME

    def text(self, number: float) -> str:
        return f"{number:.0f}"


@dataclass(frozen=True)
class MedianCount(Value):
    """A median or a mean of counts, which may be whole; without a unit."""

    digits: int = 1

    def text(self, number: float) -> str:
        return f"{number:,.1f}".removesuffix(".0")


class ResponseValue(Value):
    """A number that has no scale of its own, shown with three significant digits."""

    def text(self, number: float) -> str:
        return f"{significant(number)} {self.unit}".strip()


class DesignValue(Value):
    """A number that data, settings or an architecture give, also where it is read off a result that
    rests on a training.
    """

    @property
    def tolerance(self) -> Tolerance:
        return DATA


@dataclass(frozen=True)
class Judgement:
    """A verdict with what it rests on; ``estimate`` is none where no single number decides."""

    verdict: Verdict
    evidence: str
    estimate: Estimate | None = None
    unit: str = ""  # of the estimate
    sample: str = ""  # what its observations are: maps, images, runs
    alone: str = ""  # one map, one training: where all of them share it


@dataclass(frozen=True)
class Judged:
    """How a claim is judged: ``judge(*results)`` returns a ``Judgement``; ``bar`` is the pair of
    words that say when it is confirmed and when refuted, where a bar decides.
    """

    id: str
    of: tuple[Measurement, ...]
    judge: Callable[..., Judgement]
    bar: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Claim:
    """A sentence of the series as a test."""

    id: str
    said: Statement
    judged: Judged

    @property
    def part(self) -> str:
        """The roman number of its part, or the short name of its companion."""
        return self.id.split("-")[1]

    @property
    def of(self) -> tuple[Measurement, ...]:
        """The measurements it is judged by."""
        return self.judged.of


# how an answer begins where the numbers give none
UNTOLD = "Cannot be told"


@dataclass(frozen=True)
class Answered:
    """How a question is answered: ``answer(*results)`` returns one or two sentences."""

    id: str
    of: tuple[Measurement, ...]
    answer: Callable[..., str]


@dataclass(frozen=True)
class Question:
    """What the series left open; without an answer it says what one would need."""

    id: str
    asked: Asked
    answered: Answered | None

    @property
    def part(self) -> str:
        """The roman number of its part, or the short name of its companion."""
        return self.id.split("-")[1]

    @property
    def of(self) -> tuple[Measurement, ...]:
        """The measurements it is answered by."""
        return self.answered.of if self.answered else ()


@dataclass(frozen=True)
class Seen:
    """What a test gave: whether something is so, none where that cannot be told, and by what."""

    holds: bool | None
    evidence: str


@dataclass(frozen=True)
class Found:
    """How a finding is tested: ``look(*results)`` returns what is seen."""

    id: str
    of: tuple[Measurement, ...]
    look: Callable[..., Seen]


@dataclass(frozen=True)
class Finding:
    """A sentence of ours that pages want to say, as a test."""

    id: str
    said: Noted
    found: Found

    @property
    def of(self) -> tuple[Measurement, ...]:
        """The measurements it is tested by."""
        return self.found.of
