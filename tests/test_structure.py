"""What maps still show: likeness, direction and gratings against closed forms."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis.catalogue.claims import structure as judges
from analysis.catalogue.claims.bars import UNSURE
from analysis.catalogue.series.structure import (
    GRATINGS,
    HORIZONTALITY,
    STRUCTURE,
    best_wavelengths,
)
from analysis.experiments.gratings.measure import WAVELENGTHS, gratings
from analysis.experiments.structure.horizontal import UNTRAINED, horizontality
from analysis.experiments.structure.measure import averaged, coherence, likeness
from analysis.figures.direction import APART
from analysis.figures.ends import spread
from analysis.results.direction import Horizontality
from analysis.results.structure import Gratings, Structure


def test_a_map_that_repeats_the_input_is_like_it_whatever_its_sign():
    grey = np.random.default_rng(1).integers(0, 255, (2, 8, 8)).astype(np.uint8)
    inner = grey[:, 1:-1, 1:-1].astype(float)
    maps = np.stack([2 * inner + 3, -inner, np.zeros_like(inner)], axis=-1)
    np.testing.assert_allclose(likeness(grey, maps), [[1, 1, 0]] * 2)


def test_parallel_lines_have_one_direction_and_noise_has_none():
    y, x = np.mgrid[:30, :30]
    lines, noise = np.sin(0.9 * x + 0.5 * y), np.random.default_rng(2).standard_normal((30, 30))
    found = coherence(np.stack([lines, noise, np.ones((30, 30))], axis=-1)[None])[0]
    assert found[0] == pytest.approx(1, abs=0.02) and found[1] < 0.2 and np.isnan(found[2])


def test_averages_take_blocks_of_four_and_leave_the_odd_edge_out():
    maps = np.arange(25.0).reshape(1, 5, 5, 1)
    assert averaged(maps)[0, :, :, 0].tolist() == [[3, 5], [13, 15]]


def test_a_grating_has_its_wavelength():
    for wavelength in (4, 7):
        images = gratings((28, 28), wavelength)
        assert images.shape == (96, 28, 28)
        along_x = images[1]  # direction 0, second phase
        spectrum = abs(np.fft.rfft(along_x[0], 28))
        assert spectrum[1:].argmax() + 1 == 28 / wavelength
        np.testing.assert_allclose(images[1].std(), 1, rtol=1e-5)


def test_both_are_measured_for_every_map(take, data):
    found = take(STRUCTURE)
    assert found.empty.shape == (3, 64) and found.likeness.shape[1] == 32
    assert found.coherence.shape == (3, int((data.test.labels == 4).sum()))
    assert take(GRATINGS).response.shape == (224, len(WAVELENGTHS))


def test_horizontal_lines_give_one_and_upright_ones_minus_one():
    lines = np.tile(np.sin(np.arange(9.0))[:, None], (1, 9))
    stack = np.stack([lines, 2 * lines], axis=-1)
    images = np.array([stack, stack.swapaxes(0, 1), np.ones_like(stack)])
    assert horizontality(images).tolist() == [1, -1, 0]
    both = np.stack([3 * lines, lines.T], axis=-1)[None]
    assert horizontality(both) == pytest.approx([0.8])  # (9 - 1) / (9 + 1)


def test_rows_and_columns_are_compared_at_every_stage(take, data, model):
    found = take(HORIZONTALITY)
    fours = data.test.images[data.test.labels == 4]
    pixels = data.standardise(fours)[..., 0]
    rows, columns = (np.square(np.diff(pixels, axis=axis)).sum(axis=(1, 2)) for axis in (1, 2))
    expected = (rows - columns) / (rows + columns)
    np.testing.assert_allclose(found.of_digit(4)[0], expected, rtol=1e-4)
    assert found.untrained.shape == (UNTRAINED, 4, len(fours))
    for fresh in found.untrained:
        np.testing.assert_allclose(fresh[0], expected, rtol=1e-4)
    first = np.asarray(model.layers[0](data.standardise(fours[:5])))
    np.testing.assert_allclose(found.of_digit(4)[1, :5], horizontality(first), rtol=1e-3)
    assert len({float(fresh[-1].mean()) for fresh in found.untrained}) == UNTRAINED


def directions(second=0.2, third=0.3, untrained=-0.3, offered=-0.2, count=50) -> Horizontality:
    """Return digits whose numbers vary little around these; every other one is a 4."""
    rng = np.random.default_rng(4)
    means = np.array([offered, 0, second, third])
    label = np.tile([4, 7], count)
    fresh = np.broadcast_to(np.array([offered, 0, untrained, untrained])[:, None], (2, 4, count))
    return Horizontality(
        stage=np.array(["input", "Conv2D_1", "Conv2D_2", "Conv2D_3"]),
        label=label,
        trained=means[:, None] + 0.01 * rng.standard_normal((4, 2 * count)),
        untrained=fresh,
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (directions(), "confirmed"),
        (directions(second=-0.1), "mixed"),  # the layers differ
        (directions(second=-0.1, third=-0.1), "refuted"),
        (directions(untrained=0.4), "refuted"),
        (directions(untrained=0.25), "mixed"),
        (directions(second=0.2, third=0.2, untrained=0.2), "mixed"),  # neither more nor less
        (directions(offered=0.25), "mixed"),
        (directions(offered=0.4), "mixed"),  # above 0, and the input is above both
        (directions(count=19), "not tested"),
        (directions(second=0.001, third=0.001), "mixed"),  # the intervals hold 0
        (directions(second=-0.001, third=-0.001), "mixed"),
    ],
)
def test_horizontal_structure_is_judged_layer_by_layer(found, verdict):
    assert judges.judge_horizontal(found).verdict == verdict


@pytest.mark.parametrize(("shift", "words"), [(-0.1, "1 of 1 other"), (0.1, "0 of 1 other")])
def test_evidence_counts_the_digits_with_less_horizontal_structure(shift, words):
    found = directions()
    trained = found.trained + np.where(found.label == 7, shift, 0)
    judgement = judges.judge_horizontal(dataclasses.replace(found, trained=trained))
    assert words in judgement.evidence
    assert judgement.alone == "one training" and judgement.estimate.n == 50


@pytest.mark.parametrize(("second", "unsure"), [(-0.003, True), (0.2, False)])
def test_an_interval_that_holds_the_bar_is_told(second, unsure):
    found = directions(second=second)
    told = UNSURE.replace("the interval", "an interval")
    assert judges.judge_horizontal(found).evidence.endswith(told) is unsure


def test_labels_beside_lines_stand_apart_in_their_order():
    heights = np.array([0.1, 0.12, -0.5, 0.11])
    placed = spread(heights, APART)
    assert np.diff(placed[[2, 0, 3, 1]]).min() > 0.95 * APART and placed[2] == -0.5
    assert placed[[0, 1, 3]].mean() == pytest.approx(heights[[0, 1, 3]].mean())


def test_every_digit_has_a_line_and_one_stands_out(drawn, take):
    found, drawing = take(HORIZONTALITY), drawn("rows-and-columns")
    lines = drawing.figure.axes[0].get_lines()
    strong = [line for line in lines if line.get_linewidth() > 2]
    np.testing.assert_allclose(strong[0].get_ydata(), found.of_digit(4).mean(axis=1))
    dashed = [line for line in lines if line.get_linestyle() == "--"]
    assert len(strong) == 1 and len(dashed) == UNTRAINED
    assert drawing.words["images"] == str(found.of_digit(4).shape[1])


def structure(
    like: float = 0.7,
    pooled: float = 0.2,
    empty: tuple[float, ...] = (1, 1, 1),
    before: float = 0.6,
    images: int = 50,
):
    rng = np.random.default_rng(3)
    mapped = before * (1 + 0.02 * rng.random(images))
    return Structure(
        likeness=np.full((40, 32), like) + 0 * rng.random((40, 32)),
        stage=np.array(["Conv2D_2", "Max_Pool_2", "averages"]),
        coherence=np.array([mapped, np.full(images, pooled), np.full(images, 0.5)]),
        digit=np.array([4, 1, 2]),
        empty=np.array([np.full(64, share) for share in empty]),
    )


@pytest.mark.parametrize(
    ("judge", "found", "verdict"),
    [
        (judges.judge_first_layer, structure(), "confirmed"),
        (judges.judge_first_layer, structure(like=0.5), "refuted"),
        (judges.judge_direction, structure(), "confirmed"),
        (judges.judge_direction, structure(pooled=0.4), "mixed"),
        (judges.judge_direction, structure(pooled=0.7), "refuted"),
        (judges.judge_direction, structure(pooled=0, before=0), "not tested"),
        (judges.judge_direction, structure(images=19), "not tested"),
        (judges.judge_empty, structure(), "confirmed"),
        (judges.judge_empty, structure(empty=(1, 1, 0.5)), "refuted"),
        (judges.judge_empty, structure(empty=(0.9, 1, 1)), "not tested"),
    ],
)
def test_structure_is_judged_by_the_bars(judge, found, verdict):
    assert judge(found).verdict == verdict


def answering(*wavelengths: float, silent: bool = False) -> Gratings:
    """Ten maps in each layer that answer one wavelength each."""
    names = ("Conv2D_1", "Conv2D_2", "Conv2D_3")
    every = np.array(WAVELENGTHS)
    rows = [np.tile((every == wave) * 1.0, (10, 1)) for wave in wavelengths]
    return Gratings(
        wavelength=every,
        directions=np.array(12),
        phases=np.array(8),
        layer=np.array(names),
        layer_of=np.repeat(names, 10),
        number=np.tile(np.arange(10), 3),
        response=0 * np.concatenate(rows) if silent else np.concatenate(rows),
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (answering(4, 8, 16), "confirmed"),
        (answering(4, 8, 9.5), "mixed"),
        (answering(8, 8, 8), "refuted"),
        (answering(4, 8, 16, silent=True), "not tested"),
    ],
)
def test_gratings_are_judged_by_their_ratios(found, verdict):
    assert judges.judge_gratings(found).verdict == verdict


def test_a_factor_whose_interval_holds_a_bound_is_open():
    found, eight = answering(4, 8, 16), answering(4, 8, 8)
    half = (np.arange(30) >= 20) & (np.arange(30) % 2 == 0)
    response = np.where(half[:, None], eight.response, found.response)
    judgement = judges.judge_gratings(dataclasses.replace(found, response=response))
    assert judgement.verdict == "not tested" and "reaches over" in judgement.evidence
    assert judgement.evidence.startswith("medians of 10 maps or more are too unsure to part")


def test_maps_that_answer_nothing_have_no_best_wavelength():
    assert len(best_wavelengths(answering(4, 8, 16, silent=True), "Conv2D_1")) == 0
    assert set(best_wavelengths(answering(4, 8, 16), "Conv2D_2")) == {8}
