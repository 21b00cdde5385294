"""The comparison of networks: what is measured of another one, what is made of it, and what pages
say, on made-up results on both sides of each bar.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from test_findings_search import seen
from test_judges_series import made

from analysis.catalogue import FINDINGS
from analysis.catalogue.companions.others import (
    COMPARED,
    OTHERS,
    SERIES,
    accuracy,
    beyond_luminance,
    filled_in,
    maps_of,
)
from analysis.catalogue.findings.companion_others import NETWORKS
from analysis.experiments.others.compare import compare_networks
from analysis.figures import style
from analysis.figures.others import PANELS, draw_compared, draw_other
from analysis.images.shown import SCALES
from analysis.profiles import SUBJECTS
from analysis.results.oips import OipSet
from analysis.results.others import NetworksCompared, OtherNetwork
from analysis.results.trust import Trust
from analysis.toml_files import read_toml

MAPS = 12
EVEN = np.linspace(-0.01, 0.01, MAPS)
# numbers of maps for which all statements hold, and what turns each of them round
FITTING = {"agreement": 0.3, "ratio": 3.0, "hint": 0.7, "hint_images": 0.9}
TURNED = {
    "beyond-data": {"ratio": 0.5},
    "starts-differ": {"agreement": 0.9},
    "hints-tell": {"hint": 0.3},
    "images-tell-more": {"hint_images": 0.6},
}
AT_THE_BAR = {
    "beyond-data": {"ratio": 1.0},
    "starts-differ": {"agreement": 0.7},
    "hints-tell": {"hint": 0.5},
    "images-tell-more": {"hint_images": 0.7},
}


def layers(maps: int, silent: int, **numbers: float) -> tuple[OipSet, Trust]:
    """OIPs of one layer, the last ones silent, whose numbers lie around these."""
    given = {name: of + EVEN[:maps] for name, of in {**FITTING, **numbers}.items()}
    rung = np.where(np.arange(maps) < maps - silent, "plain", "silent")
    oips = made(OipSet, rung=rung, agreement=given["agreement"])
    trust = made(
        Trust,
        ratio_maximum=given["ratio"],
        hit_rate=given["hint"],
        hit_rate_images=given["hint_images"],
    )
    return oips, trust


def other(maps: int = MAPS, silent: int = 0, channels: int = 3, **numbers: float) -> OtherNetwork:
    """A network of two layers with so many maps each."""
    rng = np.random.default_rng(1)
    oips, trust = layers(maps, silent, **numbers)
    pictures = rng.integers(0, 256, (2 * maps, 8, 10, channels)).astype(np.uint8)
    return OtherNetwork(
        trained_on=np.array(50),
        tested=np.array(40),
        right=np.array(30),
        names=np.array(["round", "square"]),
        example=pictures[:8],
        example_label=np.arange(8) % 2,
        layer=np.array(["First", "Second"]),
        layer_of=np.repeat([0, 1], maps),
        number=np.tile(np.arange(maps), 2),
        visible_rows=np.array([[0, 8], [0, 7]]),
        visible_columns=np.array([[0, 10], [1, 9]]),
        images=pictures,
        strongest=pictures,
        response=np.ones(2 * maps),
        maximum=np.ones(2 * maps),
        rung=np.tile(oips.rung, 2),
        agreement=np.tile(oips.agreement, 2),
        ratio_maximum=np.tile(trust.ratio_maximum, 2),
        hit_rate=np.tile(trust.hit_rate, 2),
        hit_rate_images=np.tile(trust.hit_rate_images, 2),
    )


@cache
def compared(maps: int = MAPS, silent: int = 0, **numbers: float) -> NetworksCompared:
    """The comparison where all networks have the same numbers."""
    study: Any = None  # it reads results alone
    own = [one for _ in range(3) for one in layers(maps, silent, **numbers)]
    others = [other(maps, silent, **numbers) for _ in OTHERS]
    return compare_networks(study, *own, *others, **COMPARED.keywords)


def test_each_layer_of_each_network_is_a_row_with_counts_and_intervals():
    found = compared(silent=2)
    assert found.network.tolist() == [SERIES] * 3 + ["digits"] * 2 + ["photographs"] * 2
    assert found.layer.tolist()[3:5] == ["First", "Second"]
    assert set(found.filled.tolist()) == {10} == set(found.plain.tolist())
    k = found.number.tolist().index("ratio")
    assert (found.known[k] == 10).all()  # a map without an OIP has no such number
    assert found.value[k] == pytest.approx(np.full(7, 3 + np.median(EVEN[:10])))
    assert (found.low[k] < found.value[k]).all() and (found.value[k] < found.high[k]).all()
    gap = found.value[found.number.tolist().index("hint-gap")]
    assert gap == pytest.approx(np.full(7, 0.2))
    assert maps_of("digits")(found) == 24 and filled_in("digits")(found) == 20
    assert accuracy(other()) == 0.75


def test_what_luminance_does_not_show_of_an_oip_is_a_share_of_what_varies_where_nodes_look():
    grey, found = other(), other(silent=MAPS)
    grey.images[:] = grey.images[..., :1]
    assert beyond_luminance(grey) == pytest.approx(0, abs=1e-12)
    assert np.isnan(beyond_luminance(found))
    hidden = other()
    hidden.images[:] = hidden.images[..., :1]
    hidden.images[MAPS:, 7:, :, 0] = 0  # of the second layer, where no node looks
    assert beyond_luminance(hidden) == pytest.approx(0, abs=1e-12)
    weights = np.array([0.2126, 0.7152, 0.0722])
    coloured = other()
    coloured.images[:] = np.array([255, 0, 0]) * (coloured.images[..., :1] > 127)  # red on black
    red = ((np.eye(3)[0] - weights[0]) ** 2).sum()
    assert beyond_luminance(coloured) == pytest.approx(red, rel=1e-5)


def test_few_maps_have_a_median_without_an_interval_and_none_has_neither():
    few, none = compared(maps=4), compared(silent=MAPS)
    k = few.number.tolist().index("ratio")
    assert np.isfinite(few.value[k]).all() and np.isnan(few.low[k]).all()
    assert np.isnan(none.value[k]).all() and (none.filled == 0).all()
    with style.theme("light"):
        assert draw_compared(none).words["rows"] == 7


@pytest.mark.parametrize("network", NETWORKS)
def test_statements_hold_where_they_are_true_and_nowhere_else(network):
    for id, turned in TURNED.items():
        assert seen(f"{id}-{network}", compared()) is True
        assert seen(f"{id}-{network}", compared(**turned)) is False
        assert seen(f"{id}-{network}", compared(**AT_THE_BAR[id])) is None
        assert seen(f"{id}-{network}", compared(maps=4)) is None
    assert seen(f"filled-{network}", compared()) is True
    assert seen(f"filled-{network}", compared(silent=6)) is False
    assert seen(f"filled-{network}", compared(silent=2)) is None


def test_one_layer_that_differs_is_enough():
    found = compared()
    value, low, high = (part.copy() for part in (found.value, found.low, found.high))
    k = found.number.tolist().index("ratio")
    for part in (value, low, high):
        part[k, -1] = 0.2
    odd = replace(found, value=value, low=low, high=high)
    assert seen("beyond-data-photographs", odd) is False
    assert seen("beyond-data-digits", odd) is True


def test_all_statements_are_tried_here():
    own = {one.id for one in FINDINGS if one.said.part == "OTH"}
    assert own == {f"{id}-{name}" for id in ("filled", *TURNED) for name in NETWORKS}


@pytest.mark.parametrize(("channels", "theme"), [(1, "light"), (3, "dark")])
def test_pictures_are_shown_on_the_scale_of_images_in_their_colours(channels, theme):
    found = other(channels=channels)
    with style.theme(theme):
        drawing = draw_other(found)
    pictures = [axes for axes in drawing.figure.axes if axes.images]
    assert len(pictures) == 8 + 2 * 2 * 8  # examples; OIPs and images of two layers
    shapes = {axes.images[0].get_array().shape for axes in pictures}
    assert shapes == {(8, 10) if channels == 1 else (8, 10, 3)}
    assert drawing.words == {
        "shown": 8, "layers": "First, Second", "maps": 24, "high": 8, "wide": 10
    }  # fmt: skip
    titles = [axes.get_title(loc="center") for axes in pictures[:2]]
    assert titles == ["round", "square"]
    # the second layer does not see the edges, which are hatched
    first, second = pictures[8], pictures[8 + 16]
    assert not first.collections and second.collections


def test_no_image_stands_below_a_map_that_none_excites():
    found = other(channels=1)
    nothing = np.where(found.layer_of == 1, np.nan, found.ratio_maximum)
    with style.theme("light"):
        drawing = draw_other(replace(found, ratio_maximum=nothing))
    assert len([axes for axes in drawing.figure.axes if axes.images]) == 8 + 3 * 8


def test_every_number_has_a_panel_with_its_mark():
    found = compared()
    with style.theme("light"):
        drawing = draw_compared(found)
    assert drawing.panels == tuple(title for title, _ in PANELS.values())
    labels = [one.get_text() for one in drawing.figure.axes[0].get_yticklabels()]
    assert labels == found.layer.tolist()
    for axes, id in zip(drawing.figure.axes, PANELS, strict=True):
        dots = [
            line.get_xdata()[0]
            for line in axes.lines
            if line.get_marker() == "o" and len(line.get_xdata())
        ]
        assert dots == found.value[found.number.tolist().index(id)].tolist()
        low, high = axes.get_xlim()
        assert low <= min(dots) and max(dots) <= high


def test_examples_are_trained_on_the_scale_that_their_files_say():
    for name, scale in SCALES.items():
        path = SUBJECTS / f"{name}.toml"
        assert read_toml(path, path.name)["scale"] == scale


def test_another_network_is_trained_searched_and_judged(take):
    found = take(OTHERS["digits"])
    assert found.layer.tolist() == ["Strokes", "Shapes"]
    assert np.bincount(found.layer_of).tolist() == [8, 16]
    assert found.images.shape == found.strongest.shape == (24, 8, 8, 1)
    assert 0.2 < accuracy(found) <= 1 and found.trained_on == 1198 and found.tested == 599
    filled = found.rung != "silent"
    assert filled.any() and (found.response[filled] > 0).all()
    assert np.isnan(found.ratio_maximum[~filled]).all()
    known = found.maximum > 0
    np.testing.assert_allclose(
        found.ratio_maximum[filled & known], (found.response / found.maximum)[filled & known]
    )
