"""Part II: building and training."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.claims.part_02 import MLP_REACHES
from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.companions.mlp import MLP_RUNS
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.intervals import POINTS, in_per_cent, with_interval
from analysis.catalogue.series.experiments import LONGER, RIVALS, gain, interval_told, points
from analysis.catalogue.series.measurements import CONFUSION, TRAINING_FIRST_RUN
from analysis.digits import told_apart
from analysis.results.classification import Confusion
from analysis.results.mlp import MlpRuns
from analysis.results.recipes import Rivals
from analysis.results.training import TrainingHistory
from analysis.statistics import Estimate, difference_of_shares


def ahead_at_first(history: TrainingHistory) -> Seen:
    """A training value is a mean over the epoch, a validation value is taken after it."""
    after, during = history.validation_accuracy[0], history.training_accuracy[0]
    told = told_apart(100 * float(after), 100 * float(during))
    return Seen(
        bool(after > during),
        f"right are {told[0]} % of the validation images, {told[1]} % while it trained",
    )


def _pairs(rivals: Rivals, told: str) -> Seen | None:
    """Return that too few pairs of trainings for a claim decide nothing here either."""
    pairs = rivals.accuracy.shape[1]
    few = f"pairs of trainings: {pairs}, where {LEAST} are needed; {told}"
    return Seen(None, few) if pairs < LEAST else None


def _published(confusion: Confusion) -> tuple[int, int, Estimate]:
    """Return the errors of the published MLP and of the published CNN, and what the CNN has less of
    them, as a share. Both networks read the same test images; the interval is that of independent
    ones, which is the wider one.
    """
    images = int(confusion.matrix.sum())
    mlp, cnn = (
        round((1 - float(one)) * images) for one in (confusion.mlp_accuracy, confusion.accuracy)
    )
    return mlp, cnn, difference_of_shares((mlp, images), (cnn, images))


def wider(rivals: Rivals, confusion: Confusion) -> Seen:
    """The stronger rival is asked: the MLP that learned longer."""
    short, (*_, published) = gain("CNN", LONGER)(rivals), _published(confusion)
    low, high = points(published.low), points(published.high)
    told = (
        f"the CNN less the MLP: {interval_told(short, low, high)} points in the short runs,"
        f" {with_interval(published, unit=POINTS)} between the published networks"
    )
    apart = True if short.end(-1) > high else False if short.end(1) < low else None
    return _pairs(rivals, told) or Seen(apart, told)


def leads(rivals: Rivals) -> Seen:
    """The half of C-II-1 that rests on short runs."""
    short = gain("CNN", LONGER)(rivals)
    told = f"the CNN less the MLP that trained longer: {interval_told(short)} points"
    leading = True if short.end(-1) > 0 else False if short.end(1) < 0 else None
    return _pairs(rivals, told) or Seen(leading, told)


def published_errs_less(confusion: Confusion) -> Seen:
    """One training of each, and the luck of the test images."""
    mlp, cnn, more = _published(confusion)
    holds = True if more.low > 0 else False if more.high < 0 else None
    errors = f"errors of the MLP {mlp}, of the CNN {cnn}"
    return Seen(holds, f"{errors}; {with_interval(more, unit=POINTS, bars=(0,))}")


def above_bar(runs: MlpRuns) -> Seen:
    """The half of C-II-1 that does not depend on short runs."""
    least = min(float(np.trace(matrix) / matrix.sum()) for matrix in runs.cnn_matrices)
    return Seen(
        least > MLP_REACHES,
        f"each is right on {in_per_cent(least, MLP_REACHES, digits=2)} of the test images or more",
    )


FOUND = (
    Found("validation-ahead-at-first", (TRAINING_FIRST_RUN,), ahead_at_first),
    Found("full-cnns-above-bar", (MLP_RUNS,), above_bar),
    Found("cnn-leads-short-runs", (RIVALS,), leads),
    Found("published-cnn-errs-less", (CONFUSION,), published_errs_less),
    Found("gap-wider-in-short-runs", (RIVALS, CONFUSION), wider),
)
