"""What pages V and VI say beyond the claims: true, false and open of results made up for it."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.catalogue.claims.structure import DEEP
from analysis.catalogue.findings import part_05, part_06
from analysis.catalogue.series.points import by_luck
from analysis.catalogue.series.readers import active_for_fours, fours_alike, median_likeness
from analysis.catalogue.series.structure import more_horizontal
from analysis.results.direction import Horizontality
from analysis.results.images import PixelStatistics
from analysis.results.points import CommonPoints, Probes, Separation
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
    assert part_05.horizontal_on(DEEP[-1])(found).holds is holds


@pytest.mark.parametrize(("one", "holds"), [(0.1, True), (0.3, False), (0.2, None)])
def test_a_digit_stands_out_when_no_other_comes_near(one, holds):
    found = directions(0.2, one)
    assert part_05.most_horizontal(found).holds is holds
    assert (more_horizontal(found) > 0) == (holds is False)


def test_a_digit_does_not_stand_out_where_another_one_has_too_few_images():
    found = directions(0.2, 0.1)
    label = np.where(np.arange(len(found.label)) == len(found.label) - 1, 7, found.label)
    found.label = label
    assert part_05.most_horizontal(found).holds is None


RNG = np.random.default_rng(3)
NODES = RNG.random((11, 11, 12)) + 0.1


def answered(fours: float, others: float, pooled: float) -> Any:
    """Maps of the clear 4s, the unclear ones, the 9s, a 1 and a 2: what each group of nodes has in
    common with the next image, from nothing to all.
    """

    def layer(fours: float, others: float) -> np.ndarray:
        common = np.array([fours] * 3 + [0] * 5 + [others] * 2)[:, None, None, None]
        maps: np.ndarray = common * NODES + (1 - common) * RNG.random((10, *NODES.shape))
        maps[..., 0] = 0  # a map that answers none of them
        return maps

    return SimpleNamespace(conv2d_2=layer(fours, others), max_pool_2=layer(pooled, others))


@pytest.mark.parametrize(
    ("given", "more", "pooled"),
    [
        ((0.8, 0.2, 1.0), True, True),
        ((0.6, 1.0, 0.0), False, False),
        ((1.0, 1.0, 1.0), None, None),
    ],
)
def test_three_fours_are_alike_by_their_nodes_map_by_map(given, more, pooled):
    found = answered(*given)
    assert part_05.fours_more_alike(found).holds is more
    assert part_05.pooled_more_alike(found).holds is pooled


def test_the_likeness_of_digits_is_that_of_maps_which_answer_them():
    found = answered(1.0, 0.0, 1.0)
    found.conv2d_2[1, ..., 1] = 0  # one of the three 4s leaves this map empty
    alike = fours_alike("Conv2D_2")(found)
    assert np.isnan(alike[0]) and alike[1] < 0.5 and alike[2:].min() > 0.99
    assert median_likeness(fours_alike("Conv2D_2"))(found) > 0.99
    assert active_for_fours("Conv2D_2", for_all=False)(found) == 11
    assert active_for_fours("Conv2D_2", for_all=True)(found) == 10
    found.conv2d_2[:] = 0
    assert np.isnan(median_likeness(fours_alike("Conv2D_2"))(found))
    assert part_05.fours_more_alike(found).holds is None


@pytest.mark.parametrize(("same", "holds"), [([0, 0.1, 0.2], True), ([0, 0, 0.2], False)])
def test_three_fours_share_a_map_where_most_triples_do(same, holds):
    assert part_05.a_whole_map(some(CommonPoints, same_maps=np.array(same))).holds is holds


@pytest.mark.parametrize(("images", "most"), [(204, 0.58), (2000, 0.53)])
def test_guessing_reaches_further_with_few_images(images, most):
    assert 0.5 < by_luck(some(Separation, images=np.array(images))) < most


@pytest.mark.parametrize(("showing", "holds"), [(1, True), (0, False)])
def test_an_oval_around_a_digit_shows_in_a_quarter_of_the_maps(showing, holds):
    rng = np.random.default_rng(0)
    oval, noise = rng.uniform(size=(28, 28)), rng.uniform(size=(26, 26, 4))
    scaled = np.zeros((1, 2, 28, 28))
    scaled[0, 0, 12:20] = 1  # the ink of the digit
    maps = np.array([[noise, noise]])
    maps[0, 0, ..., :showing] = oval[1:27, 1:27, np.newaxis]
    maps[0, 0, 10:20] = 9 * rng.uniform(size=(10, 26, 4))  # what sees it answers by itself
    found = some(
        ScalerMaps,
        scaler=np.array(["per pixel"]),
        picture=np.array(["4", "black"]),
        scaled=scaled,
        maps=maps,
    )
    seen = part_05.oval_behind_four(found, some(PixelStatistics, mean=oval, deviation=0 * oval))
    assert seen.holds is holds
    assert seen.evidence.startswith("over the 416 nodes that see none of its ink, ")


def moved(
    *,
    ends: float = 0.5,
    middle: float = 1.0,
    back: float = 0.1,
    images: int = IMAGES,
    most: int = 10,
) -> Any:
    """Digits of so many classes, over 8 px, right with a share at the ends, whose maps come back
    after 4 px.
    """
    means = np.linspace(1, 0.5, 9)[None, :, None].repeat(images, axis=2)
    means[:, 4] += back
    right = np.ones((1, 9, images)) * (np.arange(images) < middle * images)
    right[:, [0, -1]] *= ends
    label = np.arange(images) % most
    return some(
        Translation,
        image=np.arange(images),
        label=label,
        shift=np.arange(9),
        means=means,
        right=right,
    )


@pytest.mark.parametrize(
    ("given", "class_stays", "period"),
    [
        ({"ends": 0.97, "back": 0.1}, True, True),
        ({"ends": 0.6, "back": 0.03}, False, False),
        ({"images": 5}, None, None),
        ({"middle": 0.05, "ends": 1.0}, None, True),  # of which hardly one is read anywhere
        ({"middle": 0.3, "ends": 1.0, "most": 3}, None, True),  # as one answer for all would read
    ],
)
def test_what_stays_of_digits_that_move(given, class_stays, period):
    found = moved(**given)
    assert part_05.class_stays(found).holds is class_stays
    assert part_05.period_of_nodes(found).holds is period


def test_maps_keep_more_on_the_last_layer_where_the_interval_lies_above_none():
    def reading(two: float, three: float) -> Any:
        shares = ([two, 0, 0, 0.9], [three, 0, 0, 0.9])
        images = np.random.default_rng(1).random((600, 1, 1)) < np.array(shares)
        layers = np.array(["Conv2D_2", "Conv2D_3"])
        return some(Probes, layer=layers, right=np.moveaxis(images, 0, -1))

    looks = [part_05.choice_keeps_more(reading(*one)) for one in ((0.3, 0.6), (0.6, 0.3))]
    assert [look.holds for look in looks] == [True, False]
    assert part_05.choice_keeps_more(reading(0.5, 0.5)).holds is None


@pytest.mark.parametrize(
    ("middle", "beside", "bare", "holds"),
    [
        (0.9, 1.0, 0.2, True),
        (0.96, 1.0, 0.2, False),  # the order of maps alone, which counts for nothing
        (0.96, 1.3, 0.2, True),
        (0.9, 0.995, 0.2, True),
        (0.9, 0.8, 0.2, None),
        (0.9, 1.0, 0.97, False),  # nor does a match that is worse than the order as it is
    ],
)
def test_a_rise_between_minima_counts_in_either_order_of_maps(middle, beside, bare, holds):
    found: Any = SimpleNamespace(
        right=np.array([[0.97, bare, 0.97]]),
        right_matched=np.array([[0.97, middle, 0.965]]),
        loss=np.array([[1.0, 2.0 if bare < 0.9 else 1.0, 1.0]]),
        loss_matched=np.array([[1.0, beside, 1.0]]),  # less of it than at an end: no minimum
    )
    assert part_05.rise_between(found).holds is holds


FOURS, UNCLEAR, NINES = [0, 1, 2], [3, 4], [5, 6, 7]
ROLES = np.array(["clear-4"] * 3 + ["unclear-4"] * 2 + ["clear-9"] * 3)
NODES_OF_EACH = 20


def marked(four: tuple[int, ...], nine: tuple[int, ...], width: int) -> tuple[Any, Any, Any]:
    """Return nodes 0 to ``width - 1`` of the 4s and as many of the 9s, and how many of them are on
    for each unclear 4; the same on both layers.
    """
    on = np.zeros((8, 2 * NODES_OF_EACH))
    on[FOURS, :width] = on[NINES, NODES_OF_EACH : NODES_OF_EACH + width] = 1
    for image, left, right in zip(UNCLEAR, four, nine, strict=True):
        on[image, :left] = on[image, NODES_OF_EACH : NODES_OF_EACH + right] = 1
    images: Any = SimpleNamespace(role=ROLES)
    seen: Any = SimpleNamespace(conv2d_3=on, dense_100=on)
    half = np.full(on.shape[1], 0.5)
    thresholds: Any = SimpleNamespace(conv2d_3=half, dense_100=half)
    return images, seen, thresholds


@pytest.mark.parametrize(
    ("four", "nine", "width", "names_nine", "names_four"),
    [
        ((1, 0), (15, 14), 20, True, False),
        ((15, 14), (0, 1), 20, False, True),
        ((1, 15), (15, 1), 20, False, False),  # not the same for both
        ((8, 8), (9, 9), 20, False, False),  # so few more are none
        ((0, 0), (0, 0), 0, None, None),
    ],
)
def test_what_marks_say_of_unclear_images(four, nine, width, names_nine, names_four):
    given = marked(four, nine, width)
    for nine in (part_06.marks_name_nine, part_06.nodes_name_nine):
        assert nine(*given).holds is names_nine
    for four in (part_06.marks_name_four, part_06.nodes_name_four):
        assert four(*given).holds is names_four


@pytest.mark.parametrize(
    ("four", "nine", "width", "leans", "first"),
    [
        ((8, 8), (9, 9), 20, True, False),  # by chance, but both the same way
        ((15, 8), (0, 9), 20, False, True),
        ((8, 9), (8, 8), 20, None, None),  # one of them to neither
        ((9, 8), (8, 8), 20, None, True),
        ((0, 0), (0, 0), 0, None, None),
    ],
)
def test_marks_lean_one_way_where_both_images_have_more_of_one_class(
    four, nine, width, leans, first
):
    given = marked(four, nine, width)
    assert part_06.marks_lean(*given).holds is part_06.nodes_lean(*given).holds is leans
    assert part_06.marks_first(*given).holds is part_06.nodes_first(*given).holds is first


@pytest.mark.parametrize(("node", "holds"), [(0.999, True), (0.5, False), (0.955, None)])
def test_the_best_node_parts_better_where_its_lead_is_beyond_luck(node, holds):
    areas = {"auc_points": np.array([0.05, 0.5]), "auc_dense": np.array([node, 0.5])}
    found: Any = SimpleNamespace(images=np.array(200), **areas)
    fours: Any = SimpleNamespace(four=np.zeros(100))
    assert part_06.node_parts_better(found, fours).holds is holds


@pytest.mark.parametrize(
    ("four", "both", "one"),
    [((0.6, 0.9), True, True), ((0.6, 0.3), False, True), ((0.3, 0.2), False, False)],
)
def test_unclear_images_are_read_both_or_one_or_none(four, both, one):
    probabilities = np.zeros((8, 10))
    probabilities[UNCLEAR, 4], probabilities[UNCLEAR, 9] = four, 1 - np.array(four)
    seen: Any = SimpleNamespace(dense_10=probabilities)
    assert part_06.unclear_read(seen).holds is both
    assert part_06.one_unclear_read(seen).holds is one


@pytest.mark.parametrize(
    ("dense", "holds"), [((0.9, 0.8), True), ((0.9, 0.1), None), ((0.2, 0.1), False)]
)
def test_the_dense_layer_leans_to_the_fours_when_both_do_more_than_on_points(dense, holds):
    def pattern(share: float) -> np.ndarray:
        return np.array([share, 1 - share])

    def layer(shares: tuple[float, float]) -> np.ndarray:
        return np.array([pattern(one) for one in (1, 1, 1, *shares, 0, 0, 0)])

    seen: Any = SimpleNamespace(
        conv2d_3=layer((0.5, 0.5)), dense_100=layer(dense), dense_10=np.zeros((8, 10))
    )
    assert part_06.dense_leans(seen).holds is holds


def reading(points: int, dense: int, images: int) -> Any:
    """So many images are read wrongly on the points and on the dense nodes."""
    wrong = np.array([np.arange(images) < points, np.arange(images) < dense])
    return SimpleNamespace(probe_wrong=wrong, mean_wrong=wrong)


@pytest.mark.parametrize(
    ("points", "dense", "images", "holds"),
    [
        (10, 10, 2000, True),
        (100, 10, 2000, False),
        (4, 1, 100, None),
        (0, 40, 2000, True),
        (1000, 1000, 2000, None),  # there is nothing that either reads
    ],
)
def test_the_points_are_linear_already_when_the_dense_layer_gains_nothing(
    points, dense, images, holds
):
    assert part_06.linear_already(reading(points, dense, images)).holds is holds


@pytest.mark.parametrize(
    ("points", "dense", "holds"), [(100, 10, True), (10, 100, False), (11, 10, None)]
)
def test_class_means_part_better_where_they_gain_more_than_luck(points, dense, holds):
    assert part_06.means_part_better(reading(points, dense, 2000)).holds is holds


@pytest.mark.parametrize(
    ("intact", "silenced", "holds"), [(190, 150, True), (150, 190, False), (190, 189, None)]
)
def test_the_best_points_are_missed_where_fewer_images_are_told_apart(intact, silenced, holds):
    images = np.arange(200)
    found: Any = SimpleNamespace(intact=images < intact, right=lambda *_: images < silenced)
    assert part_06.best_missed(part_06.MANY)(found).holds is holds


@pytest.mark.parametrize(("kept", "holds"), [(195, True), (150, False), (186, None)])
def test_points_are_enough_where_the_interval_of_what_they_keep_lies_above_the_bar(kept, holds):
    images = np.arange(200)
    found: Any = SimpleNamespace(
        images=np.array(200), intact=images < 195, right=lambda *_: images < kept
    )
    assert part_06.points_are_enough(part_06.BEST)(found).holds is holds


@pytest.mark.parametrize("look", [part_06.best_missed, part_06.points_are_enough])
def test_of_a_network_that_tells_no_four_from_a_nine_points_tell_nothing(look):
    images = np.arange(200)
    found: Any = SimpleNamespace(intact=images < 108, right=lambda *_: images < 20)
    seen = look(part_06.MANY)(found)
    assert seen.holds is None and "guessing" in seen.evidence


@pytest.mark.parametrize(("right", "holds"), [(190, True), (108, None), (20, False)])
def test_fours_and_nines_are_told_apart_where_more_are_right_than_by_guessing(right, holds):
    found: Any = SimpleNamespace(intact=np.arange(200) < right)
    assert part_06.four_nine_told(found).holds is holds


def test_a_nine_is_read_where_its_column_holds_an_image():
    board = np.eye(10, dtype=int)
    assert part_06.nine_is_read(SimpleNamespace(matrix=board)).holds is True  # type: ignore[arg-type]
    board[9, 9], board[9, 4] = 0, 3
    seen = part_06.nine_is_read(SimpleNamespace(matrix=board))  # type: ignore[arg-type]
    assert seen.holds is False and "9s read as a 4: 3 of 3" in seen.evidence


@pytest.mark.parametrize(
    ("right", "parts", "holds"), [(8, 8, True), (1, 8, None), (0, 8, None), (8, 3, None)]
)
def test_mixtures_bring_back_a_pattern_beyond_chance(right, parts, holds):
    hit = np.arange(10) < right
    found: Any = SimpleNamespace(maps=np.zeros((10, parts)), alike=lambda: hit, taken=lambda: hit)
    assert part_06.mixtures_bring(found).holds is holds
