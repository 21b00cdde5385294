"""Verdicts on parts II and III and on the companions: made-up results on both sides of each bar, at
it, and with nothing to judge.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from analysis import catalogue
from analysis.catalogue.claims.bars import OVER
from analysis.catalogue.series.experiments import LONGER
from analysis.networks.series import CONVOLUTIONS
from analysis.publishing.numbers import claim_record
from analysis.results.base import COLOURS
from analysis.results.classification import Confusion
from analysis.results.clusters import ClusterMlps
from analysis.results.distributions import (
    ActivationFamilies,
    BestOfMany,
    InkSums,
    PreActivationShapes,
)
from analysis.results.dreams import DreamMaps, DreamScales
from analysis.results.hand import Hand
from analysis.results.layers import Geometry
from analysis.results.mlp import MlpRuns
from analysis.results.recipes import Factorial, PenaltyScan, Rivals
from analysis.statistics import of_pairs, ratio_of_counts, student

NAN = np.nan
CLAIMS = {claim.id: claim for claim in catalogue.CLAIMS}


def made(kind, /, **given):
    """Return a result of which only some arrays are given; the others are 0, and fit them."""
    sizes = {}
    fields = {  # of grey pictures
        field.name: tuple(axis for axis in field.metadata["axes"] if axis != COLOURS)
        for field in dataclasses.fields(kind)
    }
    for name, values in given.items():
        sizes |= dict(zip(fields[name], np.shape(values), strict=True))
    for name in fields.keys() - given.keys():
        shape = [int(axis.partition("=")[2] or sizes.get(axis, 1)) for axis in fields[name]]
        given[name] = np.zeros(shape)
    return kind(**{name: np.asarray(values) for name, values in given.items()})


def verdict(id, *results):
    """Judge as a publication does, which refuses what is no number."""
    record = claim_record(CLAIMS[id], list(results))
    assert record.confirmed and record.refuted and record.evidence
    if record.value is not None:
        assert record.low <= record.value <= record.high and record.n > 0 and record.sample
    return record.verdict


def check(id, expected, *results):
    assert verdict(id, *results) == expected


def rivals(cnn, longer, falling=None):
    kinds = ["MLP", LONGER, "CNN", "CNN, falling rate"]
    return made(Rivals, kind=kinds, accuracy=[longer, longer, cnn, falling or cnn])


def mlps(*wrong, cnn=((0.99, 0),) * 2, of=10_000, pairs=None):
    """Return MLPs that read so many of ten thousand images wrongly, as 9 in place of 4 unless told;
    CNNs have an accuracy, and so many confusions of 4 and 9.
    """
    matrices = []
    for errors in wrong:
        matrix = np.zeros((10, 10))
        for pair, count in (pairs or {(4, 9): errors}).items():
            matrix[pair] = count
        matrix[0, 0] = of - matrix.sum()
        matrices.append(matrix)
    cnns = np.zeros((len(cnn), 10, 10))
    for matrix, (accuracy, confused) in zip(cnns, cnn, strict=True):
        matrix[4, 9] = confused
        matrix[1, 2] = of * (1 - accuracy) - confused
        matrix[4, 4] = matrix[9, 9] = 100
        matrix[0, 0] = of * accuracy - 200
    return made(MlpRuns, matrices=matrices, cnn_matrices=cnns)


FEW = (0.95, 0.96)
THREE = (0.95, 0.96, 0.97)
GOOD, AT_BAR = ((0.99, 0),) * 2, ((0.99, 0), (0.98, 0))


@pytest.mark.parametrize(
    ("cnn", "longer", "published", "expected"),
    [
        (THREE, (0.93, 0.94, 0.95), GOOD, "confirmed"),
        (THREE, (0.93, 0.94, 0.95), AT_BAR, "mixed"),
        (THREE, (0.90, 0.96, 0.96), GOOD, "mixed"),
        (THREE, THREE, GOOD, "refuted"),
        (THREE, (0.98, 0.98, 0.98), GOOD, "refuted"),
        (FEW, (0.90, 0.91), GOOD, "not tested"),
        ((0.95,), (0.9,), GOOD, "not tested"),
    ],
)
def test_c_ii_1_the_cnn_is_above_98_and_above_the_mlp(cnn, longer, published, expected):
    check("C-II-1", expected, rivals(cnn, longer), mlps(20, cnn=published))


GAINS = [
    ((0.010, 0.011, 0.012), "confirmed"),
    ((0.0001, 0.0001, 0.0001), "confirmed"),
    ((0.0, 0.0, 0.0), "refuted"),
    ((-0.00021, 0.0, 0.00021), "mixed"),  # the interval reaches to 0.052 points
    ((-0.0002, 0.0, 0.0002), "refuted"),  # to 0.0497 points
    ((-0.010, -0.011, -0.012), "refuted"),
    ((-0.010, 0.000, 0.020), "mixed"),
    ((0.010, 0.011), "not tested"),
    ((0.010,), "not tested"),
]


@pytest.mark.parametrize(("gains", "expected"), GAINS)
def test_c_iii_1_a_falling_rate_gains(gains, expected):
    plain = np.full(len(gains), 0.5)
    check("C-III-1", expected, rivals(plain, plain, falling=(plain + gains).tolist()))


@pytest.mark.parametrize(("gains", "expected"), GAINS)
def test_c_iii_3_the_chosen_penalty_gains(gains, expected):
    plain = np.full(len(gains), 0.5)
    scan = made(PenaltyScan, l2=[0, 1e-4], test=[plain, plain + gains], chosen=1)
    check("C-III-3", expected, scan)


def test_c_iii_3_nothing_is_the_best_of_one():
    plain = np.full(3, 0.5)
    judge = CLAIMS["C-III-3"].judged.judge
    told = [
        judge(made(PenaltyScan, l2=l2, test=[plain] * len(l2), chosen=1)).evidence
        for l2 in ([0, 1e-4, 1e-2], [0, 1e-4, 1e-3])
    ]
    assert ["the best on" in one for one in told] == [False, True]


def test_c_iii_3_without_a_penalty_that_may_be_chosen():
    check("C-III-3", "not tested", made(PenaltyScan, l2=[0, 1], test=np.ones((2, 3)), chosen=0))


def windows(row, column, value):
    """Return a geometry of two nodes in a row, windows of 2 px, 1 px apart, with one pixel of the
    first that is otherwise.
    """
    influence = np.zeros((1, 2, 3, 3))
    influence[0, 0, :2, :2] = influence[0, 1, :2, 1:] = 1
    influence[0, 0, row, column] = value
    return made(Geometry, influence=influence, field=[1, 2], stride=[1, 1])


@pytest.mark.parametrize(
    ("pixel", "expected"), [((0, 0, 1), "confirmed"), ((0, 0, 0), "mixed"), ((2, 2, 1), "refuted")]
)
def test_c_i_2_gradients_stay_inside_of_their_windows(pixel, expected):
    check("C-I-2", expected, windows(*pixel))


def by_seed(names, sizes, half_width, seeds):
    """Return effects (effect, seed) of such means, whose intervals reach so far to each side."""
    zigzag = np.linspace(-1, 1, seeds)
    penalised = np.array(["L2" in name for name in names])
    alike = [int((penalised == own).sum()) for own in penalised]
    reach = np.array([student(count * (seeds - 1)) for count in alike]) / np.sqrt(seeds)
    return np.array(sizes)[:, None] + half_width / reach[:, None] * zigzag / zigzag.std(ddof=1)


def factorial(accuracy, size=0.0, half_width=0.0, penalty=1e-4):
    """Return a factorial: accuracies (schedule, momentum, penalty, seed), and momentum's effect."""
    cells = np.asarray(accuracy, float).reshape(8, -1)
    return made(
        Factorial,
        schedule=["constant"] * 4 + ["cosine"] * 4,
        momentum=[0, 0, 0.9, 0.9] * 2,
        l2=[0, penalty] * 4,
        accuracy=cells,
        effect=(names := ["schedule", "momentum"]),
        size=[0.0, size],
        by_seed=by_seed(names, [0.0, size], half_width, cells.shape[1]),
    )


@pytest.mark.parametrize(
    ("size", "half_width", "seeds", "expected"),
    [
        (0.006, 0.002, 3, "confirmed"),
        (0.002, 0.002, 3, "mixed"),
        (0.0001, 0.0003, 3, "refuted"),
        (-0.006, 0.002, 3, "refuted"),
        (-0.001, 0.002, 3, "mixed"),
        (0.006, 0.002, 2, "not tested"),
    ],
)
def test_c_iii_2_momentum_gains(size, half_width, seeds, expected):
    check("C-III-2", expected, factorial(np.full((8, seeds), 0.5), size, half_width))


@pytest.mark.parametrize(
    ("together", "penalty", "seeds", "expected"),
    [
        (0.6, 1e-4, 3, "confirmed"),
        (0.55, 1e-4, 3, "refuted"),  # no more than the falling rate alone
        (0.5, 1e-4, 3, "refuted"),
        (0.6, 1e-4, 2, "not tested"),
        (0.6, 0.0, 3, "not tested"),
    ],
)
def test_c_iii_4_all_three_gain_more_than_the_best_alone(together, penalty, seeds, expected):
    cells = np.full((8, seeds), 0.5)
    cells[4], cells[7] = 0.55, together
    check("C-III-4", expected, factorial(cells, penalty=penalty))


@pytest.mark.parametrize(("together", "near"), [((0.6, 0.57, 0.51), True), (THREE, False)])
def test_a_gain_that_its_value_decides_says_where_its_interval_holds_nothing(together, near):
    cells = np.full((8, 3), 0.5)
    cells[4], cells[7] = 0.55, together
    record = claim_record(CLAIMS["C-III-4"], [factorial(cells)])
    assert (record.verdict, record.near_bar) == ("confirmed", near)


def hand(alike, of, left=1.0):
    """Pictures that are their starts but for a share of something else."""
    starts, others = np.random.default_rng(3).normal(size=(2, len(of), 28, 28))
    return made(
        Hand,
        likeness=np.asarray(alike, float)[None],
        of=of,
        answered=np.bincount(of),
        visible_rows=[0, 26],
        visible_columns=[0, 26],
        starts=starts,
        images=(1 - left) * starts + left * others,
    )


def blocks(within, across, of):
    same = np.equal.outer(of, of)
    return np.where(np.eye(len(of), dtype=bool), 1, np.where(same, within, across))


TWO = np.repeat([0, 1], 6)  # starts of two grids


@pytest.mark.parametrize(
    ("within", "across", "of", "expected"),
    [
        (0.8, 0.75, TWO, "confirmed"),
        (0.75, 0.65, TWO, "confirmed"),  # at the bar
        (0.8, 0.6, TWO, "mixed"),
        (0.8, 0.49, TWO, "refuted"),
        (0.2, 0.4, TWO, "confirmed"),
        (0.8, 0.8, np.zeros(12, int), "not tested"),
        (0.8, 0.8, np.arange(12), "not tested"),
        (0.8, 0.8, np.repeat([0, 1], 2), "not tested"),
        (0.8, 0.8, np.zeros(0, int), "not tested"),
    ],
)
def test_c_hm_1_wavelengths_are_as_alike_as_starts(within, across, of, expected):
    check("C-HM-1", expected, hand(blocks(within, across, of), of))


@pytest.mark.parametrize(
    ("within", "across", "of", "expected"),
    [
        (0.8, 0.8, TWO, "confirmed"),
        (0.7, 0.7, TWO, "confirmed"),
        (0.69, 0.69, TWO, "mixed"),  # each a pattern of its own
        (0.8, 0.2, TWO, "refuted"),  # two groups of a half
        (0.8, 0.2, np.repeat([0, 1], [11, 1]), "mixed"),
        (0.8, 0.2, np.repeat([0, 1], [39, 1]), "confirmed"),
        (0.8, 0.8, np.zeros(5, int), "not tested"),
        (0.8, 0.8, np.zeros(0, int), "not tested"),
    ],
)
def test_c_ix_2_one_pattern_returns(within, across, of, expected):
    check("C-IX-2", expected, hand(blocks(within, across, of), of))


@pytest.mark.parametrize("claim", ["C-HM-1", "C-IX-2"])
def test_of_pictures_that_never_left_their_starts_nothing_is_said(claim):
    check(claim, "not tested", hand(blocks(0.8, 0.8, TWO), TWO, left=0.1))


def test_a_start_drawn_twice_is_no_pair_of_its_own():
    of = np.repeat([0, 1], 3)
    record = claim_record(CLAIMS["C-HM-1"], [hand(blocks(0.8, 0.75, of), of)])
    assert (record.low, record.high) == pytest.approx((0.05, 0.05))


def test_a_share_of_none_of_the_pairs_is_no_certainty():
    record = claim_record(CLAIMS["C-IX-2"], [hand(blocks(0.1, 0.1, TWO), TWO)])
    assert (record.value, record.low) == (0, 0) and 0.3 < record.high < 0.6


def dreams(count=8, edges=0.2, even=0.1, carved=0.8, ratio=3.0, before=1.0):
    """Return dreams of so many maps in two pictures; a number may be given map by map."""
    given = {
        "pure_edges": edges,
        "pure_even": even,
        "carved_edges": carved,
        "carved_ratio": ratio,
        "before": before,
    }
    full = {name: np.broadcast_to(one, (2, count)).astype(float) for name, one in given.items()}
    return made(DreamMaps, map=np.arange(count), **full)


SILENT = {"edges": NAN, "even": NAN, "carved": NAN, "ratio": NAN, "before": 0}
HALF_SILENT = {
    name: [[value], [good]]
    for (name, value), good in zip(SILENT.items(), (0.2, 0.1, 0.8, 3, 1), strict=True)
}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (dreams(), "confirmed"),
        (dreams(edges=0.3), "mixed"),
        (dreams(even=0), "mixed"),
        (dreams(even=-0.2), "mixed"),
        (dreams(edges=0.7), "mixed"),
        (dreams(edges=0.71), "refuted"),
        (dreams(edges=[0.1] * 5 + [0.9] * 3), "confirmed"),
        (dreams(**HALF_SILENT), "confirmed"),
        (dreams(5), "not tested"),
        (dreams(**SILENT), "not tested"),
        (dreams(0), "not tested"),
    ],
)
def test_c_dd_1_a_pure_ascent_erases(found, expected):
    check("C-DD-1", expected, found, hand(np.eye(12), TWO))


def test_c_dd_1_even_ground_that_may_have_grown_by_chance_is_told_as_such():
    noise = hand(np.eye(12), TWO)
    some = np.array([-0.1, -0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
    for even, near in ((0.1, False), (some, True), (-some, True), (-0.1, False)):
        told = claim_record(CLAIMS["C-DD-1"], [dreams(even=even), noise])
        verdict = "confirmed" if np.mean(even) > 0 else "mixed"
        assert (told.verdict, told.near_bar) == (verdict, near)


@pytest.mark.parametrize(
    ("found", "expected"),
    [(dreams(), "confirmed"), (dreams(edges=0.5), "not tested"), (dreams(edges=0.9), "not tested")],
)
def test_c_dd_1_ascents_that_leave_noise_as_it_was_refute_nothing(found, expected):
    check("C-DD-1", expected, found, hand(np.eye(12), TWO, left=0.1))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (dreams(), "confirmed"),
        (dreams(carved=0.7, ratio=2), "confirmed"),
        (dreams(carved=0.69), "refuted"),
        (dreams(ratio=1.9), "refuted"),
        (dreams(ratio=[[50], [1.5]]), "refuted"),  # one picture hardly rises
        (dreams(**HALF_SILENT), "confirmed"),
        (dreams(ratio=np.inf), "not tested"),
        (dreams(5), "not tested"),
        (dreams(**SILENT), "not tested"),
        (dreams(0), "not tested"),
    ],
)
def test_c_dd_2_carving_keeps_and_raises(found, expected):
    check("C-DD-2", expected, found)


@pytest.mark.parametrize(
    ("waves", "expected"),
    [
        ([(24, 24), (12, 12), (4, 4)], "confirmed"),
        ([(30, 30), (9, 9), (4, 4)], "confirmed"),  # 1.25 of proportion
        ([(31, 31), (12, 12), (4, 4)], "mixed"),
        ([(24, 34), (12, 12), (4, 4)], "mixed"),  # in proportion by the mean and one picture alone
        ([(5, 6), (5, 5), (4, 4)], "mixed"),  # in one picture waves grow
        ([(12, 12), (8, 8), (4, 4)], "mixed"),
        ([(5, 5), (5, 5), (4, 4)], "refuted"),
        ([(2, 2), (3, 3), (4, 4)], "refuted"),
        ([(NAN, NAN), (12, NAN), (4, 4)], "not tested"),
        ([(NAN, 24), (8, NAN), (4, 4)], "confirmed"),
        (np.full((3, 2), NAN), "not tested"),
        ([(24, 24)], "not tested"),
    ],
)
def test_c_dd_3_waves_grow_with_tiles(waves, expected):
    tiles = [168, 56, 28][: len(waves)]
    check("C-DD-3", expected, made(DreamScales, wavelength=[waves] * 3, tile=tiles))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ((200, 210, 220), "confirmed"),
        ((270, 270, 270), "confirmed"),
        ((271, 271, 271), "mixed"),
        ((330, 330, 330), "mixed"),
        ((331, 331, 331), "refuted"),
        ((200, 210), "not tested"),
        ((0, 0, 0), "confirmed"),
    ],
)
def test_c_mlp_1_the_mlp_reaches_97_7(wrong, expected):
    check("C-MLP-1", expected, mlps(*wrong))


NAMED = {(4, 9): 20, (5, 9): 19, (2, 7): 18, (8, 5): 17}
BETWEEN = {(0, 1): 19.5, (0, 2): 19.4, (0, 3): 19.3, (0, 4): 19.2}


@pytest.mark.parametrize(
    ("pairs", "runs", "expected"),
    [
        (NAMED, 3, "confirmed"),
        (NAMED | BETWEEN, 3, "confirmed"),  # the last of the four is the eighth
        (NAMED | BETWEEN | {(0, 5): 19.1}, 3, "mixed"),
        (NAMED | {(0, 1): 21}, 3, "mixed"),
        (NAMED | {(0, 1): 21, (0, 2): 21}, 3, "mixed"),
        (NAMED | {(0, 1): 21, (0, 2): 21, (0, 3): 21}, 3, "refuted"),
        (NAMED, 2, "not tested"),
        ({}, 3, "not tested"),
    ],
)
def test_c_mlp_2_4_and_9_come_first(pairs, runs, expected):
    check("C-MLP-2", expected, mlps(*[0] * runs, pairs=pairs or {(0, 0): 0}))


@pytest.mark.parametrize(
    ("cnn", "wrong", "expected"),
    [
        (25, (90, 100, 110), "confirmed"),
        (50, (90, 100, 110), "confirmed"),
        (51, (90, 100, 110), "mixed"),
        (99, (90, 100, 110), "mixed"),
        (100, (90, 100, 110), "refuted"),
        (150, (90, 100, 110), "refuted"),
        (0, (90, 100, 110), "confirmed"),
        (0, (0, 0, 0), "not tested"),
        (5, (0, 0, 1), "not tested"),
        (5, (20, 20), "not tested"),
    ],
)
def test_c_mlp_3_the_cnn_halves_the_confusions(cnn, wrong, expected):
    check("C-MLP-3", expected, mlps(*wrong, cnn=((0.9, cnn), (0.9, 0))))


@pytest.mark.parametrize(("cnn", "near"), [(20, False), (48, True), (70, False), (75, True)])
def test_a_share_of_errors_says_over_which_of_its_bars_its_interval_reaches(cnn, near):
    record = claim_record(CLAIMS["C-MLP-3"], [mlps(90, 100, 110, cnn=((0.9, cnn), (0.9, 0)))])
    assert record.near_bar is near, record.evidence


def test_c_mlp_3_who_never_says_nine_separates_nothing():
    found = mlps(90, 100, 110, cnn=((0.9, 0), (0.9, 0)))
    found.cnn_matrices[0][:, 9] = 0
    check("C-MLP-3", "not tested", found)


def clusters(test, pixels, curve=(0.90, 0.96), pixel_curve=(0.92, 0.96)):
    """Return a cluster analysis; all runs on clusters have one curve, or each its own."""
    runs = len(test)
    curves = np.array(curve if np.ndim(curve) > 1 else [curve] * runs)
    return made(
        ClusterMlps,
        clusters=[10, 30],
        chosen=30,
        distance_test=[np.zeros(runs), test],
        pixel_test=pixels,
        distance_validation=[np.zeros_like(curves), curves],
        pixel_validation=[pixel_curve] * runs,
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (clusters((0.97, 0.971, 0.972), (0.96, 0.961, 0.962)), "confirmed"),
        (clusters((0.96, 0.961, 0.962), (0.97, 0.971, 0.972)), "refuted"),
        (clusters((0.96, 0.96, 0.96), (0.96, 0.96, 0.96)), "refuted"),
        (clusters((0.96, 0.96, 0.99), (0.96, 0.961, 0.962)), "mixed"),
        # as good after one epoch as pixels are after two
        (clusters((0.9, 0.9, 0.9), (0.96, 0.96, 0.96), (0.96, 0.96)), "confirmed"),
        (clusters((0.9, 0.9, 0.9), (0.96, 0.96, 0.96), (0.96,), (0.96,)), "refuted"),
        # an epoch sooner in two pairs of three
        (
            clusters(
                (0.9, 0.9, 0.9),
                (0.96, 0.96, 0.96),
                [(0.96, 0.96), (0.96, 0.96), (0.92, 0.96)],
            ),
            "mixed",
        ),
        (clusters((0.97, 0.971), (0.96, 0.961)), "not tested"),
        (clusters((0.97,), (0.96,)), "not tested"),
    ],
)
def test_c_clu_1_clusters_gain_in_accuracy_or_speed(found, expected):
    check("C-CLU-1", expected, found)


def test_c_clu_1_a_loss_that_may_be_chance_is_told_as_such():
    (claim,) = (claim for claim in catalogue.CLAIMS if claim.id == "C-CLU-1")
    close, sure = (
        claim.judged.judge(clusters(*runs))
        for runs in (
            ((0.96, 0.96, 0.97), (0.96, 0.961, 0.97)),
            ((0.96, 0.961, 0.962), (0.97, 0.971, 0.972)),
        )
    )
    assert close.verdict == sure.verdict == "refuted"
    assert (OVER in close.evidence, OVER in sure.evidence) == (True, False)


def test_c_clu_1_epochs_that_chance_may_hide_are_told_as_such():
    late = [(0.9, 0.9, 0.96), (0.9, 0.9, 0.96), (0.9, 0.96, 0.96)]
    found = clusters((0.96, 0.961, 0.962), (0.97, 0.971, 0.972), late, (0.9, 0.96, 0.96))
    told = claim_record(CLAIMS["C-CLU-1"], [found])
    assert told.verdict == "refuted" and told.near_bar
    assert f"the interval of the epochs saved {OVER}" in told.evidence


@pytest.mark.parametrize(
    ("test", "errors", "expected"),
    [
        ((0.96,) * 3, 10, "confirmed"),
        ((0.96,) * 3, 20, "confirmed"),
        ((0.96,) * 3, 21, "mixed"),
        ((0.96,) * 3, 40, "refuted"),
        ((0.96,) * 3, 100, "refuted"),
        ((1.0,) * 3, 0, "not tested"),
        ((0.96,) * 2, 10, "not tested"),
    ],
)
def test_c_clu_2_convolution_halves_the_errors(test, errors, expected):
    matrix = [[1000 - errors, errors], [0, 0]]
    confusion = made(Confusion, matrix=matrix)
    check("C-CLU-2", expected, clusters(test, test), confusion)


def ink(distance=(0.47, 0.03), excess=(3.2, 0.1)):
    return made(InkSums, count=[1, 32], distance=[distance] * 3, excess=[excess] * 3)


def shapes(trained, untrained):
    """Return two layers of two maps each; every layer has a distance."""
    return made(
        PreActivationShapes,
        layer=["Conv2D_1", "Dense_10"],
        layer_of=[0, 0, 1, 1],
        distance=[np.repeat(trained, 2), np.repeat(untrained, 2)],
    )


NEARER = shapes((0.1, 0.1), (0.05, 0.05))


@pytest.mark.parametrize(
    ("sums", "values", "expected"),
    [
        (ink(), NEARER, "confirmed"),
        (ink((0.47, 0.05)), NEARER, "mixed"),
        (ink(excess=(3.2, 0.12)), NEARER, "mixed"),
        (ink((0.47, 0.47)), NEARER, "refuted"),
        (ink(), shapes((0.1, 0.1), (0.1, 0.05)), "mixed"),
        (ink(), shapes((0.1, 0.1), (0.1, 0.1)), "mixed"),
        (ink(), shapes((0.1, 0.1), (0.2, 0.05)), "mixed"),
        (ink(), shapes((0.1, 0.1), (0.2, 0.2)), "refuted"),
        (ink(excess=(0, 0)), shapes((NAN, 0.1), (0.1, 0.05)), "confirmed"),
        (ink(), shapes((NAN, NAN), (0.1, 0.1)), "not tested"),
    ],
)
def test_c_fr_1_sums_come_near_the_normal(sums, values, expected):
    check("C-FR-1", expected, sums, values)


@pytest.mark.parametrize(
    ("first", "verdict", "near"),
    [
        ((0.10, 0.08), "confirmed", False),
        ((0.10, 0.099), "confirmed", True),
        ((0.099, 0.10), "mixed", True),  # by this layer alone, whose intervals overlap
        ((0.08, 0.10), "mixed", False),
    ],
)
def test_c_fr_1_is_within_chance_where_a_layer_that_decides_is(first, verdict, near):
    spread = np.linspace(-0.005, 0.005, 20)
    many = [
        np.concatenate((middle + spread, of_last + spread))
        for middle, of_last in zip(first, (0.1, 0.05), strict=True)
    ]
    found = made(
        PreActivationShapes,
        layer=["Conv2D_1", "Dense_10"],
        layer_of=np.repeat([0, 1], 20),
        distance=many,
    )
    told = claim_record(CLAIMS["C-FR-1"], [ink(), found])
    assert (told.verdict, told.near_bar) == (verdict, near)


def families(normal, gamma, none=0):
    """Return fits on Conv2D_1: so many maps go to the half-normal, to the gamma, to none. The
    sixth family is the best everywhere and must not count.
    """
    best = np.repeat([0, 2, NAN], [normal, gamma, none])
    likelihood = np.where(np.arange(6) == best[:, None], 1.0, 0.0)
    likelihood[:, 5] = 2
    likelihood[np.isnan(best)] = NAN
    return made(
        ActivationFamilies,
        family=["half-normal", "exponential", "gamma", "log-normal", "power law", "cut normal"],
        layer=list(CONVOLUTIONS),
        layer_of=np.zeros(len(best), int),
        log_likelihood=likelihood,
        halves=np.where(np.isnan(best), NAN, 0.1),
    )


@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        (families(4, 6), "confirmed"),
        (families(92, 39), "confirmed"),  # fewer than half, and still some
        (families(9, 1), "mixed"),
        (families(19, 1), "refuted"),
        (families(6, 0), "refuted"),
        (families(0, 8), "confirmed"),
        (families(2, 3, 9), "not tested"),
        (families(0, 0, 9), "not tested"),
        (families(0, 0), "not tested"),
    ],
)
def test_c_fr_2_other_families_than_the_half_normal(fits, expected):
    check("C-FR-2", expected, fits)


def extremes(off, maps=8):
    """Return laws that miss the best of 4 N = 64 starts by a share; NaN: nothing was fitted."""
    off = np.broadcast_to(off, maps).astype(float)
    line = np.full((1, 2, maps), NAN)
    line[0, 1] = 10 * (1 + off)
    return made(
        BestOfMany,
        count=[16, 64],
        size=[16],
        best=np.full((2, maps), 10.0),
        line=line,
        gumbel=line[:, 1],
        shape=np.where(np.isnan(off), NAN, 0.1)[None],
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (extremes(0.05), "confirmed"),
        (extremes(-0.05), "confirmed"),
        (extremes([0.02] * 5 + [0.9] * 3), "confirmed"),
        (extremes(0.125), "mixed"),
        (extremes(0.25), "mixed"),
        (extremes(-0.5), "refuted"),
        (extremes([0.05] * 5 + [NAN] * 3), "not tested"),
        (extremes(NAN), "not tested"),
        (extremes(0.05, 0), "not tested"),
    ],
)
def test_c_fr_3_a_law_predicts_the_best_of_many(found, expected):
    check("C-FR-3", expected, found)


def test_the_interval_of_pairs_follows_the_members_and_not_the_pairs():
    rng = np.random.default_rng(0)
    own = rng.normal(size=30)
    of = np.zeros(30, int)

    def mean_of_sums(draw):
        one, other = np.triu_indices(len(draw), 1)
        apart = draw[one] != draw[other]
        return float((own[draw[one]] + own[draw[other]])[apart].mean())

    found = of_pairs(mean_of_sums, of)
    assert found.value == pytest.approx(2 * own.mean()) and found.n == 30
    of_members = 2 * 1.96 * 2 * own.std() / math.sqrt(30)  # twice the mean of thirty numbers
    assert found.high - found.low == pytest.approx(of_members, rel=0.15)


def test_a_ratio_of_counts_is_exact_and_needs_something_to_divide_by():
    found = ratio_of_counts(6, 20)
    assert (found.value, found.n) == (0.3, 26)
    assert (found.low, found.high) == pytest.approx((0.0986, 0.7745), abs=1e-4)
    assert ratio_of_counts(0, 5).low == 0
    with pytest.raises(ValueError, match=r"divide by. Received: 3 / 0"):
        ratio_of_counts(3, 0)


@pytest.mark.parametrize(("apart", "near"), [(0.01, True), (0.0, False)])
def test_a_gain_that_decides_by_its_sign_names_an_interval_that_holds_zero(apart, near):
    cells = np.full((8, 3), 0.5)
    cells[7] = 0.55 + np.array([-apart, 0, apart])
    cells[4] = 0.545
    results = [factorial(cells, penalty=1e-4)]
    record = claim_record(CLAIMS["C-III-4"], results)
    assert (record.verdict, record.near_bar) == ("confirmed", near), record.evidence
