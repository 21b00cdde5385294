"""The figures about trust show what they say: asked of their objects."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from test_judges_series import made

from analysis.catalogue.series.measurements import (
    DATA_RESPONSES,
    OIP_SETS,
    TRUST,
    TRUST_TABLES,
)
from analysis.catalogue.series.values_trust import (
    of_table,
    own_first,
    silent_but_moved_by_others,
    silent_but_seen_firing,
)
from analysis.figures import style
from analysis.figures.best_and_worst import EACH, TELLING, WORST, agreeing, telling
from analysis.figures.rungs import draw_rungs
from analysis.figures.sub_model import neighbours
from analysis.figures.trust import (
    _agreeing,
    _median,
    _note,
    _thousands,
    _which,
    outside_of,
    spread_over,
    starts_told,
    times_text,
)
from analysis.figures.trust_numbers import draw_numbers, scale_ends
from analysis.results.oips import RUNGS, OipGallery, OipSet, PrecursorScan
from analysis.trust import table as trust_table
from analysis.trust.row import TrustNumber
from analysis.trust.table import ROWS, tabulate


def test_the_bars_of_the_ladder_are_the_shares_of_the_rungs(drawn, take):
    (axes,) = drawn("ladder-fill").figure.axes
    for bars, rung in zip(axes.containers, RUNGS, strict=True):
        expected = [100 * np.mean(take(item).rung == rung) for item in OIP_SETS.values()]
        np.testing.assert_allclose([bar.get_width() for bar in bars], expected)
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        f"{layer}, {domain}" for layer, domain in OIP_SETS
    ]


def test_maps_are_chosen_at_evenly_spaced_ranks_and_without_a_number_only_where_others_lack():
    values = np.array([5.0, np.nan, 1.0, 3.0, 2.0])
    assert spread_over(values, 5).tolist() == [1, 2, 4, 3, 0]
    assert spread_over(values, 3).tolist() == [2, 3, 0]


def test_starts_stand_in_the_order_of_their_responses(drawn, take):
    found = take(OIP_SETS["Conv2D_3", "sphere"])
    axes = drawn("many-starts").figure.axes
    count = found.every_response.shape[1]
    for row in range(6):
        said = [float(one.get_xlabel()) for one in axes[row * count : (row + 1) * count]]
        assert said == sorted(said, reverse=True)


def test_every_trust_number_has_a_row_in_the_column_of_each_layer(drawn, take):
    tables = [take(item) for item in TRUST_TABLES.values()]
    panels, scale = drawn("trust-numbers").figure.axes, scale_ends(tables)
    names = [label.get_text().split("\n")[0] for label in panels[0].get_yticklabels()]
    assert names == [row.label for row in ROWS]
    for layer, axes in enumerate(panels):
        both = tables[2 * layer : 2 * layer + 2]
        strokes = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "|"]
        expected = np.array([table.middle / scale for table in both]).T.ravel()
        np.testing.assert_allclose(strokes, expected)
        said = np.array([table.middle_text for table in both]).T.ravel()
        assert [text.get_text() for text in axes.texts] == said.tolist()


@pytest.fixture
def one_more(monkeypatch):
    """A table with one number more than was published."""
    row = TrustNumber(
        "twice-agreement",
        "agreement, twice",
        "Twice the agreement of the starts.",
        "$2a$",
        lambda oips, responses, trust: 2 * oips.agreement,
        digits=3,
        heading="twice",
    )
    monkeypatch.setattr(trust_table, "ROWS", (*ROWS, row))
    return row


def test_a_number_that_is_added_to_the_table_appears_everywhere(take, make_study, one_more):
    tables = {
        which: tabulate(make_study(), *(take(item) for item in table.inputs))
        for which, table in TRUST_TABLES.items()
    }
    found = tables["Conv2D_3", "box"]
    oips = take(OIP_SETS["Conv2D_3", "box"])
    np.testing.assert_allclose(found.value[-1], 2 * oips.agreement)
    assert found.number[-1] == "twice-agreement" and found.heading[-1] == "twice"
    drawing = draw_numbers(*tables.values())
    assert drawing.panels[-1] == "agreement, twice"
    (*_, name) = drawing.figure.axes[0].get_yticklabels()
    assert name.get_text().startswith("agreement, twice")
    assert drawing.words["twice_agreement"] == found.middle_text[-1] != "–"
    value = of_table("Conv2D_3", "box")[-1]
    assert value.id == "twice-agreement-conv2d-3-box"
    assert value.text(value.read(found)) == found.middle_text[-1]


@pytest.mark.parametrize("which", TRUST_TABLES, ids=lambda v: "-".join(v))
def test_values_read_by_prose_say_what_the_table_says(take, which):
    table = take(TRUST_TABLES[which])
    told = [(value, value.read(table)) for value in of_table(*which)]
    said = {
        value.id: dataclasses.replace(value, bars=()).text(number)  # a bar may ask for more digits
        for value, number in told
    }
    known = dict(zip(table.number, table.middle_text, strict=True))
    assert all(
        said[f"{name}-{which[0].lower().replace('_', '-')}-{which[1]}"] == text
        for name, text in known.items()
        if text != "–"
    )


def test_a_number_is_written_with_its_unit_and_a_dash_where_there_is_none():
    share, times = (next(row for row in ROWS if row.unit == unit) for unit in ("%", ""))
    assert share.text(0.4567) == "46 %" and times.text(2.04) == "2.0"
    assert share.text(np.nan) == "–"


@pytest.mark.parametrize(
    ("id", "number", "text"),
    [
        ("share-of-bound", 0.0004, "< 0.1 %"),
        ("share-of-bound", 0.0, "0.0 %"),
        ("black-share", 0.004, "< 1 %"),
        ("rank", 4.5, "4.5"),
        ("rank", 1004.0, "1,004"),
        ("clusters", 0.0, "0"),
    ],
)
def test_a_little_is_never_told_as_nothing_and_half_a_place_is_told(id, number, text):
    assert next(row for row in ROWS if row.id == id).text(number) == text


def test_the_bound_of_a_map_that_is_dead_gives_no_share(take):
    trust = take(TRUST["Conv2D_3", "box"])
    shut = dataclasses.replace(trust, bound=np.zeros_like(trust.bound))
    row = next(row for row in ROWS if row.id == "share-of-bound")
    given = take(OIP_SETS["Conv2D_3", "box"]), take(DATA_RESPONSES["Conv2D_3"])
    assert np.isnan(row.read(*given, shut)).all() and not np.isnan(row.read(*given, trust)).all()


def test_a_map_without_an_oip_has_none_of_the_numbers(monkeypatch):
    """Its picture was measured like all others, and has a rank, patterns and pixels outside."""
    told = ("rank", "clusters", "outside")
    monkeypatch.setattr(trust_table, "ROWS", tuple(row for row in ROWS if row.id in told))
    oips = SimpleNamespace(
        rung=np.array(["silent", "plain", "plain"]),
        response=np.array([0.0, 2.0, 1.0]),
        clusters=np.array([0, 3, 3]),
        outside=np.array([0.9, 0.1, 0.3]),
        axes=lambda: {"images": ("map", "y", "x")},
    )
    table = tabulate(None, oips, None, SimpleNamespace(rank=np.array([9, 1, 1])))
    assert np.isnan(table.value[:, 0]).all() and set(table.text[:, 0]) == {"–"}
    assert dict(zip(table.number, table.middle_text, strict=True)) == {
        "outside": "20 %",
        "clusters": "3",
        "rank": "1",
    }
    assert outside_of(oips, oips.response > 1) == pytest.approx(0.1)
    assert outside_of(oips, oips.response > 9) == 0


def test_the_failures_are_the_worst_maps(drawn, take):
    oips = take(OIP_SETS["Conv2D_3", "box"])
    trust = take(TRUST["Conv2D_3", "box"])
    axes = drawn("failure-gallery").figure.axes
    for row, (read, _) in enumerate(WORST.values()):
        values = read(oips, trust)
        chosen = int(axes[EACH * row].get_title(loc="center").removeprefix("map "))
        assert values[chosen] == np.nanmin(values)


def test_a_single_start_agrees_with_nothing():
    response = np.array([[1.0, 0.5], [1.0, 0.0], [0.0, 0.0]])
    found = made(OipSet, every_response=response, agreement=[0.9, 0.1, np.nan])
    np.testing.assert_array_equal(agreeing(found), [0.9, np.nan, np.nan])


def test_the_most_telling_oips_are_worst_in_nothing(take):
    """No map stands higher by all three numbers than one that is shown before it."""
    oips, trust = take(OIP_SETS["Conv2D_3", "box"]), take(TRUST["Conv2D_3", "box"])
    order = telling(oips, trust)
    values = np.stack([read(oips, trust) for read in TELLING.values()])
    assert sorted(order) == sorted(np.flatnonzero(~np.isnan(values).any(axis=0)))
    for k, m in enumerate(order):
        assert not (values[:, order[k + 1 :]] > values[:, [m]]).all(axis=0).any()


def test_each_telling_oip_stands_above_the_image_that_excites_its_map_most(drawn, take):
    drawing, responses = drawn("telling-oips"), take(DATA_RESPONSES["Conv2D_3"])
    shown = [int(panel.removeprefix("map ")) for panel in drawing.panels]
    labels = [axes.get_xlabel().split(";")[0] for axes in drawing.figure.axes]
    below = [label for label in labels if label]
    assert below == [f"a {responses.top_label[m, 0]}" for m in shown]


def test_a_map_without_an_oip_has_no_place_among_the_answers():
    found = SimpleNamespace(rank=np.array([1, 3, 4]), excites=np.diag([2.0, 1.0, 0.0]))
    assert own_first(found) == 0.5
    assert np.isnan(own_first(SimpleNamespace(rank=np.array([1]), excites=np.zeros((1, 1)))))


def test_a_silent_map_that_answers_an_image_is_counted_apart():
    status = np.array(["normal", "rare", "never seen firing", "normal"])
    found = SimpleNamespace(status=status, excites=np.diag([0.0, 0.0, 0.0, 2.0]))
    assert silent_but_seen_firing(found) == 2


def test_a_silent_map_that_answers_an_oip_of_another_is_not_undecided():
    status = np.array(["synthetic only", "synthetic only", "never seen firing", "rare"])
    found = SimpleNamespace(status=status, excites=np.diag([0.0, 2.0, 0.0, 0.0]))
    assert silent_but_moved_by_others(found) == 1


def searched(silent: list[bool], woken: list[float]) -> tuple[OipGallery, PrecursorScan]:
    """A gallery of such maps, and a scan that climbed the last of them with such responses."""
    maps, pictures = len(silent), np.random.default_rng(3).normal(size=(len(silent), 8, 8))
    sides = {"visible_rows": [0, 7], "visible_columns": [0, 7]}
    gallery = made(
        OipGallery,
        **sides,
        images=pictures,
        starts=pictures,
        response=np.where(silent, 0.0, np.arange(maps) + 1.0),
        start_response=np.where(silent, 0.0, 0.1),
        silent=silent,
        attempts=np.ones(maps),
        start_responses=np.zeros((3, maps)),
    )
    scan = made(
        PrecursorScan,
        map=np.arange(maps)[maps - len(woken) :],
        images=pictures[: len(woken)],
        best_start=pictures[: len(woken)],
        best_response=np.full(len(woken), 0.01),
        response=woken,
        candidates=[1, 64],
    )
    return gallery, scan


@pytest.mark.parametrize(
    ("silent", "woken", "shown", "left"),
    [
        ([False, False, False, True, True], [0.5, 0.0], ("map 1", "map 3"), 1),
        ([False, False], [], ("map 0",), 0),
        ([True, True], [], (), 2),
    ],
)
@pytest.mark.parametrize("attempts", [1, 3])
def test_rungs_are_shown_by_the_middle_one_of_their_maps(silent, woken, shown, left, attempts):
    gallery, scan = searched(silent, woken)
    tried = np.full(len(silent), attempts)
    drawing = draw_rungs(dataclasses.replace(gallery, attempts=tried), scan)
    assert drawing.panels == shown and drawing.words["left"] == left
    assert drawing.words["ways"].count("to an OIP") == len(shown)  # no row that is not there


def test_fields_of_neighbours_stand_a_step_apart_in_the_middle_of_a_row():
    assert (
        neighbours(26, 1) == (12, 13) and neighbours(3, 4) == (0, 4) and neighbours(1, 4) == (0, 0)
    )


def test_the_words_of_a_row_of_starts_follow_their_number():
    told = [starts_told(*of) for of in ((8, 20), (8, 8), (2, 2), (1, 1))]
    assert told[0].startswith("the 8 strongest of 20") and "all 8 starts" in told[1]
    assert "both" in told[2] and "only" in told[3]


def test_what_is_counted_has_the_form_of_its_number():
    told = [style.counted(count, "random picture", none="No") for count in (0, 1, 5)]
    assert told == ["No random pictures", "1 random picture", "5 random pictures"]
    assert style.counted(0, "map") == "0 maps"


def test_a_note_below_a_map_is_short_enough_for_its_place() -> None:
    told = [_note(3.25, "normal"), _note(350.66, "rare"), _note(float("nan"), "synthetic only")]
    assert told == ["3.2×", "351× rare", "– synthetic"]
    large = [times_text(ratio) for ratio in (99.94, 99.96, 9999.4, 10092.3, 2.5e6)]
    assert large == ["99.9", "100", "9,999", "10k", "2,500k"]
    assert [_thousands(np.array([np.nan, last])) for last in (9999.4, 1e4)] == [
        "",
        "; k: thousands",
    ]


def test_a_median_is_told_beside_the_bars_of_prose_and_none_as_none():
    assert _median(np.array([2.953, np.nan])) == "2.95" and _median(np.full(2, np.nan)) == "none"
    told = [_which(*one) for one in ((1, 0), (1, 1), (2, 2), (8, 57))]
    assert told == ["No maps", "The one map", "Both maps", "8 of 57\u00a0maps"]


def test_starts_without_another_picture_agree_with_nothing():
    of: Any = SimpleNamespace
    found = of(
        images=np.zeros((2, 1, 1)),
        agreement=np.array([np.nan, 0.5]),
        spread=np.array([np.nan, 0.004]),
        every_response=np.array([[1, 0], [2, 0]]),
        clusters=np.array([1, 1]),
    )
    assert _agreeing(found).endswith("stays 0.4 % below what is shown")
    assert "no map" in _agreeing(of(agreement=np.full(2, np.nan))).lower()
