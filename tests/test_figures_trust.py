"""The figures about trust show what they say: asked of their objects."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.series.measurements import OIP_SETS, TRUST
from analysis.figures.trust import NUMBERS, WORST, spread_over
from analysis.results.oips import RUNGS


def test_the_bars_of_the_ladder_are_the_shares_of_the_rungs(drawn, take):
    (axes,) = drawn("ladder-fill").figure.axes
    for bars, rung in zip(axes.containers, RUNGS, strict=True):
        expected = [100 * np.mean(take(item).rung == rung) for item in OIP_SETS.values()]
        np.testing.assert_allclose([bar.get_width() for bar in bars], expected)
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        f"{layer}, {domain}" for layer, domain in OIP_SETS
    ]


def test_maps_are_chosen_at_evenly_spaced_ranks_and_those_without_a_number_come_first():
    values = np.array([5.0, np.nan, 1.0, 3.0, 2.0])
    assert spread_over(values, 5).tolist() == [1, 2, 4, 3, 0]
    assert spread_over(values, 3).tolist() == [1, 4, 0]


def test_starts_stand_in_the_order_of_their_responses(drawn, take):
    found = take(OIP_SETS["Conv2D_3", "sphere"])
    axes = drawn("many-starts").figure.axes
    count = found.every_response.shape[1]
    for row in range(6):
        said = [float(one.get_xlabel()) for one in axes[row * count : (row + 1) * count]]
        assert said == sorted(said, reverse=True)


def test_every_trust_number_has_a_panel_with_three_layers(drawn):
    panels = drawn("trust-numbers").figure.axes
    assert len(panels) == len(NUMBERS)
    assert all(
        [label.get_text() for label in axes.get_xticklabels()] == ["1", "2", "3"] for axes in panels
    )


def test_the_failures_are_the_worst_maps(drawn, take):
    oips = take(OIP_SETS["Conv2D_3", "box"])
    trust = take(TRUST["Conv2D_3", "box"])
    axes = drawn("failure-gallery").figure.axes
    for row, (read, least, _) in enumerate(WORST.values()):
        values = read(oips, trust)
        chosen = int(axes[6 * row].get_title(loc="center").removeprefix("map "))
        assert values[chosen] == (np.nanmin(values) if least else np.nanmax(values))
