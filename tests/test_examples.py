from __future__ import annotations

import numpy as np
import pytest

from analysis.catalogue.series.measurements import EXAMPLE_IMAGES, PIXEL_STATISTICS
from analysis.looking.examples import HOLE, INK, largest_hole, unclear_first
from analysis.networks.storage import load_model


def _distance(image, other):
    return float(np.sqrt(((image.astype(float) - other) ** 2).sum()))


@pytest.fixture(scope="module")
def mean_of(data):
    return lambda label: data.training.images[data.training.labels == label].mean(axis=0)


def test_the_roles_stand_in_their_agreed_order(take, data):
    examples = take(EXAMPLE_IMAGES)
    assert examples.role.tolist() == ["clear-4"] * 3 + ["unclear-4"] * 2 + ["clear-9"] * 3 + [
        "one",
        "two",
    ]
    assert examples.label.tolist() == [4] * 5 + [9] * 3 + [1, 2]
    assert (examples.images == data.test.images[examples.index]).all()
    assert len(set(examples.index.tolist())) == 10


def test_clear_fours_and_nines_are_the_extremes_of_the_distance_ratio(take, data, mean_of):
    examples = take(EXAMPLE_IMAGES)
    ratio = {
        i: _distance(image, mean_of(4)) / _distance(image, mean_of(9))
        for i, image in enumerate(data.test.images)
    }
    fours = sorted((i for i in ratio if data.test.labels[i] == 4), key=ratio.get)
    nines = sorted((i for i in ratio if data.test.labels[i] == 9), key=ratio.get, reverse=True)
    assert examples.index[examples.role == "clear-4"].tolist() == fours[:3]
    assert examples.index[examples.role == "clear-9"].tolist() == nines[:3]
    assert examples.distance_ratio.tolist() == pytest.approx([ratio[i] for i in examples.index])


def drawn(*rows: str) -> np.ndarray:
    """Return an image from rows of a letter: full ink, faint ink, paper."""
    return np.array(
        [[{"#": 255, "+": INK, "-": INK - 1, ".": 0}[one] for one in row] for row in rows]
    )


def test_a_hole_is_paper_that_ink_encloses():
    assert largest_hole(drawn("#####", "#...#", "##.##", ".###.")) == 4
    assert largest_hole(drawn("#####", "#...#", "##.##", ".#.#.")) == 0
    assert largest_hole(drawn(".#.", "#.#", ".#.")) == 1  # strokes touch at corners alone
    assert largest_hole(drawn("###", "#.+", "###")) == 1
    assert largest_hole(drawn("###", "#.-", "###")) == 0
    assert largest_hole(drawn("#######", "#.#..##", "#######")) == 2
    assert largest_hole(drawn("###", "###")) == largest_hole(drawn("...", "...")) == 0


def test_closed_fours_that_the_mlp_takes_for_a_nine_come_first():
    nine = np.array([0.4, 0.9, 0.7, 0.3, 0.8])
    closed = np.array([True, False, True, True, True])
    by_mlp = np.zeros((5, 10))
    by_mlp[:, 9], by_mlp[:, 4] = nine, 1 - nine
    assert unclear_first(closed, by_mlp).tolist() == [4, 2, 0, 3, 1]


def test_unclear_fours_are_closed_on_top_and_nines_to_the_mlp(take, data, networks):
    examples = take(EXAMPLE_IMAGES)
    by_mlp = np.asarray(load_model(networks["mlp"])(data.standardise(data.test.images)))
    four = data.test.labels == 4
    hole = np.array([largest_hole(image) for image in data.test.images])
    assert examples.fours == four.sum() and examples.closed == (four & (hole >= HOLE)).sum()
    passing = four & (hole >= HOLE) & (by_mlp.argmax(axis=1) == 9)
    assert examples.passing == passing.sum()
    clear = examples.index[examples.role == "clear-4"]
    left = [i for i in np.flatnonzero(four) if i not in clear]
    first = [left[i] for i in unclear_first(hole[left] >= HOLE, by_mlp[left])]
    assert examples.index[examples.role == "unclear-4"].tolist() == first[:2]
    assert examples.hole.tolist() == hole[examples.index].tolist()
    np.testing.assert_allclose(examples.mlp_nine, by_mlp[examples.index, 9], atol=1e-5)


def test_the_one_and_the_two_are_closest_to_their_class_mean(take, data, mean_of):
    examples = take(EXAMPLE_IMAGES)
    for label, role in ((1, "one"), (2, "two")):
        candidates = np.flatnonzero(data.test.labels == label)
        assert examples.index[examples.role == role] == min(
            candidates, key=lambda i, label=label: _distance(data.test.images[i], mean_of(label))
        )


def test_a_pixel_that_is_never_lit_stays_at_zero_per_pixel(take, data):
    pixels = take(PIXEL_STATISTICS)
    never = ~(data.training.images > 0).any(axis=0)
    assert never.any() and (pixels.black_per_pixel[never] == 0).all()
    lit = data.training.images[:, 14, 14].astype(float)
    assert pixels.black_per_pixel[14, 14] == pytest.approx(-lit.mean() / lit.std())
    assert pixels.standard_mean == data.mean and pixels.standard_deviation == data.deviation
