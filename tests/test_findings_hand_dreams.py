"""Findings about the hand and the dreams, asked of made-up results of which the answer is known."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.companions.dreams import OVERLAPPING, off_proportion, turned
from analysis.catalogue.companions.hand import (
    above_data,
    in_direction_by_chance,
    most_by_chance,
)
from analysis.catalogue.findings import companion_dreams, companion_hand
from analysis.figures import dream_maps, dream_scales
from analysis.figures.dream_pictures import QUARTER
from analysis.images.strokes import apart, common_direction, directions, nearest_repeat
from analysis.results.dreams import DreamMaps, Dreams, DreamScales
from analysis.results.hand import Hand

SIDE = 28
OF = np.repeat([0, 1, 2, 3], 2)  # grid of each start


def noise(seed: int, count: int = len(OF)) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, SIDE, SIDE))


def lines(degrees: float, period: float, phase: float = 0) -> np.ndarray:
    """Parallel strokes in one direction, counted from the horizontal to the upright."""
    down, right = np.mgrid[0:SIDE, 0:SIDE]
    turned = np.radians(degrees)
    across = right * np.sin(turned) + down * np.cos(turned)
    return np.asarray(np.cos(2 * np.pi * across / period + phase))


def fan(*degrees: float) -> np.ndarray:
    return np.stack([lines(one, 6, k) for k, one in enumerate(degrees)])


def hand(**changed: Any) -> Hand:
    """Eight starts of four grids that grew into unrelated noise, but for what is changed."""
    count = len(changed.get("of", OF))
    starts, images = changed.pop("starts", noise(1, count)), changed.pop("images", noise(2, count))
    arrays: dict[str, Any] = {
        "visible_rows": np.array([0, 26]),
        "visible_columns": np.array([0, 26]),
        "map": np.array(5),
        "data_maximum": np.array(1.0),
        "grid": np.array([3, 7, 14, 28]),
        "tried": np.array(64),
        "answered": np.array([2, 2, 2, 2]),
        "of": OF,
        "seed": np.arange(count),
        "response": np.ones(count),
        "curve": np.ones((count, 3)),
        "step": np.array([0, 1, 2]),
        "likeness": np.zeros((3, count, count)),
        "chance": np.linspace(-1, 1, 100),
        "stranger": np.zeros(count),
    }
    frames = changed.pop("frames", np.stack([starts, starts, images], axis=1))
    return Hand(**(arrays | {"starts": starts, "images": images, "frames": frames} | changed))


def alike(value: float) -> np.ndarray:
    return np.full((3, len(OF), len(OF)), value)


def risen(before: float, after: float) -> np.ndarray:
    return np.concatenate([alike(before)[:1], alike(after)[:2]])


def begun(middle: float, elsewhere: float) -> np.ndarray:
    """Frames of starts whose pixels were changed in the middle and elsewhere."""
    change = np.full((SIDE, SIDE), elsewhere)
    change[8:18, 8:18] = middle
    return np.stack([noise(1), noise(1) + change, noise(2)], axis=1)


def grown(*kept: float) -> np.ndarray:
    """OIPs that keep so much of their starts, one number for each grid."""
    own = np.repeat(kept, 2)[:, None, None]
    return np.asarray(own * noise(1) + (1 - own) * noise(2))


SAME_GRID = (OF[:, None] == OF).astype(float)
SAME = noise(3, 1) + 0.1 * noise(4)
HAND = {
    "hand-noise-fades": ({}, {"images": noise(1)}),
    "hand-answers-every-grid": ({}, {"answered": np.array([2, 2, 1, 0])}),
    "hand-begins-in-the-middle": ({"frames": begun(2, 1)}, {"frames": begun(1, 1)}),
    "hand-one-direction": (
        {"images": fan(40, 50, 45, 48, 100, 42, 44, 43)},
        {"images": fan(0, 45, 90, 135, 20, 65, 110, 155)},
    ),
    "hand-own-kind": ({"likeness": risen(0.1, 0.4)}, {"likeness": risen(0.4, 0.4)}),
    "hand-gap-by-chance": ({}, {"chance": np.full(100, -0.1)}),
    "hand-gap-exceeds-starts": (
        {"likeness": np.stack([0.2 + 0 * SAME_GRID, 0.2 + 0 * SAME_GRID, 0.2 + 0.6 * SAME_GRID])},
        {"likeness": np.stack([0.2 + 0.6 * SAME_GRID] * 3)},
    ),
    "hand-one-drawing": ({"likeness": alike(0.71)}, {"likeness": alike(0.69)}),
    "hand-one-drawing-blurred": ({"images": SAME}, {}),
    "hand-spaced-like-nodes": (
        {"images": np.stack([lines(0, 4, k) + lines(90, 4, k) for k in range(8)])},
        {"images": np.stack([lines(0, 7, k) + lines(90, 7, k) for k in range(8)])},
    ),
    "hand-start-is-remembered": ({"images": grown(0.5, 0.5, 0.5, 0.5)}, {}),
    "hand-fine-noise-is-remembered-best": (
        {"images": grown(0, 0.3, 0.6, 0.9)},
        {"images": grown(0.9, 0.6, 0.3, 0)},
    ),
}
LOOKS = {one.id: one.look for one in companion_hand.FOUND}
GRIDS_NEEDED = {
    "hand-own-kind",
    "hand-gap-by-chance",
    "hand-gap-exceeds-starts",
    "hand-fine-noise-is-remembered-best",
}


def test_directions_at_random_gather_about_their_own_mean():
    alone, few, many = (in_direction_by_chance(count) for count in (1, 32, 1000))
    assert alone.min() == 1, "one direction is its own mean"
    assert few.mean() == pytest.approx(0.33, abs=0.01) and most_by_chance(few) > 0.4
    assert 0.25 < many.mean() < 0.27, "of many a quarter lies near any direction"


def test_a_majority_that_chance_gives_as_well_decides_nothing():
    five_of_eight = LOOKS["hand-one-direction"](hand(images=fan(45, 45, 45, 45, 45, 100, 0, 130)))
    assert five_of_eight.holds is None and "in 19 of 20 draws" in five_of_eight.evidence


def test_every_finding_of_the_hand_is_asked_here():
    assert HAND.keys() == LOOKS.keys()


@pytest.mark.parametrize("id", HAND)
def test_of_the_hand_it_holds_and_does_not(id):
    assert [LOOKS[id](hand(**changed)).holds for changed in HAND[id]] == [True, False]


@pytest.mark.parametrize("id", HAND)
def test_of_few_starts_or_of_one_grid_it_cannot_be_told(id):
    few = {"of": OF[:5], "answered": np.array([2, 2, 1, 0])}
    alone = {"of": np.zeros(8, int), "answered": np.array([8, 0, 0, 0])}
    always = id == "hand-answers-every-grid"
    assert (LOOKS[id](hand(**few)).holds is None) != always
    assert (LOOKS[id](hand(**alone)).holds is None) == (id in GRIDS_NEEDED)


def test_a_map_that_no_training_image_excites_is_not_measured_by_them():
    assert above_data(hand()) == 1
    assert np.isnan(above_data(hand(data_maximum=np.array(0.0))))


def test_a_start_that_is_alone_in_its_grid_has_no_others_to_be_told_from():
    alone = {"of": np.array([0] * 7 + [1]), "answered": np.array([7, 1, 0, 0])}
    told = LOOKS["hand-start-is-remembered"](hand(images=noise(1), **alone))
    assert told.holds and "nan" not in told.evidence


@pytest.mark.parametrize("degrees", [0, 30, 90, 135])
def test_strokes_run_in_the_direction_they_were_drawn_in(degrees):
    drawn = np.stack([lines(degrees, 6), lines(degrees, 9, 1)])
    assert apart(directions(drawn), degrees).max() < 3


def test_a_map_whose_pictures_are_as_like_those_of_other_maps_has_no_kind_of_its_own():
    strangers = hand(likeness=risen(0.1, 0.4), stranger=np.full(len(OF), 0.4))
    assert LOOKS["hand-own-kind"](strangers).holds is False


def test_directions_have_no_front():
    assert common_direction(np.array([170.0, 10.0])) % 180 == pytest.approx(0, abs=1e-9)
    assert apart(np.array([170.0, 90.0]), 10) == pytest.approx([20, 80])


def test_a_picture_repeats_at_its_period_and_an_even_one_nowhere():
    assert nearest_repeat(lines(90, 6) + lines(0, 5)) == (5, 0)
    assert nearest_repeat(np.ones((SIDE, SIDE))) is None


def evened(low: float, high: float) -> np.ndarray:
    """Slopes of two steepnesses side by side, one of each half of the columns, for two pictures."""
    slope = np.repeat([low, high], SIDE // 2)
    return np.stack([np.tile(np.cumsum(slope), (SIDE, 1))] * 2)


def dreams(coarse: tuple[float, float] = (0.1, 0.6), **changed: np.ndarray) -> Dreams:
    """Two scenes after carving and after the pure ascent, which left steeper slopes than it met."""
    arrays: dict[str, Any] = {
        "visible_rows": np.array([0, 26]),
        "visible_columns": np.array([0, 26]),
        "name": np.array(["chart", "landscape"]),
        "map": np.array(5),
        "answered": np.array([2, 1, 0]),
        "picture": np.zeros((2, 56, 56)),
        "base": evened(0.01, 0.15),
        "pure": evened(0.3, 0.5),
        "pure_step": np.arange(2),
        "steps": np.arange(2),
        "carved": np.zeros((2, 2, 56, 56)),
        "way": np.array(["carved", "once", "bare"]),
        "edges": np.ones((3, 2, 2)),
        "coarse_edges": np.tile(np.array([[1, one] for one in coarse]), (3, 1, 1)),
        "response": np.ones((3, 2, 2)),
    }
    course = {f"pure_{one}": np.ones((2, 2)) for one in ("edges", "even", "dark", "response")}
    return Dreams(**(arrays | course | changed))


def maps(before: Any = 1.0, edges: Any = 0.1, even: Any = 0.1, alike: float = 0.5) -> DreamMaps:
    """Dreams of three maps or as many as are told of, of which two are shown."""
    shape = np.shape(before) or (2, 3)
    return DreamMaps(
        name=np.array(["chart", "landscape"]),
        map=np.arange(shape[1]),
        before=np.broadcast_to(before, shape),
        pure_edges=np.broadcast_to(edges, shape),
        pure_even=np.broadcast_to(even, shape),
        carved_edges=np.ones(shape),
        carved_ratio=np.ones(shape),
        shown=np.arange(2),
        dream=np.zeros((2, 2, 8, 8)),
        likeness=np.full((2, 2, 2), alike),
    )


def scales(
    side: float = 0.5,
    overlapping: float = 1.0,
    octaves: float = 2.0,
    overlapped: float = 1.0,
    tiles: tuple[int, ...] = (8, 4),
    waves: tuple[float, ...] = (1.0, 1.0),
) -> DreamScales:
    """Dreams at two sizes; borders are known of the second, which has more than one tile."""
    several = np.array(tiles) < 8
    shape = (3, len(tiles), 2)
    border = np.full(shape, np.nan)
    border[:, several] = np.array([side, overlapping, 1])[:, None, None]
    return DreamScales(
        name=np.array(["chart", "landscape"]),
        map=np.array(5),
        tile=np.array(tiles),
        way=np.array(["side by side", "overlapping", "octaves"]),
        dream=np.zeros((*shape, 8, 8)),
        wavelength=np.stack([waves, *[(1.0, 1.0)] * (len(tiles) - 1)]) * np.ones(shape),
        edges=np.ones(shape),
        before=np.ones(shape[1:]),
        after=np.broadcast_to(np.array([1, overlapped, octaves])[:, None, None], shape),
        border=border,
        silent=np.zeros(shape),
        pixels=np.ones(shape[:2]),
        all_scales=np.zeros((3, 2, 8, 8)),
        nodes=np.array(9),
        node_difference=np.array(0.0),
    )


CHART = np.repeat([[1], [0]], 6, axis=1)  # six maps answer the chart, and none the landscape
DREAMT = {
    "dream-even-at-any-bar": (dreams(), dreams(pure=evened(0.06, 0.06))),
    "dream-coarse-scene-is-lost": (dreams(), dreams(coarse=(0.1, 0.7))),
    "dream-turns-change": (
        dreams(response=np.array([1.1, 1, 1])[:, None, None] * np.ones((3, 2, 2))),
        dreams(),
    ),
    "dream-most-maps-erase": (
        maps(before=CHART, edges=np.array([[0.1] * 4 + [0.9] * 2, [0.9] * 6])),
        maps(before=CHART, edges=np.array([[0.1] * 3 + [0.3] * 3, [0.1] * 6])),
    ),
    "dream-even-ground-grows": (
        maps(before=np.ones((2, 6))),
        maps(before=np.ones((2, 6)), even=np.array([[-0.1, 0.1, 0] * 2] * 2)),
    ),
    "dream-maps-carve-differently": (maps(), maps(alike=0.7)),
    "dream-smaller-in-both": (scales(waves=(1.3, 2)), scales(waves=(1.2, 2))),
    "dream-in-proportion-in-one": (scales(waves=(1, 1.6)), scales(waves=(1.4, 2.6))),
    "dream-borders-are-faint": (scales(), scales(side=1.1)),
    "dream-overlap-mends-borders": (scales(), scales(overlapping=0.4)),
    "dream-octaves-raise-more": (scales(), scales(octaves=1.0)),
}
DREAM_LOOKS = {one.id: one.look for one in companion_dreams.FOUND}


def test_every_finding_of_the_dreams_is_asked_here():
    assert DREAMT.keys() == DREAM_LOOKS.keys()


@pytest.mark.parametrize("id", DREAMT)
def test_of_dreams_it_holds_and_does_not(id):
    assert [DREAM_LOOKS[id](found).holds for found in DREAMT[id]] == [True, False]


@pytest.mark.parametrize(
    ("id", "found"),
    [
        ("dream-most-maps-erase", maps(before=0.0)),
        ("dream-even-ground-grows", maps(before=0.0)),
        ("dream-most-maps-erase", maps()),  # six dreams, of three maps
        ("dream-even-ground-grows", maps()),
        ("dream-most-maps-erase", maps(before=CHART[:, :5])),
        ("dream-even-ground-grows", maps(before=CHART[:, :5])),
        ("dream-smaller-in-both", scales(tiles=(8,))),
        ("dream-in-proportion-in-one", scales(tiles=(8,))),
        ("dream-borders-are-faint", scales(tiles=(8,))),
        ("dream-overlap-mends-borders", scales(tiles=(8,))),
        ("dream-octaves-raise-more", scales(tiles=(8,))),
        ("dream-octaves-raise-more", scales(octaves=0.0, overlapped=0.0)),
    ],
)
def test_of_few_dreams_it_cannot_be_told(id, found):
    assert DREAM_LOOKS[id](found).holds is None


def test_what_lies_below_the_geometric_mean_is_no_farther_from_it_than_it_lies():
    """Shares of the tile are 1/4, 1/4, 1/4 and 1/64, with a geometric mean of 1/8: those above are
    twice it, and the one below an eighth of it.
    """
    found = scales(waves=(2.0, 0.125))
    assert off_proportion(OVERLAPPING)(found) == pytest.approx(1)


def test_turns_count_where_they_change_the_response():
    ways = np.ones((3, 2, 2))
    ways[0, :, -1] = (1.04, 0.9)
    assert turned(dreams(response=ways)) == 1


def test_one_map_is_compared_with_no_other():
    alone = dataclasses.replace(
        maps(), shown=np.arange(1), dream=np.zeros((2, 1, 8, 8)), likeness=np.ones((2, 1, 1))
    )
    assert DREAM_LOOKS["dream-maps-carve-differently"](alone).holds is None


def test_the_figure_of_one_map_leaves_no_half_of_its_sheet_empty():
    alone = dataclasses.replace(
        maps(), shown=np.arange(1), dream=np.zeros((2, 1, 8, 8)), likeness=np.ones((2, 1, 1))
    )
    drawn = dream_maps.draw_maps(alone)
    assert len(drawn.figure.axes) == 2 and all(one.images for one in drawn.figure.axes)
    assert "carved with one map" in str(drawn.words["seen"]) and "only map 0" in str(
        drawn.words["maps"]
    )


@pytest.mark.parametrize("ratio", [[3.0, 20.0], [3.0, 9000.0]])
def test_an_axis_of_multiples_has_few_plain_labels(ratio):
    found = dataclasses.replace(maps(), carved_ratio=np.tile(np.resize(ratio, 3), (2, 1)))
    figure = dream_maps.draw_all_maps(found).figure
    figure.canvas.draw()
    labels = [one.get_text() for one in figure.axes[1].get_yticklabels(which="both")]
    shown = [one for one in labels if one]
    assert 3 <= len(shown) <= 8 and all(one.startswith("× ") for one in shown)


def test_a_figure_with_one_dream_tells_no_median():
    alone = np.zeros_like(maps().before)
    alone[0, 0] = 1.0
    even = np.where(alone > 0, 0.1, np.nan)
    found = dataclasses.replace(maps(), before=alone, pure_even=even)
    words = dream_maps.draw_all_maps(found).words
    assert "The edge correlation is" in words["seen"] and words["seen"].endswith(" dot")
    assert "the median response" in dream_maps.draw_all_maps(maps()).words["seen"]
    silent = dataclasses.replace(maps(), before=np.zeros_like(alone))
    assert dream_maps.draw_all_maps(silent).words["seen"] == "Three panels without a dot"


def test_where_no_map_answers_both_pictures_the_figure_says_so():
    none = dataclasses.replace(
        maps(), shown=np.arange(0), dream=np.zeros((2, 0, 8, 8)), likeness=np.ones((2, 0, 0))
    )
    drawn = [dream_maps.draw_maps(found) for found in (none, maps())]
    assert [len(one.words["drawn"]) > 0 for one in drawn] == [False, True]
    assert drawn[0].figure.get_figheight() < drawn[1].figure.get_figheight()


@pytest.mark.parametrize("waves", [(2.4, 2.6), (1.0, 2.0)])
def test_a_wedge_of_the_tiles_figure_holds_what_the_claim_on_tiles_confirms(waves):
    found = scales(waves=waves)
    drawn = dream_scales.draw_tiles(found)
    wedges = drawn.figure.axes[-1].collections
    assert len(wedges) == 2 and drawn.words["wedges"] == "2 wedges"
    growth = companion_dreams.growth_with_tiles(found)
    for wave, (longer, larger), wedge in zip(waves, growth, wedges, strict=True):
        ends = wedge.get_paths()[0].vertices
        reach = ends[ends[:, 0] == 8][:, 1]  # at the largest tiles
        inside = reach.min() <= wave <= reach.max()
        assert inside == (abs(longer / larger - 1) <= QUARTER)


def test_a_picture_with_tiles_of_one_size_has_no_wedge():
    found = scales(waves=(np.nan, 2.0))
    drawn = dream_scales.draw_tiles(found)
    assert len(drawn.figure.axes[-1].collections) == 1 and drawn.words["wedges"] == "1 wedge"
    assert f"a wedge for the {found.name[1]} begins" in str(drawn.words["wedge"])


def test_where_tiles_add_nothing_no_caption_tells_of_wedges_or_waves():
    found = scales(waves=(np.nan, np.nan))
    nothing = dataclasses.replace(found, wavelength=np.full_like(found.wavelength, np.nan))
    words = dream_scales.draw_tiles(nothing).words
    assert (words["wedge"], words["waves"]) == ("", "Overlapping tiles added nothing")
    bare = dataclasses.replace(nothing, border=np.full_like(found.border, np.nan))
    told = dream_scales.draw_octaves(bare, picture=1).words["borders"]
    assert told == "At these scales nothing was added"
