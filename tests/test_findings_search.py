"""Findings of parts XI and XII, of trust and of the recipes, on made-up results: where they hold,
where they do not, and where there is too little to see anything in.
"""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

import numpy as np
import pytest
from test_findings_ascents import OTHER, PICTURE, begun
from test_judges_series import EVEN as EVEN_PICTURE
from test_judges_series import LATTICE, made, noise, of_starts, patch
from test_judges_series import oips as extents

from analysis.catalogue import FINDINGS
from analysis.catalogue.differences import change_of_share
from analysis.catalogue.series.values_trust import (
    at_other_numbers,
    both_trainings,
    hit_change,
    same_by_another,
)
from analysis.results.ablation import Ablation
from analysis.results.classification import Confusion
from analysis.results.data_responses import DataResponses
from analysis.results.layers import Kernels
from analysis.results.oips import Controls, OipGallery, OipScales, OipSet, RecipeVariants
from analysis.results.recipe_start import RecipeStart
from analysis.results.trust import Trust

MAPS = 12
EVEN = np.linspace(-0.01, 0.01, MAPS)  # around nothing
UP, DOWN = 0.3 + EVEN, -0.3 + EVEN
RECIPES = np.array(["pixels", "1/f", "robust", "1/f and robust"])
NETWORKS = np.array(["published", "second training", "untrained"])


def seen(id: str, *results: Any) -> bool | None:
    found = next(one for one in FINDINGS if one.id == id).found
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = found.look(*results)
    assert told.evidence
    return told.holds


def table(column: int, values: np.ndarray) -> np.ndarray:
    """Numbers (map, change) that are 0.5 but in one column, which is that much more."""
    of = np.full((len(values), 3), 0.5)
    of[:, column] += values
    return of


def controls(**rows: tuple[np.ndarray, np.ndarray]) -> Controls:
    woken = {"ratio_maximum": np.ones((3, MAPS))}
    of = {name: [one, one, raw] for name, (one, raw) in rows.items()}
    return made(Controls, network=NETWORKS, **(woken | of))


def variants(**last: np.ndarray) -> RecipeVariants:
    """Four recipes that give a number of 1, but what is given for all except the plain one."""
    one = np.ones(MAPS)
    given = {name: [one, *[values] * 3] for name, values in last.items()}
    every = ("response", "shifted_response", "high_share", "hit_rate", "likeness")
    whole = {name: [one] * 4 for name in every} | given
    return made(RecipeVariants, recipe=RECIPES, maximum=one, **whole)


def rungs(*last: str) -> tuple[OipSet, ...]:
    return tuple(made(OipSet, rung=["plain", one]) for one in last)


def ablation(loss: float, intact: float = 0.9) -> tuple[Confusion | Ablation, ...]:
    right = np.diag([100 * intact] * 10)  # of a hundred images of each digit
    wrong = np.roll(np.diag([100 - 100 * intact] * 10), 1, axis=1)
    return (
        made(Confusion, matrix=(right + wrong).round()),
        made(Ablation, intact=intact, change=[0.01, -loss], flipped=[0.01, loss]),
        made(Ablation, change=[0.0], flipped=[0.0]),
    )


def exceeding(data: np.ndarray) -> tuple[Trust, DataResponses]:
    return made(Trust, ratio_maximum=np.arange(MAPS) + 1.0), made(DataResponses, maximum=data)


WAVE = np.cos(np.pi * np.arange(26))  # what a kernel of alternating signs passes best
ACROSS, ALONG = np.tile(WAVE, (26, 1)), np.tile(WAVE[:, None], 26)
DIFFERENCE = np.array([[0, 0, 0], [-1, 2, -1], [0, 0, 0]], float)


def first_layer(oips: np.ndarray, kernels: np.ndarray) -> tuple[OipGallery, Kernels]:
    weights = np.moveaxis(kernels, 0, -1).ravel()
    names = ["Conv2D_1"] * len(weights)
    silent = np.zeros(len(oips), bool)
    return (
        made(OipGallery, images=oips, silent=silent),
        made(Kernels, layer=names, full_recipe=weights),
    )


def spaced(periods: np.ndarray) -> np.ndarray:
    place = np.arange(26)
    return np.array([np.tile(np.cos(2 * np.pi * place / one), (26, 1)) for one in periods])


# kernels that pass ever shorter waves best: from a plain sum to a second difference
# even from top to bottom; from left to right, what one passes best has cos(frequency) = k / 1.5:
# from two waves on, all are stripes
FINER = np.array(
    [np.outer([1, 2, 1], [0.75, k, -0.25]) for k in np.linspace(1.2, -1.2, MAPS)], float
)
SHORTER = np.linspace(13, 2.5, MAPS)


def on_ladder(gallery: OipGallery, kernels: Kernels) -> tuple[OipSet, Kernels]:
    """The same pictures as OIPs of the ladder."""
    return made(OipSet, images=gallery.images, response=np.ones(len(gallery.images))), kernels


def layer(oip: np.ndarray) -> tuple[OipGallery, Kernels]:
    return first_layer(np.array([oip] * MAPS), np.array([DIFFERENCE] * MAPS))


def oips(height: slice) -> OipSet:
    picture = np.zeros((26, 26))
    picture[height, height] = ACROSS[height, height]
    return made(OipSet, images=np.array([picture] * MAPS), response=np.ones(MAPS))


MIDDLE = np.linspace(3, 4, MAPS)

HOLDS = {
    "no-map-stays-silent": rungs("plain", "image", "precursor"),
    "blur-takes-most": (made(Trust, blur=table(1, -0.2 + EVEN)),),
    "off-grid-costs-more": (made(Trust, shift=table(2, UP)),),
    "nine-examples-say-more": (made(Trust, hit_rate=EVEN, hit_rate_images=UP),),
    "own-oip-better-hint": (made(Trust, hit_rate=UP, hit_rate_other=EVEN),),
    "oips-finer-than-digits": (
        made(Trust, high_share=UP, high_reference=0.2, excites=np.eye(MAPS)),
    ),
    "least-moved-exceed-most": exceeding(-np.arange(MAPS) + 20.0),
    "untrained-exceeds-data": (controls(ratio_maximum=(UP, UP + 1)),),
    "training-brings-agreement": (controls(agreement=(UP, EVEN)),),
    "training-smooths": (controls(high_share=(EVEN, UP)),),
    "one-map-needed": ablation(0.12),
    "gratings-explain-most": layer(ACROSS),
    "stripes-run-as-foretold": layer(ACROSS),
    "stripes-nearer-than-chance": layer(ACROSS),
    "second-layer-answers": (made(OipGallery, silent=np.zeros(MAPS, bool)),),
    "scale-grows-to-second": (made(OipScales, conv2d_1=MIDDLE, conv2d_2=MIDDLE + 2),),
    "scale-grows-to-third": (made(OipScales, conv2d_2=MIDDLE, conv2d_3=MIDDLE + 2),),
    "scale-grows-over-both": (made(OipScales, conv2d_1=MIDDLE, conv2d_3=MIDDLE + 2),),
    "recipes-change-the-picture": (variants(likeness=UP),),
    "waves-change-the-picture": (variants(likeness=UP),),
    "robust-changes-the-picture": (variants(likeness=UP),),
    "both-change-the-picture": (variants(likeness=UP),),
    "waves-smooth": (variants(high_share=UP),),
    "plain-answers-most": (variants(response=UP),),
    "robust-keeps-more": (variants(shifted_response=UP + 1),),
    "waves-worse-hints": (variants(hit_rate=UP),),
    "robust-better-hints": (variants(hit_rate=UP + 1),),
    "energy-where-all-look": (oips(slice(6, 20)),),
    "deep-oips-reach-a-bar": (extents((30, noise(4))),),
}
FAILS = {
    "no-map-stays-silent": rungs("plain", "silent", "plain"),
    "blur-takes-most": (made(Trust, blur=table(1, UP)),),
    "off-grid-costs-more": (made(Trust, shift=table(2, DOWN)),),
    "nine-examples-say-more": (made(Trust, hit_rate=UP, hit_rate_images=EVEN),),
    "own-oip-better-hint": (made(Trust, hit_rate=EVEN, hit_rate_other=UP),),
    "oips-finer-than-digits": (
        made(Trust, high_share=EVEN, high_reference=0.2, excites=np.eye(MAPS)),
    ),
    "least-moved-exceed-most": exceeding(np.arange(MAPS) * 1.0),
    "untrained-exceeds-data": (controls(ratio_maximum=(UP + 1, DOWN + 1)),),
    "training-brings-agreement": (controls(agreement=(EVEN, UP)),),
    "training-smooths": (controls(high_share=(UP, EVEN)),),
    "one-map-needed": ablation(0.05),
    "gratings-explain-most": layer(np.tile(np.cos(np.arange(26) / 3), (26, 1))),
    "stripes-run-as-foretold": layer(ALONG),
    "stripes-nearer-than-chance": layer(ALONG),
    "second-layer-answers": (made(OipGallery, silent=np.arange(MAPS) == 3),),
    "scale-grows-to-second": (made(OipScales, conv2d_1=MIDDLE, conv2d_2=MIDDLE - 2),),
    "scale-grows-to-third": (made(OipScales, conv2d_2=MIDDLE, conv2d_3=MIDDLE - 2),),
    "scale-grows-over-both": (made(OipScales, conv2d_1=MIDDLE, conv2d_3=MIDDLE - 2),),
    "recipes-change-the-picture": (variants(likeness=UP + 0.5),),
    "waves-change-the-picture": (variants(likeness=UP + 0.5),),
    "robust-changes-the-picture": (variants(likeness=UP + 0.5),),
    "both-change-the-picture": (variants(likeness=UP + 0.5),),
    "waves-smooth": (variants(high_share=UP + 1),),
    "plain-answers-most": (variants(response=UP + 1),),
    "robust-keeps-more": (variants(shifted_response=DOWN + 1),),
    "waves-worse-hints": (variants(hit_rate=UP + 1),),
    "robust-better-hints": (variants(hit_rate=UP),),
    "energy-where-all-look": (oips(slice(0, 6)),),
    "deep-oips-reach-a-bar": (extents((30, EVEN_PICTURE)),),
}
HOLDS["stripes-spaced-as-foretold"] = first_layer(spaced(SHORTER), FINER)
FAILS["stripes-spaced-as-foretold"] = first_layer(spaced(SHORTER), FINER[::-1])
WITHIN_CHANCE = {
    "blur-takes-most": (made(Trust, blur=table(1, EVEN)),),
    "off-grid-costs-more": (made(Trust, shift=table(2, EVEN)),),
    "nine-examples-say-more": (made(Trust, hit_rate=UP, hit_rate_images=UP[::-1]),),
    "own-oip-better-hint": (made(Trust, hit_rate=EVEN, hit_rate_other=EVEN[::-1]),),
    "oips-finer-than-digits": (
        made(Trust, high_share=EVEN, high_reference=0.0, excites=np.eye(MAPS)),
    ),
    "least-moved-exceed-most": exceeding(np.arange(MAPS) % 2 + 1.0),
    "untrained-exceeds-data": (controls(ratio_maximum=(UP + 1, EVEN + 1)),),
    "training-brings-agreement": (controls(agreement=(EVEN, EVEN)),),
    "training-smooths": (controls(high_share=(EVEN, EVEN)),),
    "gratings-explain-most": first_layer(
        np.array([ACROSS, np.tile(np.cos(np.arange(26) / 3), (26, 1))] * 6),
        np.array([DIFFERENCE] * MAPS),
    ),
    "stripes-run-as-foretold": first_layer(
        np.array([ACROSS, ALONG] * 6), np.array([DIFFERENCE] * MAPS)
    ),
    "stripes-nearer-than-chance": first_layer(
        np.array([ACROSS, ALONG] * 6), np.array([DIFFERENCE] * MAPS)
    ),
    "stripes-spaced-as-foretold": first_layer(spaced(SHORTER), np.array([FINER[0], FINER[-1]] * 6)),
    "scale-grows-to-second": (made(OipScales, conv2d_1=MIDDLE, conv2d_2=MIDDLE + 0.1),),
    "scale-grows-to-third": (made(OipScales, conv2d_2=MIDDLE, conv2d_3=MIDDLE - 0.1),),
    "scale-grows-over-both": (made(OipScales, conv2d_1=MIDDLE, conv2d_3=MIDDLE - 0.1),),
    "recipes-change-the-picture": (variants(likeness=UP + 0.4),),
    "waves-change-the-picture": (variants(likeness=UP + 0.4),),
    "robust-changes-the-picture": (variants(likeness=UP + 0.4),),
    "both-change-the-picture": (variants(likeness=UP + 0.4),),
    "waves-smooth": (variants(high_share=EVEN + 1),),
    "plain-answers-most": (variants(response=EVEN + 1),),
    "robust-keeps-more": (variants(shifted_response=EVEN + 1),),
    "waves-worse-hints": (variants(hit_rate=EVEN + 1),),
    "robust-better-hints": (variants(hit_rate=EVEN + 1),),
    "deep-oips-reach-a-bar": (extents((6, patch(22)), (6, EVEN_PICTURE)),),
    "one-map-needed": ablation(0.09),
}
for outcomes, times in ((HOLDS, (1, 2)), (FAILS, (2, 1)), (WITHIN_CHANCE, (1, 1))):
    outcomes["ladder-waves-grow"] = tuple(
        made(OipSet, images=spaced(many * MIDDLE), response=np.ones(MAPS)) for many in times
    )
SUM, SLOW = np.ones((3, 3)), np.tile(np.cos(2 * np.pi * np.arange(26) / 26), (26, 1))
for outcomes, pair in (
    (HOLDS, (SLOW, SLOW)),
    (FAILS, (ACROSS, ALONG)),
    (WITHIN_CHANCE, (SLOW, ACROSS)),
):
    asked = first_layer(np.array(pair * 6), np.array([SUM] * MAPS))
    outcomes["ladder-patches-as-foretold"] = on_ladder(*asked)
HOLDS["weights-foretell-patches"] = HOLDS["ladder-patches-as-foretold"]
FAILS["weights-foretell-patches"] = on_ladder(*layer(SLOW))
LADDER = ("gratings-explain-most", "stripes-run-as-foretold", "stripes-spaced-as-foretold")
for outcomes in (HOLDS, FAILS, WITHIN_CHANCE):
    outcomes.update({f"ladder-{id}": on_ladder(*outcomes[id]) for id in LADDER})
for grows in ("scale-grows-to-second", "scale-grows-to-third", "scale-grows-over-both"):
    for outcomes in (HOLDS, FAILS, WITHIN_CHANCE):
        outcomes[grows] = (*outcomes[grows], of_starts(0), of_starts(0))
SMALL, LARGE = extents((MAPS, patch(6))), extents((MAPS, patch(22)))
for larger in ("deep-oips-larger-than-first", "deep-oips-larger-than-second"):
    HOLDS[larger], FAILS[larger] = (SMALL, LARGE), (LARGE, SMALL)
    WITHIN_CHANCE[larger] = (SMALL, SMALL)
UNKNOWN = np.full(MAPS, np.nan)
TOO_LITTLE = {
    "blur-takes-most": (made(Trust, blur=table(1, UNKNOWN)),),
    "nine-examples-say-more": (made(Trust, hit_rate=UP[:3], hit_rate_images=2 * UP[:3]),),
    "recipes-change-the-picture": (variants(likeness=UP, response=EVEN * 0),),
    "waves-change-the-picture": (variants(likeness=UP, response=EVEN * 0),),
    "robust-changes-the-picture": (variants(likeness=UP, response=EVEN * 0),),
    "both-change-the-picture": (variants(likeness=UP, response=EVEN * 0),),
    "waves-smooth": (variants(high_share=UP, response=EVEN * 0),),
    "training-smooths": (controls(high_share=(UNKNOWN, UP)),),
    "ladder-patches-as-foretold": on_ladder(*layer(SLOW)),
    "ladder-waves-grow": (made(OipSet, images=spaced(SHORTER), response=EVEN * 0),) * 2,
    "one-map-needed": ablation(0.05, intact=0.11),
    "stripes-run-as-foretold": first_layer(np.ones((0, 26, 26)), np.ones((0, 3, 3))),
    "stripes-nearer-than-chance": first_layer(np.ones((0, 26, 26)), np.ones((0, 3, 3))),
    "stripes-spaced-as-foretold": first_layer(np.ones((0, 26, 26)), np.ones((0, 3, 3))),
    "gratings-explain-most": layer(np.zeros((26, 26))),
    "energy-where-all-look": (made(OipSet, images=np.ones((MAPS, 26, 26)), response=EVEN * 0),),
    "plain-answers-most": (made(RecipeVariants, recipe=RECIPES, response=np.zeros((4, MAPS))),),
    "deep-oips-reach-a-bar": (extents((5, patch(22))),),
    "deep-oips-larger-than-first": (SMALL, extents((5, patch(22)))),
    "deep-oips-larger-than-second": (SMALL, made(OipSet, images=LARGE.images, response=EVEN * 0)),
    "oips-finer-than-digits": (made(Trust, high_share=UP, excites=np.zeros((MAPS, MAPS))),),
    "least-moved-exceed-most": (
        made(Trust, ratio_maximum=UNKNOWN),
        made(DataResponses, maximum=EVEN),
    ),
}
for recipe in ("recipes-change", "waves-change", "robust-changes", "both-change"):
    for outcomes in (HOLDS, FAILS, WITHIN_CHANCE, TOO_LITTLE):
        begun_with = made(RecipeStart, response=np.ones(MAPS))
        outcomes[f"{recipe}-the-picture"] = (*outcomes[f"{recipe}-the-picture"], begun_with)
for left in ("oips-left-their-starts-conv2d-1", "oips-left-their-starts-conv2d-2"):
    HOLDS[left], FAILS[left] = (begun(OTHER),), (begun(PICTURE),)
    TOO_LITTLE[left] = (begun(OTHER, 5),)


@pytest.mark.parametrize(
    ("id", "results", "holds"),
    [
        (id, results, holds)
        for of, holds in ((HOLDS, True), (FAILS, False), (WITHIN_CHANCE, None), (TOO_LITTLE, None))
        for id, results in of.items()
    ],
)
def test_a_finding_holds_where_its_words_are_true_and_nowhere_else(id, results, holds):
    assert seen(id, *results) is holds


@pytest.mark.parametrize(
    ("small", "neither", "one"),
    [(30, 0, True), (8, 22, None), (30, 70, None), (40, 60, True), (2, 60, False)],
)
def test_small_pictures_that_repeat_reach_one_bar_beyond_chance(small, neither, one):
    pictures = extents((small, patch(6)), (neither, EVEN_PICTURE))
    assert seen("deep-oips-reach-a-bar", pictures) is one


def test_both_bars_are_not_one_of_two():
    assert seen("deep-oips-reach-a-bar", extents((30, LATTICE))) is False


def test_waves_of_oips_that_are_still_their_starts_are_told_to_be_so():
    look = next(one.found.look for one in FINDINGS if one.id == "scale-grows-to-third")
    scales = HOLDS["scale-grows-to-third"][0]
    told = look(scales, of_starts(0), of_starts(1))
    assert told.holds and told.evidence.endswith("in the median: Conv2D_3 1.00")
    assert "their starts" not in look(scales, of_starts(0), of_starts(0)).evidence


@pytest.mark.parametrize(
    "id",
    [
        "gratings-explain-most",
        "stripes-run-as-foretold",
        "stripes-nearer-than-chance",
        "stripes-spaced-as-foretold",
    ],
)
def test_what_is_still_a_start_tells_nothing_of_the_weights(id):
    look = next(one.found.look for one in FINDINGS if one.id == id)
    gallery, kernels = FAILS[id]
    assert look(gallery, kernels).holds is False
    told = look(dataclasses.replace(gallery, starts=gallery.images), kernels)
    assert told.holds is None and told.evidence.endswith("in the median: Conv2D_1 1.00")


def test_weights_that_ask_for_a_patch_foretell_no_direction():
    plain = np.ones((3, 3))
    kernels = np.array([DIFFERENCE] * 6 + [plain] * 6)
    found = first_layer(np.array([ACROSS] * 6 + [ALONG] * 6), kernels)
    assert seen("stripes-run-as-foretold", *found)
    assert seen("ladder-stripes-run-as-foretold", *on_ladder(*found))
    patches = first_layer(np.array([ACROSS] * MAPS), np.array([plain] * MAPS))
    assert seen("stripes-run-as-foretold", *patches) is None


@pytest.mark.parametrize("id", ["recipes-change-the-picture", "waves-change-the-picture"])
def test_maps_that_were_woken_tell_nothing_of_a_start(id):
    answers = np.arange(MAPS) < 7
    found = variants(likeness=np.where(answers, 0.3, 0.95))
    assert seen(id, found, made(RecipeStart, response=1.0 * answers))
    assert seen(id, found, made(RecipeStart, response=np.ones(MAPS))) is None
    assert seen(id, found, made(RecipeStart, response=1.0 * (np.arange(MAPS) < 5))) is None


def test_maps_without_an_oip_in_both_trainings_are_not_compared():
    alike = np.array([[0.5, 0.1, np.nan], [0.3, 0.7, np.nan], [np.nan, np.nan, np.nan]])
    controls = made(Controls, alike=alike)
    assert both_trainings(controls).tolist() == [[0.5, 0.1], [0.3, 0.7]]
    assert at_other_numbers(controls) == pytest.approx([0.1, 0.3])


def test_recipes_are_compared_map_by_map_where_every_one_answers():
    found = variants(likeness=np.where(np.arange(MAPS) < 3, 0.8, 0.2), hit_rate=np.full(MAPS, 0.9))
    assert same_by_another(found) == 3 and hit_change("1/f")(found) == pytest.approx(-10)
    assert same_by_another(variants(likeness=UP + 0.5, response=EVEN * 0)) == 0


def test_every_finding_of_these_parts_is_shown_both_ways():
    own = {one.id for one in FINDINGS if one.said.part in ("XI", "XII", "REC")}
    assert own == HOLDS.keys() == FAILS.keys()
    undecided = WITHIN_CHANCE.keys() | TOO_LITTLE.keys()
    assert undecided == {one.id for one in FINDINGS if one.id in own and one.said.open}


def test_a_loss_is_told_with_what_the_changed_images_leave_open():
    lost = change_of_share(0.04, 0.2, 1000)
    assert (lost.low, lost.high) == pytest.approx((0.0124, 0.0676), abs=1e-4)
    assert change_of_share(0.1, 0.01, 100).low == pytest.approx(0.1)
