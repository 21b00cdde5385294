"""Both ways to fill a gap, each with the same number of passes through the network.

A step of an ascent is a forward and a backward pass, a start that is looked at a forward pass. The
search looks at many large-scale starts and climbs from the few that a map answers most; restarts
take plain starts as they come and climb from each that the map answers, until all passes are spent.
"""

from __future__ import annotations

import numpy as np

from analysis.ascent.answers import start_responses
from analysis.ascent.settling import settled
from analysis.looking.tried import evenly
from analysis.networks.series import CONVOLUTIONS
from analysis.oips.series import climb_as_in_the_series
from analysis.results.gaps import Gaps
from analysis.results.oips import OipGallery
from analysis.study import Study

LAYER = CONVOLUTIONS[-1]
AT_MOST = 8  # gap maps, at even distances
BEST = 4  # starts of the search that climb for each map
PASSES = 2  # of one step


def affordable(answers: np.ndarray, budget: int, climb: int) -> tuple[np.ndarray, int]:
    """Return which of the starts a map climbs from, taking them as they come, and how many starts
    it looks at before its passes are spent.

    Args:
        answers: (start), the map's responses.
        budget: passes.
        climb: passes of one ascent.
    """
    cost = np.cumsum(1 + climb * (answers > 0))
    looked = int(np.searchsorted(cost, budget, side="right"))
    return np.flatnonzero(answers[:looked] > 0), looked


def loudest(answers: np.ndarray) -> np.ndarray:
    """Return the few starts that a map answers most, by its responses (start)."""
    first = np.argsort(-answers, kind="stable")[:BEST]
    return np.asarray(first[answers[first] > 0])


def _filled(
    study: Study, gaps: np.ndarray, starts: np.ndarray, chosen: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return which gap maps (gap) an ascent from one of their chosen starts converges for, and what
    they reach.
    """
    filled, reached = np.zeros(len(gaps), bool), np.zeros(len(gaps))
    of = np.repeat(np.arange(len(gaps)), [len(one) for one in chosen])
    if len(of):
        begun = starts[np.concatenate(chosen)]
        ended = climb_as_in_the_series(study, study.subject.network, LAYER, gaps[of], begun)
        np.logical_or.at(filled, of, settled(ended.curve) & (ended.response > 0))
        np.maximum.at(reached, of, ended.response)
    return filled, reached


def measure_gaps(study: Study, gallery: OipGallery) -> Gaps:
    """Fill the gaps that plain starts leave in both ways."""
    rule, subject = study.settings.precursor, study.subject
    climb = PASSES * study.settings.oip.steps
    budget = rule.candidates + BEST * climb
    gaps = evenly(gallery.silent.astype(bool), AT_MOST)
    plain = subject.mixture(LAYER)
    sets = []
    for name, mixture, count in (
        ("search", plain.weighing(rule.weights), rule.candidates),
        ("restarts", plain, budget if len(gaps) else 1),
    ):
        starts = mixture.starts(study.seed(f"gaps {name}") + np.arange(count))
        sets.append((starts, start_responses(subject.network, LAYER, starts)[:, gaps].T))
    (large, heard), (fresh, answers) = sets
    chosen = [loudest(row) for row in heard]
    restarts = [affordable(row, budget, climb) for row in answers]
    filled, reached = _filled(study, gaps, large, chosen)
    again, reached_again = _filled(study, gaps, fresh, [which for which, _ in restarts])
    return Gaps(
        map=gaps,
        silent=np.array(int(gallery.silent.sum())),
        steps=np.array(study.settings.oip.steps),
        candidates=np.array(rule.candidates),
        passes=np.array(budget),
        filled=filled,
        response=reached,
        climbs=np.array([len(one) for one in chosen], int),
        filled_again=again,
        response_again=reached_again,
        climbs_again=np.array([len(which) for which, _ in restarts], int),
        looked_again=np.array([looked for _, looked in restarts], int),
    )
