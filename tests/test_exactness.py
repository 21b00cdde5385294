"""Decisions are sums without remainder: for all classes of some images, and for the label of every
test image in every build, which stops where they are not.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from analysis.catalogue.series.decisions import (
    DECISIONS,
    EXACTNESS,
    FIELDS,
    MAP_SHARES,
    VALUES,
    switched,
)
from analysis.catalogue.series.measurements import GEOMETRY
from analysis.looking import exactness
from analysis.looking.contributions import shares
from analysis.looking.exactness import GAP, RELATIVE, measure_exactness
from analysis.problem import Problem
from analysis.results.decisions import MapShares


def test_all_classes_of_the_chosen_images_are_sums_of_pixels_and_biases(take):
    found = take(DECISIONS)
    total = found.pixels.sum(axis=(2, 3), dtype=float) + found.bias.sum(axis=-1, dtype=float)
    np.testing.assert_allclose(total, found.logits, atol=GAP)


@pytest.mark.parametrize("layer", MAP_SHARES)
def test_all_classes_of_the_chosen_images_are_sums_of_maps_and_biases(take, layer):
    found = take(MAP_SHARES[layer])
    total = found.contribution.sum(axis=-1, dtype=float) + found.behind
    np.testing.assert_allclose(total, take(DECISIONS).logits, atol=GAP)


def test_every_test_image_is_counted_and_no_gap_is_above_the_bar(take, data):
    found = take(EXACTNESS)
    assert found.images == len(data.test.images)
    assert found.place.tolist() == ["pixels", *MAP_SHARES, "Dense_100"]
    assert found.bar == max(GAP, RELATIVE * float(found.largest))
    assert (found.gap <= found.bar).all() and (found.gap > 0).any()


def test_gaps_are_those_of_the_contributions_one_by_one(make_study, data):
    """Of a few images, by the function that gives all classes."""
    few = SimpleNamespace(images=data.test.images[:9], labels=data.test.labels[:9])
    study = make_study()
    model, images = study.subject.network, data.standardise(few.images)
    found, own = shares(model, images), (np.arange(9), few.labels)
    sums = {"pixels": found.pixels.sum(axis=(2, 3), dtype=float) + sum(found.bias.values())}
    for layer in (*MAP_SHARES, "Dense_100"):
        sums[layer] = found.nodes[layer].sum(axis=-1, dtype=float) + found.behind(layer)
    alone = SimpleNamespace(test=few, standardise=data.standardise)
    seen = measure_exactness(SimpleNamespace(subject=study.subject, data=alone))
    expected = [abs(one[own] - found.logits[own]).max() for one in sums.values()]
    np.testing.assert_allclose(seen.gap, expected, atol=5e-6)
    assert seen.largest == pytest.approx(abs(found.logits).max(), rel=1e-5)


def test_a_sum_that_misses_its_logit_stops_the_build(make_study, monkeypatch):
    def lame(model, slopes):
        return [0.99 * one for one in exactness_biases(model, slopes)]

    exactness_biases = exactness.biases_add
    monkeypatch.setattr(exactness, "biases_add", lame)
    with pytest.raises(Problem, match=r"contributions of \w+ miss a logit by .*at most 0\.0001"):
        measure_exactness(make_study())


def test_fields_are_those_that_random_images_show(take):
    found, influence = take(FIELDS), take(GEOMETRY).influence
    assert found.layer.tolist() == list(MAP_SHARES)
    (rows, columns), deepest = found.side, -1
    for node in np.ndindex(*found.count[deepest]):
        first = found.first[deepest] + np.array(node) * found.step[deepest]
        seen = np.zeros((rows, columns), bool)
        last = first + found.size[deepest]
        seen[max(first[0], 0) : last[0], max(first[1], 0) : last[1]] = True
        np.testing.assert_array_equal(influence[node], seen)


def given(contribution, lost):
    """Two images, two classes, two maps; the first class of the first, the second of the other."""
    zeros = np.zeros((2, 2))
    return MapShares(
        activation=np.zeros((2, 1, 1, 2)),
        contribution=np.array(contribution, float),
        behind=zeros,
        lost=np.array(lost, float),
    )


def test_silencing_is_compared_with_contributions_to_the_class_that_is_said():
    own = [[[3, 1], [0, 0]], [[0, 0], [1, 3]]]
    lost = [[[4, 1], [9, 9]], [[9, 9], [1, 2]]]
    assert switched(given(own, own)) == 0
    assert switched(given(own, lost)) == pytest.approx(2 / 8)
    assert switched(given(np.zeros((2, 2, 2)), np.zeros((2, 2, 2)))) == 0


def test_values_say_what_was_measured(take):
    by_id = {value.id: value for value in VALUES}
    gap = by_id["decision-gap"]
    assert gap.read(take(EXACTNESS)) == take(EXACTNESS).gap.max()
    assert {id for id in by_id if id.startswith("silencing-differs-")} == {
        f"silencing-differs-{one.id.removeprefix('map-shares-')}" for one in MAP_SHARES.values()
    }
