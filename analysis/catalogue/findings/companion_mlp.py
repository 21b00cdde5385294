"""The MLP and its confusions: what another training would have said, and whom convolutions help."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.companions.mlp import (
    MLP_RUNS,
    cnn_errors,
    of_four_and_nine,
    scatter,
    shares_of_four_and_nine,
    unnamed,
)
from analysis.catalogue.companions.mlp import mean_errors as mean_of
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.shares import most
from analysis.catalogue.intervals import with_interval
from analysis.figures.mlp import NAMED, ranked_pairs
from analysis.figures.style import per_cent, with_article
from analysis.results.mlp import MlpRuns
from analysis.statistics import Estimate, difference, mean

FIRST = NAMED[0]  # 4 and 9
ONE_WAY = 0.9  # of the confusions of two digits: from there on they go one way
TENTHS = 10  # confusions: nine tenths of fewer are all of them


def four_nine_leads(runs: MlpRuns) -> Seen:
    """The lead over each other pair is above 0 with its whole interval; two trainings have one that
    leaves nothing out.

    The pair that is confused most besides need not be the one whose lead is the least sure: another
    may scatter more.
    """
    if len(runs.matrices) < LEAST:
        return Seen(None, f"trainings: {len(runs.matrices)}")
    pairs, errors = ranked_pairs(runs.matrices)
    own = errors[:, pairs.index(FIRST)]
    leads = {
        pair: difference(own, other)
        for pair, other in zip(pairs, errors.T, strict=True)
        if pair != FIRST
    }
    rival = min(leads, key=lambda pair: leads[pair].low)
    name = " and ".join(str(digit) for digit in rival)
    told = with_interval(leads[rival], 1, signed=True, of="trainings")
    return Seen(
        leads[rival].low > 0,
        f"errors with 4 and 9, less those with {name}, the pair whose interval reaches lowest:"
        f" {told}",
    )


def four_nine_ties_first(runs: MlpRuns) -> Seen:
    """In one training or more another pair is confused as often as 4 and 9, and none more often."""
    pairs, errors = ranked_pairs(runs.matrices)
    own = errors[:, pairs.index(FIRST)]
    others = np.delete(errors, pairs.index(FIRST), axis=1).max(axis=1)
    return Seen(bool((own == others).any()), f"trainings with a tie: {int((own == others).sum())}")


def scatter_exceeds_chance(runs: MlpRuns) -> Seen:
    """Errors with a pair vary more than counts of independent errors do."""
    found = scatter(runs)
    if len(found) < 2:
        return Seen(None, f"pairs with errors: {len(found)}")
    ratio = mean(found)
    told = with_interval(ratio, of="pairs", bars=(1,))
    return Seen(ratio.low > 1, f"variance over trainings, divided by the mean: {told}")


def _of_cnns(runs: MlpRuns, confused: Callable[[list[float]], float]) -> Seen:
    """Return whether the CNN that is asked of confuses 4 and 9 no more than half as often as the
    MLPs; none where one of the two CNNs names no image one of the digits.
    """
    mlps, cnns = mean_of(FIRST)(runs), [cnn_errors(FIRST, k)(runs) for k in (0, 1)]
    told = f"{mlps:.1f} by the MLPs, {cnns[0]:.0f} and {cnns[1]:.0f} by the CNNs"
    named = not any(unnamed(matrix, FIRST) for matrix in runs.cnn_matrices)
    without = "" if named else "; a CNN reads no image as one of the two"
    holds = confused(cnns) <= mlps / 2 if mlps and named else None
    return Seen(holds, f"confusions of 4 and 9: {told}{without}")


def cnns_halve_four_nine(runs: MlpRuns) -> Seen:
    """Neither CNN confuses 4 and 9 more than half as often as the MLPs."""
    return _of_cnns(runs, max)


def a_cnn_halves_four_nine(runs: MlpRuns) -> Seen:
    """One of the two CNNs confuses 4 and 9 no more than half as often as the MLPs."""
    return _of_cnns(runs, min)


def cnn_names_every_digit(runs: MlpRuns) -> Seen:
    """No column of the published CNN's board is empty."""
    missing = unnamed(runs.cnn_matrices[0], range(len(runs.cnn_matrices[0])))
    told = f"it reads no image as {' or '.join(map(with_article, missing))}"
    return Seen(not missing, told if missing else "it reads images as every digit")


def four_nine_one_way(runs: MlpRuns) -> Seen:
    """One of the two fields has nearly all that the published CNN takes for the other of both."""
    one, other = FIRST
    ways = (int(runs.cnn_matrices[0][one, other]), int(runs.cnn_matrices[0][other, one]))
    return Seen(
        max(ways) >= ONE_WAY * sum(ways) if sum(ways) >= TENTHS else None,
        f"{one}s read as a {other}: {ways[0]}; {other}s read as a {one}: {ways[1]}",
    )


def another(shares: np.ndarray) -> Estimate:
    """Return where one more training lies by 95 %, from the shares (training) of others: by
    Student's t as their mean, but with the scatter of one training beside that of the mean.
    """
    middle, wider = mean(shares), np.sqrt(len(shares) + 1)
    half = float(wider * (middle.high - middle.low) / 2)
    return Estimate(middle.value, middle.value - half, middle.value + half, len(shares))


def four_nine_gains_as_others(runs: MlpRuns) -> Seen:
    """The share of 4 and 9 in the CNN's errors is one that another training of the MLP could have:
    trainings scatter more than counts of independent errors, so that they are the unit.
    """
    (hits, errors), mlps = of_four_and_nine(runs)[0], shares_of_four_and_nine(runs)
    if missing := unnamed(runs.cnn_matrices[0], FIRST):
        named = " or ".join(str(digit) for digit in missing)
        return Seen(None, f"the CNN reads no image as a {named}")
    if not errors:
        return Seen(None, "the CNN makes no error")
    if len(mlps) < LEAST:
        told = f"trainings of the MLP with errors: {len(mlps)}"
        return Seen(None, f"{told}, where {LEAST} are needed")
    own, other = hits / errors, another(mlps)
    low, high = (per_cent(np.clip(end, 0, 1), 1) for end in (other.low, other.high))
    return Seen(
        other.low <= own <= other.high,
        f"share of 4 and 9 in all errors: {per_cent(own, 1)} of the CNN's,"
        f" {per_cent(other.value, 1)} in the mean of {other.n} MLPs, where another one would lie"
        f" between {low} and {high}",
    )


def worst_are_always_misread(runs: MlpRuns) -> Seen:
    """All trainings misread most of the images that the published MLP reads worst."""
    always = np.asarray(runs.misread == len(runs.matrices))
    return most(always, "images misread by all trainings")


FOUND = (
    Found("mlp-four-nine-leads", (MLP_RUNS,), four_nine_leads),
    Found("mlp-four-nine-ties-first", (MLP_RUNS,), four_nine_ties_first),
    Found("mlp-scatter-exceeds-chance", (MLP_RUNS,), scatter_exceeds_chance),
    Found("mlp-cnns-halve-four-nine", (MLP_RUNS,), cnns_halve_four_nine),
    Found("mlp-a-cnn-halves-four-nine", (MLP_RUNS,), a_cnn_halves_four_nine),
    Found("mlp-four-nine-gains-as-others", (MLP_RUNS,), four_nine_gains_as_others),
    Found("mlp-cnn-names-every-digit", (MLP_RUNS,), cnn_names_every_digit),
    Found("mlp-cnn-four-nine-one-way", (MLP_RUNS,), four_nine_one_way),
    Found("mlp-worst-are-always-misread", (MLP_RUNS,), worst_are_always_misread),
)
