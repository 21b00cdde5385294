"""What a measurement receives, of the series or of another subject, and the measurement taken: the
same for a build and for whoever checks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.publishing import taking
from analysis.results.base import Result
from analysis.settings import Settings
from analysis.study import Progress, Study, no_progress

if TYPE_CHECKING:
    from analysis.catalogue.declarations import Measurement


def study_for(
    wanted: Measurement,
    settings: Settings,
    networks: dict[str, Path],
    progress: Progress = no_progress,
) -> Study:
    """Return what a measurement receives: the settings and, in its order, the networks that it
    declared, of all there are.
    """
    if settings.subject is None:
        return taking.study_for(wanted, settings, networks, progress)
    from analysis.publishing import subjects  # which reads files of all kinds

    return subjects.study_for(wanted, settings, networks, progress)


def take(
    wanted: Measurement,
    settings: Settings,
    networks: dict[str, Path],
    inputs: Iterable[Result],
    progress: Progress = no_progress,
) -> Result:
    """Take a measurement of stored networks and results, with what it declared alone."""
    return taking.take(wanted, study_for(wanted, settings, networks, progress), inputs)
