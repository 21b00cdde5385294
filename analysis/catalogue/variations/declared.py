"""The variations of a profile, each a change of its settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from analysis.artifacts import VariationKind
from analysis.catalogue.variations.choices import NAME, REMEDY, choices
from analysis.problem import Problem
from analysis.seeds import derived
from analysis.settings import Settings, changed

SMALLER = "smaller"


@dataclass(frozen=True)
class Variation:
    """What claims rest on is taken once more, with some settings changed.

    ``over`` is the variation whose settings it changes, and whose results it shares where the
    change does not touch them; without it the profile's settings are changed.
    """

    id: str
    kind: VariationKind
    changes: Mapping[str, Any]
    over: Variation | None = None
    choice: str = ""  # of which it is an alternative

    def settings(self, profile: Settings) -> Settings:
        """Return the settings it is taken with.

        Raises:
            Problem: it changes what is no key, or to what is no value of it.
        """
        base = self.over.settings(profile) if self.over else profile
        try:
            return changed(base, self.changes)
        except KeyError as error:
            said = f"{error.args[0]!r} is no key of a profile"
        except ValidationError as error:
            first = error.errors()[0]
            said = f"{'.'.join(map(str, first['loc']))} {first['msg']}"
        raise Problem(f"{NAME}: variation {self.id!r}: {said}. {REMEDY}")


def _trainings(settings: Settings) -> Iterator[Variation]:
    """Yield the trainings beside the published one: all that is random has another seed."""
    for number in range(2, settings.robustness.trainings + 1):
        id = f"training-{number}"
        # a profile with this seed gives the same networks
        yield Variation(id, "training", {"seed": derived(settings.seed, id)})


def _alternatives() -> Iterator[Variation]:
    told = choices()
    smaller = Variation(SMALLER, "smaller", told.smaller.changes)
    yield smaller
    for name, choice in told.choices.items():
        for id, alternative in choice.varied(name).items():
            yield Variation(id, "alternative", alternative.changes, smaller, name)


def variations(settings: Settings) -> tuple[Variation, ...]:
    """Return what a profile asks for beside what it publishes: one that others lie over comes
    before them. Claims are those of the series, so that of another subject nothing is varied.
    """
    if settings.subject:
        return ()
    others = _alternatives() if settings.robustness.alternatives else ()
    return (*_trainings(settings), *others)
