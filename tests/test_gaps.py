"""Gaps filled by a search and by restarts with as many passes."""

from __future__ import annotations

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue.claims.part_10 import judge_gaps
from analysis.catalogue.series.ascents import GAPS
from analysis.catalogue.series.measurements import OIP_GALLERY_3
from analysis.experiments.gaps import measure
from analysis.experiments.gaps.measure import affordable, loudest, measure_gaps
from analysis.figures.search import scan_words
from analysis.results.gaps import Gaps
from analysis.results.oips import OipGallery, PrecursorScan


def test_restarts_end_when_their_passes_are_spent():
    answers = np.array([0, 0, 2.0, 0, 1.0, 0, 3.0])
    for budget, climbs, looked in ((2, 0, 2), (12, 0, 2), (13, 1, 3), (25, 2, 5), (99, 3, 7)):
        which, seen = affordable(answers, budget, 10)
        assert (len(which), seen) == (climbs, looked)
    assert affordable(answers, 99, 10)[0].tolist() == [2, 4, 6]


def test_the_search_climbs_from_the_few_starts_that_are_answered_most():
    assert loudest(np.array([0, 1.0, 5, 2, 3, 4])).tolist() == [2, 5, 4, 3]
    assert loudest(np.array([0, 1.0, 0, 2, 0, 0])).tolist() == [3, 1]
    assert not len(loudest(np.zeros(6)))


def test_both_ways_are_measured_for_silent_maps(take, make_study, monkeypatch):
    gallery = take(OIP_GALLERY_3)
    silent = np.isin(np.arange(128), [3, 40, 41, 90])
    monkeypatch.setattr(measure, "AT_MOST", 3)
    changed = OipGallery(**{**gallery.arrays(), "silent": silent})
    found = measure_gaps(make_study(*GAPS.settings), changed)
    assert found.map.tolist() == [3, 41, 90] and int(found.silent) == 4
    passes = found.looked_again + 2 * 16 * found.climbs_again
    assert (passes <= found.passes).all() and (found.climbs <= 4).all()
    for climbs, reached in (
        (found.climbs, found.response),
        (found.climbs_again, found.response_again),
    ):
        np.testing.assert_array_equal(climbs > 0, reached > 0)


def test_without_gaps_there_is_nothing_to_fill(take, make_study):
    gallery = take(OIP_GALLERY_3)
    full = OipGallery(**{**gallery.arrays(), "silent": np.zeros(128, bool)})
    assert not len(measure_gaps(make_study(*GAPS.settings), full).map)


def gaps(filled: int, again: int, count: int = 10, steps: int = 600, woken: int = 0) -> Gaps:
    return made(
        Gaps,
        steps=steps,
        response=np.arange(count) < woken,
        map=np.arange(count),
        filled=np.arange(count) < filled,
        filled_again=np.arange(count) < again,
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (gaps(5, 4), "confirmed"),
        (gaps(4, 3), "mixed"),
        (gaps(5, 5), "refuted"),
        (gaps(0, 0), "refuted"),
        (gaps(0, 0, woken=5), "not tested"),  # it starts, but none converges
        (gaps(0, 1, woken=5), "refuted"),
        (gaps(5, 0, count=5), "not tested"),
        (gaps(5, 4, steps=100), "not tested"),  # too few to converge
    ],
)
def test_gaps_are_judged_by_the_bar_and_by_restarts(found, verdict):
    assert judge_gaps(found).verdict == verdict


@pytest.mark.parametrize(
    ("maps", "caption", "alt"),
    [
        ([3, 7], "OIPs of 2 maps of Conv2D_3 that answered no plain start, each grown", "Pairs"),
        ([3], "OIP of 1 map of Conv2D_3 that answered no plain start, grown", "A pair"),
        ([], "Nothing is shown: no map of Conv2D_3 was silent", "A line"),
    ],
)
def test_captions_tell_one_gap_and_none_as_such(maps, caption, alt):
    scan = made(PrecursorScan, map=np.array(maps, int), candidates=[1, 64])
    words = scan_words(scan)
    assert str(words["pattern_told"]).startswith(caption)
    assert str(words["pattern_pairs"]).startswith(alt)
    assert str(words["random_pairs"]).startswith(alt)
