"""What pages V and VI say beyond the claims: true, false and open of results made up for it."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.findings import part_05
from analysis.results.direction import Horizontality
from analysis.results.recipes import ScalerMaps
from analysis.results.translation import Translation

IMAGES = 40  # of each digit


def some(kind: Any, **given: Any) -> Any:
    """Return a result of which a test names but some arrays."""
    fields = {field.name: None for field in dataclasses.fields(kind)}
    made = SimpleNamespace(**{**fields, **given})
    methods = {name: value for name, value in vars(kind).items() if callable(value)}
    for name in methods.keys() & {"of_digit", "right"} - given.keys():
        setattr(made, name, methods[name].__get__(made))
    return made


def directions(four: float, one: float, *, untrained: float = -0.2, images: int = IMAGES) -> Any:
    """Numbers of a 4 and of a 1 on the last layer; both are upright before."""
    label = np.repeat([4, 1], images)
    spread = np.tile(np.linspace(-0.05, 0.05, images), 2)
    last = np.where(label == 4, four, one) + spread
    before = -0.3 + spread
    return some(
        Horizontality,
        stage=np.array(["input", "Conv2D_1", "Conv2D_2", "Conv2D_3"]),
        label=label,
        trained=np.array([before, before, before, last]),
        untrained=np.full((3, 4, images), untrained),
    )


@pytest.mark.parametrize(
    ("four", "untrained", "images", "holds"),
    [
        (0.2, -0.2, IMAGES, True),
        (-0.1, -0.2, IMAGES, False),
        (0.2, 0.3, IMAGES, False),
        (0.2, -0.2, 5, None),
    ],
)
def test_lines_of_the_last_layer(four, untrained, images, holds):
    found = directions(four, 0.0, untrained=untrained, images=images)
    assert part_05.horizontal_on_last(found).holds is holds


@pytest.mark.parametrize(("one", "holds"), [(0.1, True), (0.3, False), (0.2, None)])
def test_a_digit_stands_out_when_no_other_comes_near(one, holds):
    assert part_05.most_horizontal(directions(0.2, one)).holds is holds


@pytest.mark.parametrize(("r", "holds"), [([0.9, 0.1, 0.2, 0.3], True), ([0.6] * 4, False)])
def test_an_oval_behind_a_digit_shows_in_a_quarter_of_the_maps(r, holds):
    black = np.full(4, 0.9)
    found = some(
        ScalerMaps,
        scaler=np.array(["per pixel"]),
        picture=np.array(["4", "black"]),
        correlation=np.array([[r, black]]),
        maps=np.zeros((1, 2, 3, 3, 4)),
    )
    assert part_05.oval_behind_four(found).holds is holds


def moved(*, ends: float = 0.5, back: float = 0.1, images: int = IMAGES) -> Any:
    """Digits over 8 px, right with a share at the ends, whose maps come back after 4 px."""
    means = np.linspace(1, 0.5, 9)[None, :, None].repeat(images, axis=2)
    means[:, 4] += back
    right = np.ones((1, 9, images))
    right[:, [0, -1]] = ends
    return some(Translation, image=np.arange(images), shift=np.arange(9), means=means, right=right)


@pytest.mark.parametrize(
    ("given", "class_stays", "period"),
    [
        ({"ends": 0.97, "back": 0.1}, True, True),
        ({"ends": 0.6, "back": -0.1}, False, False),
        ({"images": 5}, None, None),
    ],
)
def test_what_stays_of_digits_that_move(given, class_stays, period):
    found = moved(**given)
    assert part_05.class_stays(found).holds is class_stays
    assert part_05.period_of_nodes(found).holds is period


@pytest.mark.parametrize(("middle", "holds"), [(0.9, True), (0.96, False)])
def test_a_rise_between_minima_counts_with_maps_in_one_order(middle, holds):
    bare = np.array([[0.97, 0.2, 0.97]])  # the order of maps alone, which counts for nothing
    found: Any = SimpleNamespace(right=bare, right_matched=np.array([[0.97, middle, 0.965]]))
    assert part_05.rise_between(found).holds is holds
