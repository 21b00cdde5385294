"""One measurement of the series, taken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.results.base import Result
from analysis.settings import Settings
from analysis.study import Progress, Study

if TYPE_CHECKING:  # what is declared of others makes nothing stale
    from analysis.catalogue.declarations import Measurement


def study_for(
    wanted: Measurement, settings: Settings, networks: dict[str, Path], progress: Progress
) -> Study:
    """Return the settings and, in its order, the networks that a measurement declared."""
    declared = {name: networks[name] for name in wanted.networks}
    return Study(settings, declared, wanted.settings, progress)


def take(wanted: Measurement, study: Study, inputs: Iterable[Result]) -> Result:
    """Take a measurement with what it receives."""
    return wanted.take(study, *inputs, **wanted.keywords)
