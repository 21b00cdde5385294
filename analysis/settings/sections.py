"""All tables of a profile, and named keys of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from analysis.settings.experiments import (
    Clusters,
    Convergence,
    Distributions,
    Dreams,
    MlpRuns,
    Others,
    Robustness,
    Twins,
    Variants,
)
from analysis.settings.kinds import Section, Seed
from analysis.settings.learning import Data, Examples, Training
from analysis.settings.searching import Evolution, Ladder, Oip, Precursor, Spectrum
from analysis.settings.subjects import SubjectSettings
from analysis.settings.together import first_broken


class Settings(Section):
    seed: Seed = Field(description="every other seed derives from this one")
    data: Data
    training: Training
    examples: Examples
    oip: Oip
    ladder: Ladder
    evolution: Evolution
    precursor: Precursor
    spectrum: Spectrum
    variants: Variants
    distributions: Distributions
    mlp_runs: MlpRuns
    clusters: Clusters
    dreams: Dreams
    robustness: Robustness
    twins: Twins
    convergence: Convergence
    others: Others
    # what is looked at instead of the network of the series; no profile names it
    subject: SubjectSettings | None = None

    @model_validator(mode="after")
    def _checked_together(self) -> Self:
        if said := first_broken(self):
            raise ValueError(said)
        return self


def chosen(settings: Settings, keys: tuple[str, ...]) -> dict[str, Any]:
    """Return the named settings by their keys; dotted ones are looked up section by section."""
    dump = settings.model_dump(mode="json")
    values: dict[str, Any] = {}
    for key in keys:
        value: Any = dump
        for part in key.split("."):
            value = value[part]
        values[key] = value
    return values


def read_by_all(settings: Settings) -> tuple[str, ...]:
    """Return the keys that every measurement reads: the seed, and which images there are."""
    return ("seed", "data" if settings.subject is None else "subject")


def fingerprint(settings: Settings, keys: tuple[str, ...]) -> str:
    """Return the named settings as canonical JSON, for use in digests."""
    return json.dumps(chosen(settings, keys), sort_keys=True)


def changed(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """Return settings with some dotted keys set, checked as a whole profile is.

    Raises:
        KeyError: there is no such key.
        pydantic.ValidationError: a value is not one that the key may have, or contradicts another.
    """
    dump = settings.model_dump(mode="json")
    for key, value in changes.items():
        *sections, last = key.split(".")
        inner = dump
        for section in sections:
            inner = inner[section]
        if last not in inner:
            raise KeyError(key)
        inner[last] = value
    return Settings.model_validate_json(json.dumps(dump), strict=True)
