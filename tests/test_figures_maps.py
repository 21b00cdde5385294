"""Figures of maps, digits and shared points: their objects are asked, not their pixels."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex

from analysis.figures import activations, concerned, examples, grids, marks, scalings, style
from analysis.results.images import ExampleImages
from analysis.results.layers import ExampleActivations, OnThresholds

ROLES = ["clear-4"] * 3 + ["unclear-4"] * 2 + ["clear-9"] * 3 + ["one", "two"]
SHAPES = {
    "conv2d_1": (26, 32),
    "max_pool_1": (13, 32),
    "conv2d_2": (11, 64),
    "max_pool_2": (5, 64),
    "conv2d_3": (3, 128),
}


@pytest.fixture(autouse=True, params=["light", "dark"])
def both_themes(request):
    with style.theme(request.param):
        yield


@pytest.fixture(scope="module")
def images():
    rng = np.random.default_rng(1)
    return ExampleImages(
        role=np.array(ROLES),
        index=np.arange(10) * 11,
        label=np.array([4] * 5 + [9] * 3 + [1, 2]),
        images=rng.integers(0, 256, (10, 28, 28)),
        distance_ratio=np.linspace(0.8, 1.2, 10),
        mlp_nine=np.linspace(0, 1, 10),
        mlp_class=np.array([4] * 3 + [9, 4] + [9] * 3 + [1, 2]),
        hole=np.array([0] * 3 + [12, 9] + [20] * 3 + [0, 0]),
        ink=np.array(128),
        least_hole=np.array(8),
        fours=np.array(1982),
        closed=np.array(46),
        passing=np.array(1),
    )


@pytest.fixture(scope="module")
def seen():
    rng = np.random.default_rng(2)
    layers = {
        name: rng.random((10, side, side, count)) * 3 for name, (side, count) in SHAPES.items()
    }
    layers["conv2d_3"][:, :, :, 5] = 0  # empty for all images
    layers["conv2d_3"][0, :, :, 7] = 0  # empty for the first
    layers["conv2d_3"][1, 1, 1, 2] = 8.0  # the largest of the three 4s
    layers["conv2d_3"][:, 0, 0, 9] = 0.25  # constant over images
    return ExampleActivations(
        **layers,
        dense_100=rng.random((10, 100)),
        dense_10=np.full((10, 10), 1e-12) + np.eye(10)[[4] * 5 + [9] * 3 + [1, 2]],
    )


def _texts(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def test_a_montage_fills_rows_from_the_top_and_parts_tiles_by_nan():
    sheet = grids.montage(np.arange(5)[:, None, None] + np.zeros((5, 2, 3)), columns=3)
    assert sheet.shape == (5, 11) and np.isnan(sheet[2]).all() and np.isnan(sheet[:, 3]).all()
    assert (sheet[0, 0], sheet[0, 4], sheet[0, 8], sheet[3, 0], sheet[3, 4]) == (
        0,
        1,
        2,
        3,
        4,
    ) and np.isnan(sheet[3, 8])


@pytest.mark.parametrize("layer", SHAPES)
def test_every_node_stands_where_marks_expect_it(layer):
    side, count = SHAPES[layer]
    figure = style.sheet()
    where = np.zeros((side, side, count), bool)
    where[side - 1, 0, count - 3] = where[0, 1, 9] = True
    look = grids.Grid(high=1, columns=8, tell_empty=False)
    shown = grids.map_grid(figure.subplots(), where.astype(float), look).get_array()
    x, y = grids.node_places(where, 8)
    assert len(x) == 2 and (shown[np.round(y).astype(int), np.round(x).astype(int)] == 1).all()
    assert shown.sum() == 2 * grids.zoom_of(side) ** 2


@pytest.mark.parametrize("layer", SHAPES)
def test_a_layer_is_one_picture_on_one_scale_with_its_rows_numbered(images, seen, layer):
    drawing = activations.draw_layer(images, seen, layer=layer)
    grid, maps = drawing.figure.axes[0], getattr(seen, layer)[0]
    assert len(grid.images) == 1 and grid.images[0].get_clim() == (0, pytest.approx(maps.max()))
    labels = [label.get_text() for label in grid.get_yticklabels()]
    assert labels[0] == "map 0" and labels[1] == str(activations.COLUMNS[layer])
    assert len(labels) * activations.COLUMNS[layer] == maps.shape[-1] == drawing.words["count"]
    assert drawing.words["peak"].endswith(f" map {maps.max(axis=(0, 1)).argmax()}")
    assert "activation" in _texts(drawing.figure)


def test_empty_maps_are_blank_and_the_legend_says_so(images, seen):
    drawing = activations.draw_layer(images, seen, layer="conv2d_3")
    shown = drawing.figure.axes[0].images[0]
    assert drawing.words["empty"] == 2 and "empty" in _texts(drawing.figure)
    assert to_hex(shown.cmap(shown.norm(grids.EMPTY))) == style.palette().paper
    assert (shown.get_array() == grids.EMPTY).sum() == 2 * 9 * grids.zoom_of(3) ** 2


def test_maps_beside_one_another_share_their_scale(images, seen):
    drawing = activations.draw_beside(images, seen, layer="conv2d_3", roles=("clear-4",))
    limits = {
        image.get_clim()
        for axes in drawing.figure.axes
        for image in axes.images
        if axes.get_title() == ""
    }
    assert (
        (0, 8.0) in limits
        and drawing.words["columns"] == 8
        and drawing.words["digits"] == "three 4s"
    )
    assert drawing.panels == ("4 no. 0", "4 no. 11", "4 no. 22")
    assert drawing.words["each"] == "2, 1 and 1" and drawing.words["empty"] == 1


def test_per_map_standardisation_is_that_of_the_series():
    maps = np.stack([np.arange(9.0).reshape(3, 3), np.full((3, 3), 2.0), np.zeros((3, 3))], axis=-1)
    shown = scalings.standardised(maps)
    expected = (
        np.clip((np.arange(9) - 4) / np.arange(9).std() * 64 + 128, 0, 255)
        .astype(np.uint8)
        .reshape(3, 3)
    )
    assert (
        (shown[..., 0] == expected).all() and not shown[..., 1:].any() and shown.dtype == np.uint8
    )


def test_both_scalings_show_all_maps_with_their_own_legend(images, seen):
    drawing = scalings.draw_scalings(images, seen)
    raw = drawing.figure.axes[0].images[0]
    own = drawing.figure.axes[1].images[0]
    assert raw.get_clim()[1] == pytest.approx(seen.conv2d_3[0].max()) and own.get_clim() == (0, 255)
    assert {"activation", "8-bit value", "raw maximum"} <= set(
        _texts(drawing.figure)
    ) and drawing.words["empty"] == 2


def test_lightness_runs_evenly_in_one_colour_scale_and_turns_in_the_other():
    assert scalings.lightness(np.array([[0.0, 0, 0], [1, 1, 1]])) == pytest.approx([0, 100])
    uniform, jet = (
        scalings.lightness(style.colour_map(name)(np.linspace(0, 1, 64))[:, :3])
        for name in ("viridis", "jet")
    )
    assert (np.diff(uniform) > 0).all() and not (np.diff(jet) > 0).all()


def _marked(on_of, images, **keywords):
    """Draw points that are on (value 1) or off (value 0) for each image."""
    values = np.zeros((10, 3, 3, 128))
    for point, of in on_of.items():
        values[(of, *point)] = 1.0
    layers = {name: np.zeros((10, side, side, count)) for name, (side, count) in SHAPES.items()} | {
        "conv2d_3": values
    }
    seen = ExampleActivations(**layers, dense_100=np.zeros((10, 100)), dense_10=np.zeros((10, 10)))
    draw = concerned.draw_concerned if keywords.pop("enlarged", False) else marks.draw_marked
    on = OnThresholds(conv2d_3=np.full((3, 3, 128), 0.5), dense_100=np.full(100, 0.5))
    return draw(images, seen, on, **keywords)


def _places(figure, kind):
    return [
        tuple(map(tuple, found.get_offsets().tolist()))
        for found in figure.findobj(
            lambda artist: artist.get_label() == kind and hasattr(artist, "get_offsets")
        )
        if len(found.get_offsets())
    ]


ON = {(0, 0, 3): [0, 1, 2], (1, 2, 60): [0, 1, 2, 3], (2, 2, 127): [0, 1, 2, 6], (1, 1, 1): [0, 1]}


def test_red_is_on_in_all_of_one_class_and_none_of_the_other_yellow_also_in_some(images):
    drawing = _marked(ON, images, of="clear-4", others="clear-9")
    assert (
        drawing.words["own"] == 2
        and drawing.words["shared"] == 1
        and drawing.words["points"] == "1,152"
    )
    red = _places(drawing.figure, "own")
    yellow = _places(drawing.figure, "shared")
    assert len(red) == len(yellow) == 3 and len(set(red)) == len(set(yellow)) == 1
    assert len(red[0]) == 2 and len(yellow[0]) == 1
    colours = {
        kind: to_hex(
            drawing.figure.findobj(
                lambda a, k=kind: a.get_label() == k and hasattr(a, "get_offsets")
            )[0].get_edgecolor()[0]
        )
        for kind in ("own", "shared")
    }
    assert colours == {"own": style.palette().mark, "shared": style.palette().shared}
    assert {
        "on in all three clear 4s, in no clear 9",
        "on in all three clear 4s, in some clear 9",
    } <= set(_texts(drawing.figure))


def test_what_an_unclear_image_keeps_is_told_from_what_it_loses(images):
    drawing = _marked(ON, images, of="clear-4", others="clear-9", show="unclear-4")
    assert (
        drawing.panels == ("0", "33", "44") and drawing.words["left"] == "2 of 2, 1 of 2 and 0 of 2"
    )
    assert sorted(len(p) for p in _places(drawing.figure, "own")) == [1, 2]
    assert sorted(len(p) for p in _places(drawing.figure, "lost")) == [1, 2]


def test_only_the_maps_with_a_mark_are_enlarged_and_each_has_its_number_once(images):
    keywords = {"of": "clear-4", "others": "clear-9", "enlarged": True}
    drawing = _marked(ON, images, **keywords)
    assert drawing.words["maps"] == 3 and len(_places(drawing.figure, "own")) == 3
    assert len(_places(drawing.figure, "own")[0]) == 2
    assert [_texts(drawing.figure).count(name) for name in ("3", "60", "127", "1")] == [1, 1, 1, 0]
    # the centre of the node at the right of the second map, and below right on the third
    zoom, pitch = 8, 3 * 8 + concerned.GAP
    assert (pitch + 2.5 * zoom - 0.5, 1.5 * zoom - 0.5) in _places(drawing.figure, "own")[0]
    third = (2 * pitch + 2.5 * zoom - 0.5, 2.5 * zoom - 0.5)
    assert _places(drawing.figure, "shared")[0] == (third,)
    others = _marked(ON, images, **keywords, show="unclear-4")
    assert others.words["maps"] == 2 and others.panels == ("0", "33", "44")
    assert sorted(len(p) for p in _places(others.figure, "lost")) == [1, 2]


def test_many_maps_stand_in_bands_and_no_number_and_no_mark_reaches_into_another_row(images):
    on = {(k % 3, k // 3 % 3, 3 * k): [0, 1, 2] for k in range(33)}
    figure = _marked(on, images, of="clear-4", others="clear-9", enlarged=True).figure
    style.settle(figure)
    rows = [axes for axes in figure.axes if axes.images and axes.collections]
    assert len(rows) == 3 * 3  # bands, images
    boxes = [axes.get_window_extent() for axes in rows]
    assert all(above.y0 > below.y1 for above, below in pairwise(boxes))
    numbers = [text.get_window_extent() for axes in rows for text in axes.texts]
    assert len(numbers) == 33
    assert not any(number.overlaps(box) for number in numbers for box in boxes)
    ring = rows[0].collections[0].get_sizes()[0] ** 0.5 / 72 * figure.dpi
    node = boxes[0].width / rows[0].images[0].get_array().shape[1] * 8
    assert 0.5 * node < ring < node


def test_without_a_common_point_the_enlarged_figure_says_so(images):
    drawing = _marked({}, images, of="clear-4", others="clear-9", enlarged=True)
    assert drawing.words["maps"] == 0
    assert "no point is on in all 3 clear 4s" in _texts(drawing.figure)


def test_no_common_point_gives_a_figure_without_marks(images):
    drawing = _marked({(1, 1, 1): [0]}, images, of="clear-4", others="clear-9")
    assert drawing.words["own"] == drawing.words["shared"] == 0 and not _places(
        drawing.figure, "own"
    )


def test_all_hundred_dense_nodes_are_shown(images, seen):
    thresholds = OnThresholds(conv2d_3=np.zeros((3, 3, 128)), dense_100=np.full(100, 0.5))
    drawing = marks.draw_dense(images, seen, thresholds, of="clear-4", others="clear-9")
    own, _ = marks.common_points(seen.dense_100 > 0.5, [0, 1, 2], [5, 6, 7])
    panel = drawing.figure.axes[0]
    assert (
        drawing.words["count"] == 100
        and drawing.words["own"] == own.sum()
        and len(panel.get_yticks()) == 10
    )
    assert np.unique(np.asarray(panel.images[0].get_array().compressed())).size == 100


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9356, "0.9356"), (1.0, "> 0.9999"), (2.4e-7, "2 × 10⁻⁷"), (0.0, "0"), (0.0005, "0.0005")],
)
def test_a_probability_is_never_rounded_to_certainty(value, text):
    assert examples.probability_text(value) == text


def test_probabilities_too_small_for_the_axis_stand_at_its_end(images, seen):
    drawing = examples.draw_probabilities(images, seen)
    axes = drawing.figure.axes[1]
    assert axes.get_xscale() == "log" and sum(line.get_marker() == "<" for line in axes.lines) == 9
    assert drawing.words["four"] == "> 0.9999 and > 0.9999"


def test_what_stands_in_for_missing_unclear_fours_is_said(images):
    def words(**changes):
        seen = dataclasses.replace(images, **changes)
        return examples.draw_digits(seen, roles=("clear-4", "unclear-4"), counts=(1, 2)).words

    few = words()
    assert few["chosen"] == (
        "As these are too few, another stands in: 44 (closed top, a 4 to the MLP)"
    )
    assert few["fours"] == "1,982" and few["mlp"] == "0.33 and 0.44"
    open_top = words(hole=np.where(np.arange(10) == 3, 7, images.hole))
    assert "33 (open top, a 9 to the MLP) and 44" in open_top["chosen"]
    assert open_top["tops"] == "of the unclear ones 1 has a closed top"
    enough = words(mlp_class=np.full(10, 9))
    assert enough["chosen"] == "Shown are those with the largest P(9)"


@pytest.mark.parametrize(
    ("roles", "counts", "panels"), [(("clear-4",), (1,), 1), (("clear-4", "unclear-4"), (1, 2), 3)]
)
def test_digits_are_shown_in_grey_and_in_colour_on_the_full_scale(images, roles, counts, panels):
    drawing = examples.draw_digits(images, roles=roles, counts=counts)
    shown = [image for axes in drawing.figure.axes for image in axes.images]
    assert len(shown) == 2 * panels == 2 * len(drawing.panels) and {
        image.get_clim() for image in shown
    } == {(0, 255)}


@pytest.mark.parametrize(
    ("light", "told"),
    [
        ([10, 50, 90], "from 10 up to 90"),
        ([10, 90, 30], "from 10 up to 90 at 50 % of the scale, and down to 30"),
        ([10, 60, 50, 90, 20], "from 10 up to 90, with falls between at 75 % of the scale"),
    ],
)
def test_the_lightness_of_a_scale_is_told_as_it_goes(light, told):
    assert scalings.lightness_told(np.array(light, float)).startswith(told)
