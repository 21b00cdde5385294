from __future__ import annotations

import numpy as np
import pytest

from analysis.trust.selectivity import rank_of_own, scaled, selectivity, who_excites_whom


def test_rows_are_images_and_columns_are_maps():
    images = np.zeros((2, 4, 4))
    images[0, 0, 0], images[1, 0, 0], images[1, 3, 3] = 1, 2, 3
    seen: list[np.dtype] = []

    def corners(given: np.ndarray) -> np.ndarray:
        seen.append(given.dtype)
        return given[:, [0, 3], [0, 3]]

    assert who_excites_whom(corners, images).tolist() == [[1, 0], [2, 3]]
    assert seen == [np.float32]


def test_every_map_needs_its_image():
    with pytest.raises(ValueError, match="one image for each map"):
        who_excites_whom(lambda images: np.zeros((len(images), 5)), np.zeros((4, 8, 8)))


def test_every_column_is_divided_by_its_scale_or_its_largest_entry_or_nothing():
    matrix = np.array([[1.0, 2, 0], [3, 4, 0], [5, 6, 0]])
    assert scaled(matrix, np.array([2.0, 0, 0])) == pytest.approx(
        np.array([[0.5, 1 / 3, 0], [1.5, 2 / 3, 0], [2.5, 1, 0]])
    )


def test_the_rank_is_counted_among_the_maps_that_see_one_image():
    matrix = np.array([[9.0, 1, 1], [8, 2, 5], [7, 1, 3]])
    assert rank_of_own(matrix, np.ones(3)).tolist() == [1, 3, 2]
    assert rank_of_own(matrix, np.array([9.0, 1, 1])).tolist() == [3, 2, 1]


def test_equal_responses_count_against_the_own_map():
    assert rank_of_own(np.zeros((4, 4)), np.ones(4)).tolist() == [4, 4, 4, 4]
    assert rank_of_own(np.array([[2.0, 2], [0, 1]]), np.ones(2)).tolist() == [2, 1]


def test_selectivity_is_one_where_one_map_answers_and_half_where_all_answer_alike():
    assert selectivity(np.eye(4) * 3, np.arange(1.0, 5)) == pytest.approx(1)
    assert selectivity(np.ones((4, 4)), np.ones(4)) == pytest.approx(0.5)
    assert selectivity(1 - np.eye(4), np.ones(4)) == pytest.approx(0)


def test_selectivity_compares_with_the_mean_of_the_others_in_units_of_their_scale():
    matrix = np.array([[3.0, 2, 40], [0, 1, 0], [0, 0, 1]])
    assert selectivity(matrix, np.array([1.0, 1, 10]))[0] == pytest.approx(3 / (3 + (2 + 4) / 2))


def test_the_unit_of_a_map_does_not_matter():
    generator = np.random.default_rng(1)
    matrix = generator.random((6, 6))
    scale = generator.random(6) + 0.5
    unit = 10.0 ** np.arange(6)
    assert selectivity(matrix * unit, scale * unit) == pytest.approx(selectivity(matrix, scale))
    assert np.array_equal(rank_of_own(matrix * unit, scale * unit), rank_of_own(matrix, scale))


def test_only_an_image_that_excites_nothing_has_no_selectivity():
    found = selectivity(np.array([[0.0, 0], [1, 0]]), np.ones(2))
    assert np.isnan(found[0]) and found[1] == 0
