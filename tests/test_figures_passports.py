"""What stands beside an OIP is what was measured: windows, labels, order."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.series.measurements import DATA_RESPONSES, RECIPE_VARIANTS
from analysis.figures.passports import crops


def test_a_window_is_what_the_node_sees():
    image = np.arange(784).reshape(1, 28, 28)
    assert crops(image, np.array([[2, 1]]))[0, 0, 0] == image[0, 8, 4]
    assert crops(image, np.array([[2, 1]])).shape == (1, 18, 18)


def test_every_strongest_image_has_a_frame_and_its_label_below(drawn, take):
    drawing, data = drawn("map-passports"), take(DATA_RESPONSES["Conv2D_3"])
    for row, name in enumerate(drawing.panels):
        m = int(name.removeprefix("map "))
        whole, window = drawing.figure.axes[5 * row + 1 : 5 * row + 3]
        assert len(whole.patches) == 9
        assert window.get_xlabel().split()[1:] == [str(label) for label in data.top_label[m]]


def test_every_recipe_has_a_row_of_the_same_maps(drawn, take):
    found, drawing = take(RECIPE_VARIANTS), drawn("recipe-variants")
    axes = drawing.figure.axes
    columns = len(axes) // len(found.recipe)
    assert len(axes) == columns * len(found.recipe) and len(drawing.panels) == len(found.recipe)
    for k in range(len(found.recipe)):
        for j in range(1, columns):
            m = int(axes[j].get_title(loc="center").removeprefix("map "))
            said = axes[k * columns + j].get_xlabel()
            assert said == (
                "–" if found.maximum[m] == 0 else f"{found.response[k, m] / found.maximum[m]:.1f}"
            )
