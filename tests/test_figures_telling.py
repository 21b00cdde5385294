"""A few maps out of many: which are shown, and in what order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.figures.telling import SHOWN, by_rank, draw_telling, map_likeness, stronger_half

RNG = np.random.default_rng(2)
IMAGES: Any = SimpleNamespace(
    role=np.array(["one", "two"]),
    label=np.array([1, 2]),
    index=np.array([7, 8]),
    images=np.zeros((2, 28, 28)),
)


def test_a_map_is_alike_where_its_nodes_are_and_an_empty_one_nowhere():
    one = RNG.random((5, 5))
    stack = np.stack([np.stack([one, one, one], -1), np.stack([one, -one, 0 * one], -1)])
    np.testing.assert_allclose(map_likeness(stack), [1, -1, 0], atol=1e-9)


def test_ranks_are_even_from_the_most_alike_to_the_least():
    likeness = RNG.random(40)
    picked = by_rank(likeness, np.arange(30))
    assert len(picked) == SHOWN and (np.diff(likeness[picked]) <= 0).all()
    assert likeness[picked[0]] == likeness[:30].max() and picked.max() < 30
    assert by_rank(likeness, np.arange(2)).size == 2 and not by_rank(likeness, np.arange(0)).size


def test_the_stronger_half_reaches_more():
    stack = np.ones((2, 3, 3, 6)) * np.arange(6)
    assert stronger_half(stack, np.arange(6)).tolist() == [3, 4, 5]


@pytest.mark.parametrize(("active", "shown"), [(20, SHOWN), (4, 2), (0, 0)])
def test_as_many_maps_are_drawn_as_there_are(active, shown):
    maps = RNG.random((2, 11, 11, 24)) * (np.arange(24) < active)
    seen: Any = SimpleNamespace(conv2d_2=maps)
    drawing = draw_telling(IMAGES, seen, layer="conv2d_2", roles=("one", "two"))
    pictures = [one for one in drawing.figure.axes if one.images]
    assert drawing.words["shown"] == shown and drawing.words["active"] == active
    assert len(pictures) == (2 * (shown + 1) if shown else 0)
