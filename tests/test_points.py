"""Points of Conv2D_3 that tell a 4 from a 9: against plain counts, and against Keras."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.catalogue.claims import points as judges
from analysis.catalogue.series.points import (
    COMMON_POINTS,
    PROBES,
    SEPARATION,
    nodes_for_nines,
    nodes_that_part,
)
from analysis.experiments.points.marks import likeness_of_three, shares_on
from analysis.experiments.points.probes import probe
from analysis.experiments.points.separation import COUNTS, areas
from analysis.results.points import CommonPoints, Probes, Separation


def test_an_area_is_the_share_of_pairs_in_order():
    rng = np.random.default_rng(1)
    values, positive = rng.integers(0, 4, (30, 3)).astype(float), rng.random(30) < 0.4
    for column, found in zip(values.T, areas(values, positive), strict=True):
        pairs = column[positive][:, None] - column[~positive][None]
        assert found == pytest.approx((pairs > 0).mean() + (pairs == 0).mean() / 2)


def test_the_share_of_marked_points_leaves_out_draws_an_image_had_a_part_in():
    on = np.array([[1, 1, 0], [0, 1, 0]], bool)
    marked = np.array([[1, 1, 0], [0, 0, 1], [0, 0, 0]], bool)  # the last says nothing
    apart = np.array([[1, 1], [0, 1], [1, 1]], bool)
    assert shares_on(on, marked, apart).tolist() == [1, 0.25]


def test_three_images_are_compared_point_by_point_and_map_by_map():
    on = np.zeros((3, 2, 3), bool)  # image, node, map
    on[:, 0, 0] = True  # the same in all three: map 0
    on[0, 1, 1] = True  # only in one: map 1; map 2 stays empty
    common, same = likeness_of_three(on, np.array([[0, 1, 2]]))
    assert (common[0], same[0]) == (0.5, 0.5)


def test_a_probe_reads_what_is_linear_and_ignores_what_never_varies():
    rng = np.random.default_rng(3)
    values = rng.standard_normal((400, 4))
    values[:, 3] = 7
    classes = (values[:, 0] - values[:, 1] > 0).astype(int)
    right = probe(values[:300], classes[:300], values[300:]) == classes[300:]
    assert right.mean() > 0.95
    assert (probe(values, np.ones(400, int), values) == 1).all()
    assert (probe(np.ones((9, 2)), np.arange(9), np.ones((3, 2))) == 0).all()


def test_with_all_points_the_head_decides_as_the_network_does(take, make_study):
    from analysis.experiments.points.seen import FOUR, NINE, look_at
    from analysis.experiments.points.separation import Head

    study = make_study(*SEPARATION.settings)
    seen = look_at(study, study.data.test)
    by_network = seen.probability[:, NINE] > seen.probability[:, FOUR]
    clear = abs(seen.probability[:, NINE] - seen.probability[:, FOUR]) > 1e-4
    assert (Head(study).takes_for_nine(seen.points) == by_network)[clear].all()
    found = take(SEPARATION)
    assert found.kept.shape == (len(COUNTS), int(found.images))


def test_few_points_tell_less_than_many_and_the_best_are_missed_most(take):
    found = take(SEPARATION)
    assert found.kept[-1].mean() >= found.kept[0].mean()
    assert found.silenced[0].mean() >= found.silenced[-1].mean()


def test_draws_count_points_that_are_on_in_three_and_off_in_three(take):
    found = take(COMMON_POINTS)
    assert (found.only_fours >= 0).all() and len(found.only_fours) == 1000
    assert ((found.clear_share >= 0) & (found.clear_share <= 1)).all()
    assert len(found.unclear_index) == len(found.unclear_share)


def common(**changes: object) -> CommonPoints:
    told = {
        "only_fours": np.full(200, 8),
        "only_nines": np.full(200, 6),
        "clear_share": np.full(40, 0.6),
        "clear_nines": np.array(40),
        "unclear_share": np.full(12, 0.2),
        "unclear_index": np.arange(12),
        "unclear_four": np.full(12, 0.95),
        "unclear_right": np.ones(12, bool),
        "four": np.full(90, 0.99),
        "common": np.full(300, 0.05),
        "same_maps": np.zeros(300),
    }
    return CommonPoints(**{**told, **changes})  # type: ignore[arg-type]


NONE = {
    "unclear_share": np.zeros(0),
    "unclear_index": np.zeros(0, int),
    "unclear_four": np.zeros(0),
    "unclear_right": np.zeros(0, bool),
}


@pytest.mark.parametrize(
    ("judge", "changes", "verdict"),
    [
        (judges.judge_common_points, {}, "confirmed"),
        (judges.judge_common_points, {"only_nines": np.full(200, 4)}, "refuted"),
        (judges.judge_common_points, {"only_fours": np.arange(200) // 20}, "mixed"),
        (judges.judge_vanishing, {}, "confirmed"),
        (judges.judge_vanishing, {"unclear_share": np.full(12, 0.4)}, "mixed"),
        (judges.judge_vanishing, {"unclear_share": np.full(12, 0.55)}, "refuted"),
        (judges.judge_vanishing, NONE, "not tested"),
        (judges.judge_vanishing, {"only_fours": np.zeros(200, int)}, "not tested"),
        (judges.judge_vanishing, {"clear_share": np.full(5, 0.6)}, "not tested"),
        (judges.judge_triples, {}, "confirmed"),
        (judges.judge_triples, {"common": np.full(300, 0.2)}, "mixed"),
        (
            judges.judge_triples,
            {"common": np.full(300, 0.4), "same_maps": np.full(300, 0.4)},
            "refuted",
        ),
    ],
)
def test_common_points_are_judged_by_the_bars(judge, changes, verdict):
    assert judge(common(**changes)).verdict == verdict


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "confirmed"),
        ({"unclear_right": np.arange(12) > 5}, "mixed"),
        ({"unclear_four": np.full(12, 0.4)}, "refuted"),
        (NONE, "not tested"),
    ],
)
def test_unclear_fours_are_judged_by_the_bars(changes, verdict):
    assert judges.judge_unclear(common(**changes), separation()).verdict == verdict


@pytest.mark.parametrize(
    ("right", "four", "verdict", "over"),
    [
        (12, 0.95, "confirmed", True),  # of twelve, eight in ten may be right
        (12, 0.4, "refuted", False),  # whatever share is read rightly
        (1, 0.95, "mixed", False),
    ],
)
def test_a_bar_of_unclear_fours_that_decides_nothing_is_not_named(right, four, verdict, over):
    found = common(unclear_right=np.arange(12) < right, unclear_four=np.full(12, four))
    seen = judges.judge_unclear(found, separation())
    assert seen.verdict == verdict and ("reaches over the bar" in seen.evidence) is over


def test_an_interval_over_a_bar_counts_where_it_may_change_the_verdict():
    half = {"unclear_right": np.arange(12) > 1}  # 83 %, with an interval over the bar

    def unclear(probability: float) -> str:
        found = common(**half, unclear_four=np.full(12, probability))
        return judges.judge_unclear(found, separation()).evidence

    assert "reaches over the bar" in unclear(0.95) and "reaches over" not in unclear(0.4)
    maps = np.linspace(0, 0.21, 300)  # as many below a tenth as above

    def triples(points: float) -> str:
        return judges.judge_triples(common(common=np.full(300, points), same_maps=maps)).evidence

    assert "reaches over the bar" in triples(0.05) and "reaches over" not in triples(0.2)


def separation(kept: float = 0.97, silenced: float = 0.99, **changes: object) -> Separation:
    images = 200

    def right(share: float) -> np.ndarray:
        return np.arange(images) < round(share * images)

    told = {
        "images": np.array(images),
        "unclear": np.array(9),
        "stage": np.array(["Conv2D_3", "Dense_100"]),
        "auc_points": np.array([0.9, 0.5]),
        "auc_dense": np.array([0.995, 0.004, 0.999, 0.5]),
        "mean_wrong": ~np.array([right(0.95), right(0.99)]),
        "probe_wrong": ~np.array([right(0.99), right(0.99)]),
        "doubted": right(0.1),
        "intact": right(1),
        "count": np.array(COUNTS),
        "kept": np.array([right(kept)] * len(COUNTS)),
        "silenced": np.array([right(silenced)] * len(COUNTS)),
    }
    return Separation(**{**told, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("judge", "found", "verdict"),
    [
        (judges.judge_few_points, separation(), "confirmed"),
        (judges.judge_few_points, separation(kept=0.9), "refuted"),
        (judges.judge_combination, separation(), "confirmed"),
        (judges.judge_combination, separation(silenced=0.95), "mixed"),
        (judges.judge_combination, separation(silenced=0.8), "refuted"),
    ],
)
def test_separation_is_judged_by_the_bars(judge, found, verdict):
    assert judge(found).verdict == verdict


@pytest.mark.parametrize(
    ("areas", "verdict", "unsure"),
    [
        (None, "confirmed", True),  # the third of them by 0.995
        ([0.001, 0.9999, 0.9999], "confirmed", False),
        ([0.96, 0.5], "mixed", True),
        ([0.94, 0.5], "refuted", True),
        ([0.2, 0.5], "refuted", False),
        ([0.98, 0.98, 0.02], "mixed", True),  # less than 0.99 by luck
        ([0.995] * 4, "mixed", False),  # 9s alone
        ([0.005] * 4, "mixed", False),  # 4s alone
    ],
)
def test_dense_nodes_are_judged_by_their_areas_with_an_interval(areas, verdict, unsure):
    changes = {} if areas is None else {"auc_dense": np.array(areas)}
    seen = judges.judge_dense_nodes(separation(**changes), common())
    assert seen.verdict == verdict and ("reaches over the bar" in seen.evidence) is unsure


@pytest.mark.parametrize(
    ("changes", "verdict", "unsure"),
    [
        ({}, "confirmed", False),
        ({"auc_points": np.array([1.0, 0.5])}, "mixed", True),
        ({"auc_points": np.array([0.99, 0.5])}, "confirmed", True),  # a lead of 0.009 by luck
    ],
)
def test_the_dense_layer_is_held_against_the_points_with_an_interval(changes, verdict, unsure):
    seen = judges.judge_dense_layer(separation(**changes), common())
    assert seen.verdict == verdict and ("reaches over the bar" in seen.evidence) is unsure


def test_a_probe_that_only_guesses_reads_nothing_before():
    guessing = np.tile(np.arange(200) < 100, (2, 1))
    found = separation(probe_wrong=guessing)
    assert judges.linear_already(found) is None
    assert "readable before" not in judges.judge_dense_layer(found, common()).evidence


@pytest.mark.parametrize("judge", [judges.judge_few_points, judges.judge_combination])
def test_little_more_than_guessing_leaves_nothing_to_keep_or_lose(judge):
    seen = judge(separation(intact=np.arange(200) < 118))
    assert seen.verdict == "not tested" and "too little is there" in seen.evidence
    assert judge(separation(intact=np.arange(200) < 130)).verdict != "not tested"


@pytest.mark.parametrize(
    ("judge", "changes"),
    [
        (judges.judge_common_points, {"clear_share": np.full(17, 0.6)}),
        (judges.judge_common_points, {"clear_nines": np.array(17)}),
        (judges.judge_triples, {"four": np.full(17, 0.9)}),
    ],
)
def test_draws_that_share_images_count_for_as_few_as_share_none(judge, changes):
    assert judge(common(**changes)).verdict == "not tested"
    spread = {"only_fours": np.arange(200) // 20, "common": np.linspace(0, 0.2, 300)}
    many = {
        "clear_share": np.full(4000, 0.6),
        "clear_nines": np.array(4000),
        "four": np.full(4000, 0.9),
    }
    few, more = (judge(common(**spread, **one)).estimate for one in ({}, many))
    assert few.value == more.value and few.high - few.low > 3 * (more.high - more.low)


@pytest.mark.parametrize(("enough", "verdict"), [(5, "confirmed"), (50, "mixed"), (500, "refuted")])
def test_the_least_number_of_points_decides_and_not_one_that_was_named(enough, verdict):
    found = separation()
    kept = found.kept & (np.array(COUNTS) == enough)[:, None]
    seen = judges.judge_few_points(replace(found, kept=kept))
    assert seen.verdict == verdict and (seen.estimate.value >= 0.95) is (verdict == "confirmed")


def test_the_number_that_decides_on_few_points_is_shown():
    rising = np.array([np.arange(200) < 100 + 40 * count / 100 for count in COUNTS])
    seen = judges.judge_few_points(replace(separation(), kept=rising))
    assert seen.verdict == "refuted" and seen.estimate.value == 0.7
    assert "reaches over" not in seen.evidence


def test_few_points_are_within_chance_by_the_interval_of_those_that_decide():
    """Of 200 images 186 are kept by 20 points and all by a hundred, or 186 by both."""

    def kept(few: int, many: int) -> str:
        right = [np.arange(200) < (few if count <= 20 else many) for count in COUNTS]
        return judges.judge_few_points(replace(separation(), kept=np.array(right))).evidence

    assert "interval of 20 reaches over" in kept(186, 200)
    assert "interval of 100 reaches over" in kept(186, 186)


@pytest.mark.parametrize("right", [113, 100])
@pytest.mark.parametrize(
    "judge",
    [
        judges.judge_few_points,
        judges.judge_combination,
        lambda found: judges.judge_unclear(common(), found),
    ],
)
def test_a_network_that_says_one_class_for_both_has_nothing_to_keep_or_lose(judge, right):
    found = judge(separation(intact=np.arange(200) < right))
    assert found.verdict == "not tested" and "not shown to be more than guessing" in found.evidence


def test_nodes_that_part_are_counted_by_the_class_they_answer():
    assert (nodes_that_part(separation()), nodes_for_nines(separation())) == (3, 2)


def probes(right: tuple[float, ...]) -> Probes:
    """Shares right: bits and points of Conv2D_2, bits, points on or off, and points of Conv2D_3."""
    rng = np.random.default_rng(4)
    two, all_two, three, binary, all_three = (rng.random(600) < share for share in right)
    none = np.zeros(600, bool)
    return Probes(
        layer=np.array(["Conv2D_2", "Conv2D_3"]),
        what=np.array(["bits", "means", "on", "points"]),
        maps=np.array(64),
        learned=np.array(5000),
        right=np.array([[two, none, none, all_two], [three, none, binary, all_three]]),
    )


@pytest.mark.parametrize(
    ("judge", "right", "verdict"),
    [
        (judges.judge_which_maps, (0.2, 0.9, 0.8, 0.7, 0.95), "confirmed"),
        # there, too, points tell more than maps
        (judges.judge_which_maps, (0.2, 0.9, 0.7, 0.9, 0.95), "mixed"),
        (judges.judge_which_maps, (0.8, 0.9, 0.2, 0.9, 0.95), "refuted"),
        (judges.judge_which_maps, (0.7, 0.9, 0.7, 0.9, 0.97), "mixed"),  # by no sure difference
        (judges.judge_levels, (0.2, 0.9, 0.8, 0.85, 0.97), "confirmed"),
        (judges.judge_levels, (0.2, 0.9, 0.8, 0.97, 0.85), "refuted"),
    ],
)
def test_probes_are_judged_by_the_bars(judge, right, verdict):
    assert judge(probes(right)).verdict == verdict


def test_probes_judge_every_test_image(take, data):
    assert take(PROBES).right.shape == (2, 4, len(data.test.images))
