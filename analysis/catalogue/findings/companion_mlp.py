"""The MLP and its confusions: what another training would have said, and whom convolutions help."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.claims.trainings import LEAST
from analysis.catalogue.companions.mlp import MLP_RUNS, cnn_errors, of_four_and_nine, scatter
from analysis.catalogue.companions.mlp import mean_errors as mean_of
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.shares import most
from analysis.catalogue.intervals import POINTS, with_interval
from analysis.figures.mlp import NAMED, ranked_pairs
from analysis.figures.style import per_cent
from analysis.results.mlp import MlpRuns
from analysis.statistics import difference, difference_of_shares, mean

FIRST = NAMED[0]  # 4 and 9


def four_nine_leads(runs: MlpRuns) -> Seen:
    """The lead over the next pair is above 0 with its whole interval; two trainings have one that
    leaves nothing out.
    """
    if len(runs.matrices) < LEAST:
        return Seen(None, f"trainings: {len(runs.matrices)}")
    pairs, errors = ranked_pairs(runs.matrices)
    own = pairs.index(FIRST)
    rival = 1 if own == 0 else 0
    lead = difference(errors[:, own], errors[:, rival])
    name = " and ".join(str(digit) for digit in pairs[rival])
    told = with_interval(lead, 1, signed=True, of="trainings")
    return Seen(lead.low > 0, f"errors with 4 and 9, less those with {name}: {told}")


def scatter_exceeds_chance(runs: MlpRuns) -> Seen:
    """Errors with a pair vary more than counts of independent errors do."""
    found = scatter(runs)
    if len(found) < 2:
        return Seen(None, f"pairs with errors: {len(found)}")
    ratio = mean(found)
    told = with_interval(ratio, of="pairs")
    return Seen(ratio.low > 1, f"variance over trainings, divided by the mean: {told}")


def cnns_halve_four_nine(runs: MlpRuns) -> Seen:
    """Neither CNN confuses 4 and 9 more than half as often as the MLPs."""
    mlps, cnns = mean_of(FIRST)(runs), [cnn_errors(FIRST, k)(runs) for k in (0, 1)]
    told = f"{mlps:.1f} by the MLPs, {cnns[0]:.0f} and {cnns[1]:.0f} by the CNNs"
    return Seen(max(cnns) <= mlps / 2 if mlps else None, f"confusions of 4 and 9: {told}")


def four_nine_gains_as_others(runs: MlpRuns) -> Seen:
    """The share of 4 and 9 in all errors is the same in both kinds, as far as counts can tell."""
    cnn, mlps = of_four_and_nine(runs)
    if not (cnn[1] and mlps[1]):
        return Seen(None, f"errors: {cnn[1]} by the CNN, {mlps[1]} by the MLPs")
    more = difference_of_shares(cnn, mlps)
    return Seen(
        more.low <= 0 <= more.high,
        f"share of 4 and 9 in all errors: {per_cent(mlps[0] / mlps[1], 1)} of the MLPs',"
        f" {per_cent(cnn[0] / cnn[1], 1)} of the CNN's, {with_interval(more, 1, POINTS)}",
    )


def worst_are_always_misread(runs: MlpRuns) -> Seen:
    """All trainings misread most of the images that the published MLP reads worst."""
    always = np.asarray(runs.misread == len(runs.matrices))
    return most(always, "images misread by all trainings")


FOUND = (
    Found("mlp-four-nine-leads", (MLP_RUNS,), four_nine_leads),
    Found("mlp-scatter-exceeds-chance", (MLP_RUNS,), scatter_exceeds_chance),
    Found("mlp-cnns-halve-four-nine", (MLP_RUNS,), cnns_halve_four_nine),
    Found("mlp-four-nine-gains-as-others", (MLP_RUNS,), four_nine_gains_as_others),
    Found("mlp-worst-are-always-misread", (MLP_RUNS,), worst_are_always_misread),
)
