"""One measurement, taken: the same for a build and for whoever checks it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.results.base import Result
from analysis.settings import Settings
from analysis.study import Progress, Study, no_progress

if TYPE_CHECKING:  # what is declared of others makes nothing stale
    from analysis.catalogue.declarations import Measurement


def take(
    wanted: Measurement,
    settings: Settings,
    networks: dict[str, Path],
    inputs: Iterable[Result],
    progress: Progress = no_progress,
) -> Result:
    """Take a measurement of stored networks and results, with the settings it declared alone."""
    study = Study(settings, networks, wanted.settings, progress)
    return wanted.take(study, *inputs, **wanted.keywords)
