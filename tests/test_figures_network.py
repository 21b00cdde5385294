"""Figures of the network, its trainings and its errors: their objects are asked, not their
pixels.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.figures import architecture, confusion, convolution, geometry, style, training
from analysis.results.classification import Confusion
from analysis.results.layers import Convolution, Geometry
from analysis.results.training import TrainingHistory

LAYERS = {
    "Conv2D_1": (26, 32, 320),
    "Max_Pool_1": (13, 32, 0),
    "Conv2D_2": (11, 64, 18496),
    "Max_Pool_2": (5, 64, 0),
    "Conv2D_3": (3, 128, 73856),
    "Dense_100": (1, 100, 115300),
    "Dense_10": (1, 10, 1010),
}


@pytest.fixture(autouse=True, params=["light", "dark"])
def both_themes(request):
    with style.theme(request.param):
        yield


@pytest.fixture(scope="module")
def network():
    per_row = np.zeros(28, int)
    for start in (0, 4, 8):
        per_row[start : start + 18] += 1
    return Geometry(
        layer=np.array(list(LAYERS)),
        shape=np.array([(s, s, m) for s, m, _ in LAYERS.values()]),
        parameters=np.array([p for *_, p in LAYERS.values()]),
        field=np.array([3, 4, 8, 10, 18]),
        stride=np.array([1, 2, 2, 4, 4]),
        stage=np.array(list(LAYERS)[:5]),
        visits=np.outer(per_row, per_row),
        influence=np.zeros((3, 3, 28, 28)),
        blind_logit_change=np.array(0.0),
        blind_ink_images=np.array(0),
        blind_ink_share=np.array(0.0),
    )


def _history(epochs, error):
    accuracy = 1 - np.linspace(error, 2 * error, epochs)[::-1]
    return TrainingHistory(
        **{
            name: (
                {"learning_rate": np.linspace(0.1, 0, 10 * epochs)}.get(
                    name, accuracy if "accuracy" in name else 4 * (1 - accuracy)
                )
            )
            for name in TrainingHistory.describe()
        }
    )


def _texts(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def test_the_architecture_names_every_layer_with_shape_window_and_parameters(network):
    drawing = architecture.draw_architecture(network)
    words = "\n".join(_texts(drawing.figure))
    for name, (side, maps, parameters) in LAYERS.items():
        assert (
            name in words
            and f"{parameters:,}" in words
            and (f"{side}×{side}×{maps}" in words if side > 1 else str(maps) in words)
        )
    assert (
        architecture.kernel_sides(network) == [3, 2, 3, 2, 3]
        and drawing.words["parameters"] == "208,982"
        and drawing.words["points"] == "1,152"
    )


def test_shapes_show_one_bar_for_the_input_and_each_layer(network):
    drawing = geometry.draw_shapes(network)
    values, parameters = drawing.figure.axes
    assert [bar.get_width() for bar in values.patches] == [
        784,
        21632,
        5408,
        7744,
        1600,
        1152,
        100,
        10,
    ]
    assert sum(bar.get_width() for bar in parameters.patches) == 208982


def test_fields_are_squares_of_their_size_and_the_blind_strip_is_hatched(network):
    drawing = geometry.draw_fields(network)
    left, right = drawing.figure.axes
    sides = {patch.get_width() for patch in left.patches if not patch.get_hatch()}
    assert {3, 4, 8, 10, 18, 28} == sides
    assert (
        sum(patch.get_width() * patch.get_height() for patch in right.patches if patch.get_hatch())
        == drawing.words["blind"]
        == 108
    )
    assert sorted(text.get_text() for text in right.texts[:25]) == sorted(
        ["9", *"6666", *"4444", *"3333", *"22222222", *"1111"]
    )


def test_a_convolution_shows_numbers_that_add_up():
    rng = np.random.default_rng(3)
    image, kernel = rng.normal(size=(28, 28)), rng.normal(size=(3, 3))
    feature_map = np.array(
        [[(image[y : y + 3, x : x + 3] * kernel).sum() for x in range(26)] for y in range(26)]
    )
    node = np.array(np.unravel_index(feature_map.argmax(), feature_map.shape))
    made = Convolution(
        image=image,
        kernel=kernel,
        bias=np.array(0.5),
        feature_map=np.maximum(feature_map + 0.5, 0),
        pooled=np.maximum(feature_map + 0.5, 0)[::2, ::2],
        map=np.array(4),
        node=node,
        pre_activation=np.array(feature_map.max() + 0.5),
    )
    words = convolution.draw_convolution(made).words
    assert float(words["sum"]) + float(words["bias"]) == pytest.approx(
        float(words["total"]), abs=1e-6
    )
    shown = convolution.draw_pooling(made)
    assert {image.get_clim() for axes in shown.figure.axes[:2] for image in axes.images} == {
        (0, made.feature_map.max())
    }


def test_a_map_that_glows_over_paper_is_shown_where_there_is_ink():
    image = np.full((28, 28), -0.4)
    image[9:11, 11:14] = 2.8  # six pixels of ink, which the window at (9, 11) sees, and that above
    glowing = np.full((26, 26), 3.0)
    glowing[7:11, 9:14] = 0.5  # the windows with some of them
    glowing[8, 11], glowing[9, 11] = 0.1, 0.2
    made = Convolution(
        image=image,
        kernel=np.full((3, 3), -1.0),
        bias=np.array(0.0),
        feature_map=glowing,
        pooled=glowing[::2, ::2],
        map=np.array(4),
        node=np.array([0, 0]),
        pre_activation=np.array(3.6),
    )
    assert convolution.node_with_ink(made) == (9, 11)
    assert convolution.products_at(made, (9, 11)).sum() == pytest.approx(3 * 0.4 - 6 * 2.8)
    assert convolution.draw_convolution(made).words["why"].startswith("No node")
    glowing[8:10, 11] = 0
    assert convolution.node_with_ink(made) == (8, 10)
    assert "none sees more ink" in convolution.draw_convolution(made).words["why"]


@pytest.mark.parametrize("epochs", [1, 4])
def test_histories_start_at_zero_and_keep_every_point_in_sight(epochs):
    drawing = training.draw_history(_history(epochs, 0.02))
    for axes in drawing.figure.axes:
        low, high = axes.get_ylim()
        assert low == 0 and all(
            (line.get_ydata() <= high).all() and len(line.get_xdata()) == epochs
            for line in axes.lines
        )
    assert drawing.words["accuracy"] == "98.00 %"


def test_two_recipes_share_the_axis_of_epochs():
    drawing = training.draw_both_histories(_history(2, 0.02), _history(5, 0.01))
    assert {axes.get_xlim() for axes in drawing.figure.axes} == {(0.6, 5.4)}
    assert {"first run: RMSprop", "full recipe: SGD, momentum, schedule, L2"} <= set(
        _texts(drawing.figure)
    )


@pytest.fixture(scope="module")
def errors():
    matrix, worse = np.diag(np.full(10, 90)), np.diag(np.full(10, 80))
    matrix[4, 9], matrix[9, 4], worse[3, 5] = 3, 2, 20
    probabilities = np.full((3, 10), 1e-6)
    probabilities[:, 7] = 0.9
    return Confusion(
        matrix=matrix,
        mlp_matrix=worse,
        hard_index=np.array([5, 6, 7]),
        hard_images=np.zeros((3, 28, 28)),
        hard_label=np.array([1, 2, 7]),
        hard_predicted=np.array([7, 7, 7]),
        hard_probabilities=probabilities,
        accuracy=np.array(0.99),
        mlp_accuracy=np.array(0.97),
        loss=np.array(0.03),
    )


def test_both_confusion_matrices_share_a_scale_of_errors_alone(errors):
    drawing = confusion.draw_confusion(errors)
    assert {axes.images[0].get_clim() for axes in drawing.figure.axes[:2]} == {(0, 20)}
    assert (
        drawing.words
        | {
            "errors": 5,
            "mlp_errors": 20,
            "pair": "4 and 9 (5 times)",
            "mlp_pair": "3 and 5 (20 times)",
        }
        == drawing.words
    )
    assert {"17"} & {
        text.get_text() for text in drawing.figure.axes[0].texts
    } == set() and "MLP: 20 wrong of 820" in _texts(drawing.figure)


def test_hard_cases_name_both_classes_and_the_probability(errors):
    drawing = confusion.draw_hard_cases(errors)
    titles = [axes.get_title() for axes in drawing.figure.axes]
    assert (
        titles[:4] == ["1, read as 7", "2, read as 7", "7, read as 7", ""]
        and drawing.words["wrong"] == "2"
    )
    assert drawing.figure.axes[0].get_xlabel() == "no. 5\nP(1) 1 × 10⁻⁶"


def test_a_spot_is_what_reaches_half_of_the_largest_value_of_either_sign():
    picture = np.zeros((5, 5))
    picture[1, 1:3], picture[4, 4], picture[0, 4] = -2, -1, -0.9
    assert training._spot(picture) == "3 pixels in 2 pieces"
