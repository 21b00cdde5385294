"""Sums of copies that are known, strokes counted by hand, and judges on made-up results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue.claims import elements as judges
from analysis.catalogue.questions.ascents import answer_element
from analysis.catalogue.series.ascents import ELEMENTS, STROKES
from analysis.experiments.elements.fits import (
    COPIES,
    copies,
    explained,
    fitted_pixels,
    held_out,
    picked,
    places,
    turned,
)
from analysis.experiments.elements.measure import cut_outs, trials
from analysis.experiments.elements.strokes import leaning, mirrored, outline
from analysis.figures.elements import draw_elements
from analysis.networks.layers import views
from analysis.results.elements import Elements, Strokes

AT = [(row, column) for row in (0, 4, 8) for column in (0, 4, 8)]
SHAPE = (26, 26)


def elements(count: int) -> np.ndarray:
    return np.random.default_rng(1).standard_normal((count, 18, 18))


def test_nodes_lie_four_pixels_apart(make_study):
    assert places(make_study("oip").subject.layer("Conv2D_3")) == AT


def test_a_sum_of_copies_is_explained_by_its_own_element_alone():
    one, other = (copies(element, AT, SHAPE) for element in elements(2))
    weights = np.array([1, 0, 2, 0, 0, 3, 0, 0, 1.0])
    found = explained([one, other], np.stack([one @ weights + 5, -one @ weights]))
    assert found[0, 0] == pytest.approx(1) and found[0, 1] < 0.2
    assert found[1, 0] < 0.2  # no copy may be subtracted
    assert explained([one], np.ones((1, 26 * 26)))[0, 0] == 0
    brighter = copies(elements(1)[0] + 5, AT, SHAPE)
    np.testing.assert_allclose(brighter, one, atol=1e-12)  # a copy has no edge of its own


def test_the_fit_of_all_copies_is_that_of_all_pixels():
    from scipy.optimize import nnls

    columns = copies(elements(1)[0], AT, SHAPE)
    target = np.random.default_rng(2).standard_normal(26 * 26) + columns.sum(axis=1)
    centred = target - target.mean()
    rest = nnls(columns - columns.mean(axis=0), centred)[1] ** 2
    np.testing.assert_allclose(
        explained([columns], target[None])[0, 0], 1 - rest / np.square(centred).sum()
    )


def test_turns_begin_with_the_element_and_go_all_the_way_round():
    element = elements(1)[0]
    found = turned(element)
    assert len(found) == 24
    np.testing.assert_allclose(found[0], element - element.mean(), atol=1e-12)
    np.testing.assert_allclose(found[6], np.rot90(found[0]), atol=1e-9)
    np.testing.assert_allclose(found[12], np.rot90(found[0], 2), atol=1e-9)


def test_a_sum_is_made_of_a_few_copies_each_taken_once():
    columns = copies(elements(1)[0], AT, SHAPE)
    noise = np.random.default_rng(3).standard_normal((26 * 26, 200))
    every = np.concatenate([noise, columns], axis=1)
    chosen, weights = picked(every, columns[:, 3] * 2 + columns[:, 7])
    assert set(chosen[:2]) == {203, 207}
    np.testing.assert_allclose(sorted(weights)[-2:], [1, 2], atol=1e-6)
    assert len(picked(every, every.sum(axis=1))[0]) == COPIES
    assert not len(picked(columns, np.zeros(26 * 26))[0])


def test_held_out_pixels_reward_the_right_turn():
    element = elements(1)[0]
    fitted = fitted_pixels(SHAPE)
    assert 0.45 < fitted.mean() < 0.55
    plain = copies(element, AT, SHAPE)
    quarter = copies(turned(element)[6], AT, SHAPE)
    target = plain[:, [1, 5]].sum(axis=1) + quarter[:, 4]
    both = np.concatenate([plain, quarter], axis=1)
    assert held_out(plain, plain.sum(axis=1), fitted) == pytest.approx(1)
    assert held_out(both, target, fitted) > held_out(plain, target, fitted) + 0.02
    assert held_out(plain, copies(elements(2)[1], AT, SHAPE)[:, 4], fitted) < 0.1


def test_each_map_is_tried_with_its_own_element_first():
    tried, which = trials(128)
    assert len(tried) == 32 and (which[:, 0] == tried).all() and which.shape == (32, 20)
    assert all(len(set(row)) == 20 for row in which)
    assert [part.tolist() for part in trials(1)] == [[0], [[0]]]
    assert [len(part) for part in trials(0)] == [0, 0]


def test_strokes_are_as_long_as_their_outline_in_each_half():
    image = np.zeros((1, 10, 10))
    image[0, 2:4, 1:3] = 1  # four pixels in a square: eight sides
    image[0, 2:8, 7] = 1  # a line of six: fourteen sides
    assert outline(image)[0].tolist() == [0, 4, 4, 0, 0, 0, 0, 14, 0, 0]
    assert leaning(image)[0] == pytest.approx(6 / 22)
    np.testing.assert_allclose(leaning(mirrored(image, slice(0, 10))), [-6 / 22])
    assert np.isnan(leaning(np.ones((1, 10, 10))))[0]
    image[0, :2, 9] = 1  # where the picture ends no stroke does: two sides and one end
    assert outline(image)[0, 9] == 3


def test_a_mirrored_start_keeps_what_no_node_sees():
    images = np.random.default_rng(4).standard_normal((2, 28, 28))
    found = mirrored(images, slice(0, 26))
    np.testing.assert_array_equal(found[..., 26:], images[..., 26:])
    np.testing.assert_array_equal(found[..., 0], images[..., 25])


def test_elements_are_measured_with_their_fits(take):
    found = take(ELEMENTS)
    assert found.fit.shape == (len(found.map),) * 2 and len(found.map) > 20
    assert ((found.fit > -1e-9) & (found.fit <= 1)).all()
    assert found.shifted.shape == found.turned.shape == (len(found.tried), 20)
    columns = copies(found.element[3].astype(float), AT, SHAPE)
    target = found.target[5].astype(float).reshape(1, -1)
    np.testing.assert_allclose(explained([columns], target)[0, 0], found.fit[5, 3], atol=1e-4)


def test_a_cut_out_excites_a_node_of_its_map_most(take, make_study):
    found, study = take(ELEMENTS), make_study("oip", "ladder")
    grey = study.data.test.images[: int(found.images)]
    shown = study.data.standardise(grey)
    values = views(study.subject.network, ("Conv2D_3",))(shown)["Conv2D_3"]
    number = int(found.map[0])
    image, row, column = np.unravel_index(values[..., number].argmax(), values.shape[:3])
    field = grey[image, 4 * row : 4 * row + 18, 4 * column : 4 * column + 18]
    np.testing.assert_array_equal(found.cut_out[0], field)
    assert cut_outs(study, found.map[:0]).shape == (0, 18, 18)


def test_strokes_are_measured_from_plain_and_mirrored_starts(take):
    found = take(STROKES)
    assert found.plain.shape == found.mirrored.shape and len(found.map) > 5
    assert not np.allclose(found.plain, found.mirrored, equal_nan=True)
    assert np.isfinite(found.overlap).all()


def fits(above: int, maps: int = 20) -> Elements:
    """So many maps are fitted better by their own element than by others."""
    fit = np.full((maps, maps), 0.2)
    fit[np.arange(maps), np.arange(maps)] = np.where(np.arange(maps) < above, 0.5, 0.1)
    return made(Elements, map=np.arange(maps), fit=fit, images=2000, cut_out_fit=np.full(maps, 0.3))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (fits(14), "confirmed"),
        (fits(13), "mixed"),
        (fits(2), "refuted"),
        (fits(19, maps=19), "not tested"),  # one in 19 leads by chance, which is more than 5 %
    ],
)
def test_shifted_copies_are_judged_against_wrong_elements(found, verdict):
    assert judges.judge_shifted(found).verdict == verdict


def gains(above: int, own: float = 0.2, others: float = 0.1, maps: int = 20) -> Elements:
    turned_fit = np.full((maps, 20), others)
    turned_fit[:, 0] = np.where(np.arange(maps) < above, own, others - 0.05)
    tried = np.arange(maps)
    return made(Elements, tried=tried, shifted=np.zeros((maps, 20)), turned=turned_fit)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (gains(5), "confirmed"),
        (gains(4), "mixed"),
        (gains(1), "refuted"),
        (gains(2), "not tested"),  # it can be chance, and can be a quarter
        (gains(20, own=-0.1, others=-0.2), "refuted"),  # better than others, and still no gain
        (gains(5, maps=5), "not tested"),
    ],
)
def test_turned_copies_are_judged_by_what_they_gain(found, verdict):
    judgement = judges.judge_turned(found)
    assert judgement.verdict == verdict
    assert judgement.evidence.startswith("too few maps") == (verdict == "not tested")


def strokes(
    steady: int, mirror: int = 1, overlap: float = 0, maps: int = 20, starts: int = 10
) -> Strokes:
    """So many maps lean to the right in eight of ten starts, the others in five."""
    plain = np.where(np.arange(10) < np.where(np.arange(maps) < steady, 8, 5)[:, None], 0.2, -0.2)
    plain[:, starts:] = np.nan
    return Strokes(
        map=np.arange(maps), plain=plain, mirrored=mirror * plain, overlap=np.full(maps, overlap)
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (strokes(2), "confirmed"),
        (strokes(1), "mixed"),
        (strokes(0), "refuted"),
        (strokes(20, mirror=-1), "refuted"),  # it turns with the starts
        (strokes(20, overlap=0.3), "refuted"),  # overlap gives more
        (strokes(5, maps=5), "not tested"),
        (strokes(20, starts=2), "not tested"),  # four starts agree by chance in one map of eight
        (strokes(20, starts=5), "not tested"),  # eight of ten in one of nine
    ],
)
def test_sides_are_judged_by_what_remains(found, verdict):
    assert judges.judge_sides(found).verdict == verdict


def test_where_few_starts_were_tried_it_is_not_maps_that_are_missing():
    tried = {name: one[:, :2] for name, one in strokes(20).arrays().items() if one.ndim == 2}
    judged = judges.judge_sides(replace(strokes(20), **tried))
    assert judged.verdict == "not tested"
    assert judged.evidence.startswith("too few starts: 4, where 12 are needed")


def test_the_answer_names_the_element_that_explains_more():
    assert answer_element(fits(20)).startswith("What a single node wants:")
    assert answer_element(fits(0)).startswith("What excites a node among real images:")
    assert answer_element(fits(10)).startswith("Cannot be told: shifted")
    assert answer_element(fits(5, maps=5)).startswith("Cannot be told")


@pytest.mark.parametrize(
    ("above", "leads"), [(20, "What a single node wants"), (0, "What excites a node among real")]
)
def test_an_element_that_explains_no_more_than_those_of_other_maps_is_no_answer(above, leads):
    found = fits(above)
    crowd = np.where(np.eye(20, dtype=bool), found.fit, 0.6)
    assert answer_element(replace(found, fit=crowd)).startswith(
        f"Neither of the two that were tried. {leads}"
    )
    best = np.maximum(np.diagonal(found.fit), found.cut_out_fit)
    near = best + np.where(np.arange(20) % 2, 0.01, -0.01)  # above the half of them, below others
    around = np.where(np.eye(20, dtype=bool), found.fit, near[:, None])
    assert answer_element(replace(found, fit=around)).startswith(f"Cannot be told. {leads}")


def test_fits_are_drawn_in_their_order_below_the_pictures(drawn, take):
    drawing, found = drawn("elements-of-oips"), take(ELEMENTS)
    wrong, own = drawing.figure.axes[-1].lines
    assert (np.diff(own.get_ydata()) >= 0).all() and len(wrong.get_ydata()) == len(found.map)
    pictures = [axes for axes in drawing.figure.axes if axes.images]
    assert len(pictures) == 16 and drawing.words["maps"] == len(found.map)


@pytest.mark.parametrize(
    ("maps", "told", "alt"),
    [
        (0, "No map of Conv2D_3 has both", "Empty axes"),
        (1, "of 1 map of Conv2D_3; contrast enhanced", "1 pair of small pictures"),
        (2, "of 2 maps of Conv2D_3, from the worst fit up", "maps above it: 1"),
    ],
)
def test_fits_of_few_maps_are_told_as_such(maps, told, alt):
    words = draw_elements(fits(1, maps)).words
    assert told in words["drawn"] and alt in words["alt"]
