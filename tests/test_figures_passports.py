"""What stands beside an OIP is what was measured: windows, labels, order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_SETS,
    RECIPE_VARIANTS,
    TRUST,
)
from analysis.figures.passports import crops, draw_passports


def test_a_window_is_what_the_node_sees_and_ends_at_the_edge():
    images = np.arange(2 * 80).reshape(2, 8, 10)
    seen = crops(images, np.array([[0, 3], [2, 7]]), np.array([[4, 6], [0, 2]]))
    assert seen.shape == (2, 5, 2)
    assert (seen[0, :3] == images[0, :3, 4:6]).all() and np.isnan(seen[0, 3:]).all()
    assert (seen[1] == images[1, 2:7, :2]).all()


def test_every_strongest_image_has_a_frame_and_its_label_below(drawn, take):
    drawing, data = drawn("map-passports"), take(DATA_RESPONSES["Conv2D_3"])
    for row, name in enumerate(drawing.panels):
        m = int(name.removeprefix("map "))
        whole, window = drawing.figure.axes[5 * row + 1 : 5 * row + 3]
        exciting = data.top_response[m] > 0
        places = data.top_rows[m][exciting], data.top_columns[m][exciting]
        for frame, down, right in zip(whole.patches, *places, strict=True):
            assert (frame.get_height(), frame.get_width()) == (np.ptp(down), np.ptp(right))
        labels = data.top_label[m][exciting]
        assert window.get_xlabel().split()[1:] == [str(label) for label in labels]


def test_an_image_that_does_not_excite_the_map_is_not_shown_as_one_that_does(take):
    data = take(DATA_RESPONSES["Conv2D_3"])
    rare = data.top_response.copy()
    rare[:, 3:] = 0
    oips, trust = take(OIP_SETS["Conv2D_3", "box"]), take(TRUST["Conv2D_3", "box"])
    drawing = draw_passports(oips, trust, replace(data, top_response=rare))
    whole = drawing.figure.axes[1]
    assert len(whole.patches) <= 3 and drawing.words["blank"]
    assert np.ma.getmaskarray(whole.images[0].get_array())[30:].all()


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
