"""All tables of a profile, and named keys of them."""

from __future__ import annotations

import json
from typing import Any, Self

from pydantic import Field, model_validator

from analysis.settings.experiments import (
    Clusters,
    Convergence,
    Distributions,
    Dreams,
    MlpRuns,
    Variants,
)
from analysis.settings.kinds import Section, Seed
from analysis.settings.learning import Data, Examples, Training
from analysis.settings.searching import Evolution, Ladder, Oip, Precursor, Spectrum
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
    convergence: Convergence

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


def fingerprint(settings: Settings, keys: tuple[str, ...]) -> str:
    """Return the named settings as canonical JSON, for use in digests."""
    return json.dumps(chosen(settings, keys), sort_keys=True)
