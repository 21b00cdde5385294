"""Findings of parts I to IV, on made-up results: true and false, and what
decides between them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from test_judges_companions import by_seed
from test_judges_series import made, ordered, shown

from analysis.catalogue import CLAIMS, FINDINGS
from analysis.catalogue.series.experiments import higher_peaks, longer_with_momentum
from analysis.figures.scalings import _maxima_told, draw_abstraction
from analysis.publishing.numbers import claim_record
from analysis.results.classification import Confusion
from analysis.results.layers import Convolution, ExampleActivations, LayerAbstraction
from analysis.results.mlp import MlpRuns
from analysis.results.recipes import Factorial, PenaltyScan, RateTuning, Rivals
from analysis.results.training import TrainingHistory
from analysis.results.trust import Trust

BY_ID = {one.id: one for one in FINDINGS}
SEEDS = np.array([0.0, 0.001, 0.002])


def convolution(bias: float) -> Convolution:
    return made(Convolution, image=np.full((28, 28), -0.4), kernel=np.ones((3, 3)), bias=bias)


def history(validation: float) -> TrainingHistory:
    return made(TrainingHistory, training_accuracy=[0.9, 0.99], validation_accuracy=[validation, 1])


def rivals(gain: float, half_width: float, pairs: int = 3) -> Rivals:
    compared = {"better": [2], "worse": [1], "difference": [gain], "half_width": [half_width]}
    found = made(Rivals, kind_epochs=[2, 4, 2], accuracy=np.ones((3, pairs)), **compared)
    return replace(found, kind=np.array(["MLP", "MLP, trained longer", "CNN"]))


LED = made(Confusion, accuracy=0.99, mlp_accuracy=0.97, matrix=[[1000]])
LAGS = replace(LED, accuracy=0.95)


def knobs(more: float, seeds: int = 3, penalty: float = 0.001) -> Factorial:
    """None, each of three, and all: these with so much more than the best alone, give or take."""
    alone = 0.9 + 0 * SEEDS
    return made(
        Factorial,
        schedule=["constant", "constant", "constant", "cosine", "cosine"],
        momentum=[0, 0, 0.9, 0, 0.9],
        l2=[0, penalty, 0, 0, penalty],
        accuracy=np.array([alone - 0.1, alone, alone, alone, alone + more + 2 * (SEEDS - 0.001)])[
            :, :seeds
        ],
    )


def factorial(
    size: float = 0.0,
    falling: float = 0.1,
    gone: int = 0,
    seeds: int = 3,
    end: float = 0.1,
    steps: int = 40,
) -> Factorial:
    """Recipes without and with momentum: a falling rate ends at one loss or another."""
    return made(
        Factorial,
        schedule=["constant", "constant", "cosine", "cosine"],
        momentum=[0, 0.9, 0, 0.9],
        accuracy=np.zeros((4, seeds)),
        l2=[0, 0, 0, 0],
        loss=np.repeat([[0.2], [0.2], [falling], [end]], steps, axis=1),
        effect=(names := ["schedule", "schedule x momentum"]),
        size=[size, size],
        by_seed=by_seed(names, [size, size], 0.002, seeds),
        diverged=[0, 0, gone, 0],
    )


SHORT = factorial(steps=4)
JITTER = np.array([[0], [0], [1], [1]]) * np.resize([-0.3, 0.3], 40)  # where the rate falls
UNSURE = replace(factorial(), loss=factorial().loss + JITTER)
ADD_UP = replace(factorial(), by_seed=factorial().by_seed / 4)
PAIR = "falling-rate-ends-lower"
WITH, WITHOUT = f"{PAIR}-with-momentum", f"{PAIR}-without-momentum"


def tuning(*chosen: float, offered: tuple[float, ...] = (0.01, 0.1, 0.2, 0.3, 1)) -> RateTuning:
    """Rates of a constant and a falling schedule, each without and with momentum."""
    return made(
        RateTuning,
        schedule=["constant", "constant", "cosine", "cosine"],
        momentum=[0, 0.9, 0, 0.9],
        candidate=offered,
        chosen=chosen,
    )


def scan(
    lost: float = 0.0, silenced: int = 0, seeds: int = 3, chosen: int = 1, even: bool = False
) -> PenaltyScan:
    return made(
        PenaltyScan,
        chosen=chosen,
        l2=[0, 0.01],
        test=np.array([0.95 + SEEDS, 0.95 + (1 if even else 2) * SEEDS - lost])[:, :seeds],
        silent=np.array([[20, 30, 25], np.array([21, 32, 24]) + silenced])[:, :seeds],
    )


ALIKE = replace(scan(), silent=np.array([[20, 30, 25]] * 2))  # by seed, with and without


def several(chosen: int) -> PenaltyScan:
    """Two penalties above 0, one of which was chosen."""
    return made(PenaltyScan, l2=[0, 0.001, 0.01], chosen=chosen)


def main_effects(*sizes: float, seeds: int = 3) -> Factorial:
    """So large ones of schedule, momentum and penalty, each give or take 0.002."""
    names = ["schedule", "momentum", "L2"]
    runs, accuracy = by_seed(names, sizes, 0.002, seeds), np.zeros((8, seeds))
    return made(Factorial, effect=names, size=sizes, by_seed=runs, accuracy=accuracy)


def runs(first: int) -> MlpRuns:
    """Test images that the published CNN errs on 60 times, and the first run so often."""
    matrices = [[[10000 - wrong, wrong], [0, 0]] for wrong in (60, first)]
    return made(MlpRuns, cnn_matrices=matrices)


def activations(zero: int) -> ExampleActivations:
    nodes = (np.arange(10) >= zero).astype(float)
    layers = ("conv2d_1", "conv2d_2", "conv2d_3")
    return made(ExampleActivations, **{one: nodes.reshape(1, 1, 1, 10) for one in layers})


def trust(more: float, maps: int = 20) -> Trust:
    """How often two hints are right: nine examples by so much more than the OIP, a map without."""
    right = np.linspace(0.5, 0.7, maps)
    by_images = right + more + np.resize([-0.05, 0.05], maps)
    unknown = np.where(np.arange(maps) == 0, np.nan, right)
    return made(Trust, hit_rate=unknown, hit_rate_images=by_images)


LAYERS = ["Conv2D_1", "Max_Pool_1", "Conv2D_2", "Max_Pool_2", "Conv2D_3"]


def abstraction(likeness: list[float], shortfall: list[float]) -> LayerAbstraction:
    """Five images that scatter by 0.02; the blur exceeds the maps by a shortfall."""
    scatter = np.linspace(-0.02, 0.02, 5) * np.array([[1], [-1], [-1], [1], [1]])
    maps = np.array(likeness)[:, None] + scatter
    blurred = np.array(likeness)[:, None] + np.array(shortfall)[:, None]
    return made(LayerAbstraction, layer=LAYERS, correlation=maps, baseline=np.tile(blurred, 5))


AT_ONCE = [0.4, 0.3, 0.5, 0.3, 0.1]
FALLS = [0.5, 0.6, 0.3, 0.2, 0.1]
LIKE = abstraction(FALLS, AT_ONCE)
RISES = abstraction([0.5, 0.6, 0.3, 0.2, 0.3], AT_ONCE)
LEVEL = abstraction([0.6, 0.61, 0.3, 0.2, 0.1], AT_ONCE)
BLURRED = abstraction(FALLS, [0.4, 0.3, 0.5, 0.3, 0.01])
FIRST = abstraction(FALLS, [0.6, 0.3, 0.5, 0.3, 0.1])
BESIDE = abstraction(FALLS, [0.5, 0.3, 0.5, 0.3, 0.1])
LATER = abstraction(FALLS, [0.2, 0.3, 0.5, 0.3, 0.1])


@pytest.mark.parametrize(
    ("id", "holding", "failing"),
    [
        ("convolution-map-glows", [convolution(3.7)], [convolution(3.5)]),
        ("validation-ahead-at-first", [history(0.91)], [history(0.9)]),
        ("gap-wider-in-short-runs", [rivals(0.05, 0.005), LED], [rivals(0.0, 0.005), LED]),
        ("full-cnns-above-bar", [runs(100)], [runs(201)]),
        ("cnn-leads-short-runs", [rivals(0.03, 0.02)], [rivals(-0.03, 0.02)]),
        ("published-cnn-errs-less", [LED], [LAGS]),
        ("together-beyond-luck", [knobs(0.01)], [knobs(0.001)]),
        ("schedule-helps-sgd", [factorial(size=0.003)], [factorial(size=-0.003)]),
        ("schedule-and-momentum-interact", [factorial(size=-0.003)], [ADD_UP]),
        ("tuning-stopped-at-an-end", [tuning(0.01, 0.1, 0.2, 0.3)], [tuning(0.1, 0.2, 0.2, 0.3)]),
        ("falling-rate-begins-higher", [tuning(0.1, 0.2, 0.2, 0.3)], [tuning(0.1, 0.2, 0.2, 0.2)]),
        ("falling-rate-ends-lower", [factorial()], [factorial(falling=0.21)]),
        (WITH, [factorial(falling=0.21)], [factorial(end=0.21)]),
        (WITHOUT, [factorial(end=0.21)], [factorial(falling=0.21)]),
        ("short-trainings-stay-in-bounds", [factorial()], [factorial(gone=1)]),
        ("momentum-takes-longer-steps", [tuning(0.1, 0.2, 0.1, 0.2)], [tuning(0.1, 0.1, 0.1, 0.2)]),
        ("strongest-penalty-costs", [scan(lost=0.01)], [scan()]),
        ("strongest-penalty-changes-nothing", [scan(even=True)], [scan()]),
        ("chosen-penalty-changes-nothing", [scan(even=True)], [scan()]),
        ("strongest-penalty-silences-none", [ALIKE], [replace(ALIKE, diverged=np.array([0, 1]))]),
        ("chosen-penalty-is-strongest", [several(2)], [several(1)]),
        ("some-knob-acts", [main_effects(0.0, -0.003, 0.0)], [main_effects(0.0, 0.001, -0.001)]),
        ("stronger-maps-look-brighter", [shown(ordered(310))], [shown(ordered(20))]),
        ("full-recipe-errs-less", [runs(100)], [runs(30)]),
        ("most-nodes-are-zero", [activations(6)], [activations(5)]),
        ("likeness-falls", [LIKE], [RISES]),
        ("pooling-raises-likeness", [LIKE], [LEVEL]),
        ("less-like-than-a-blur", [LIKE], [BLURRED]),
        ("likeness-lost-at-once", [LIKE], [LATER]),
        ("likeness-lost-most-at-once", [FIRST], [LIKE]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_finding_holds_where_its_words_are_so_and_nowhere_else(
    id: str, holding: list[Any], failing: list[Any]
) -> None:
    look = BY_ID[id].found.look
    assert (look(*holding).holds, look(*failing).holds) == (True, False)


@pytest.mark.parametrize(
    ("found", "below"), [(LIKE, "all 5\u00a0layers"), (BLURRED, "4 of 5\u00a0layers")]
)
def test_a_caption_counts_layers_below_a_blur_as_the_finding_does(
    found: LayerAbstraction, below: str
) -> None:
    assert draw_abstraction(found).words["below"] == below
    assert BY_ID["less-like-than-a-blur"].found.look(found).holds is below.startswith("all")


@pytest.mark.parametrize(
    ("shortfall", "verdict", "near"),
    [
        ([0.1, 0.2, 0.3, 0.4, 0.5], "confirmed", False),
        ([0.1, 0.11, 0.3, 0.4, 0.5], "confirmed", True),
        ([0.1, 0.05, 0.3, 0.4, 0.5], "mixed", False),
        ([0.1, 0.09, 0.3, 0.4, 0.5], "mixed", True),
        ([0.5, 0.4, 0.3, 0.2, 0.1], "refuted", False),
    ],
)
def test_a_step_within_its_interval_may_make_maps_more_abstract_or_not(
    shortfall: list[float], verdict: str, near: bool
) -> None:
    claim = next(one for one in CLAIMS if one.id == "C-IV-1")
    record = claim_record(claim, [abstraction(FALLS, shortfall)])
    assert (record.verdict, record.near_bar) == (verdict, near), record.evidence


@pytest.mark.parametrize(
    "id",
    ["tuning-stopped-at-an-end", "falling-rate-begins-higher", "momentum-takes-longer-steps"],
)
def test_among_candidates_that_are_one_nothing_was_chosen(id: str) -> None:
    assert BY_ID[id].found.look(tuning(*[0.1] * 4, offered=(0.1,))).holds is None


@pytest.mark.parametrize(
    ("chosen", "higher", "longer"),
    [((0.1, 0.2, 0.2, 0.2), 1, 1), ((0.2, 0.2, 0.2, 0.1), 0, 0), ((0.1, 0.2, 0.2, 0.3), 2, 2)],
)
def test_it_is_counted_for_how_many_cases_the_tuning_took_more(
    chosen: tuple[float, ...], higher: int, longer: int
) -> None:
    found = tuning(*chosen)
    assert (higher_peaks(found), longer_with_momentum(found)) == (higher, longer)


@pytest.mark.parametrize(
    ("id", "results"),
    [
        ("gap-wider-in-short-runs", [rivals(0.03, 0.005), LED]),
        ("cnn-leads-short-runs", [rivals(0.03, 0.04)]),
        ("gap-wider-in-short-runs", [rivals(0.01, 0.005, pairs=2), LED]),
        ("cnn-leads-short-runs", [rivals(0.03, 0.02, pairs=2)]),
        ("full-recipe-errs-less", [runs(70)]),
        ("published-cnn-errs-less", [replace(LED, mlp_accuracy=0.989)]),
        ("falling-rate-ends-lower", [factorial(falling=np.nan)]),
        ("falling-rate-ends-lower", [SHORT]),
        ("falling-rate-ends-lower", [UNSURE]),
        ("falling-rate-ends-lower", [factorial(gone=1)]),
        ("schedule-and-momentum-interact", [factorial(size=-0.001)]),
        ("schedule-and-momentum-interact", [factorial(size=-0.003, seeds=2)]),
        ("together-beyond-luck", [knobs(0.01, seeds=2)]),
        ("together-beyond-luck", [knobs(0.01, penalty=0)]),
        ("strongest-penalty-costs", [scan(lost=0.01, seeds=2)]),
        ("likeness-lost-most-at-once", [BESIDE]),
        ("chosen-penalty-is-strongest", [scan()]),
        ("penalty-silences-maps", [replace(scan(silenced=10), diverged=np.array([0, 1]))]),
        ("some-knob-acts", [main_effects(0.0, -0.003, 0.0, seeds=2)]),
        ("stronger-maps-look-brighter", [shown(ordered(114))]),
        ("stronger-maps-look-brighter", [shown(np.arange(5))]),
        ("likeness-lost-at-once", [abstraction(FALLS, [-0.2, -0.1, -0.1, -0.3, -0.1])]),
    ],
)
def test_a_difference_within_its_interval_decides_nothing(id: str, results: list[Any]) -> None:
    assert BY_ID[id].found.look(*results).holds is None


def test_raw_maxima_are_told_of_as_many_maps_as_are_not_empty() -> None:
    told = [_maxima_told(np.array(lit)) for lit in ([0.5, 0.25, 4.0], [4.0], [])]
    assert told[0]["maxima"] == "from 0.25 to 4.00 where it is not 0" and "16" in told[0]["ratio"]
    assert told[1] == {"maxima": "4.00 for the only one that is not empty", "ratio": ""}
    assert told[2] == {"maxima": "0 for all of them", "ratio": ""}


@pytest.mark.parametrize("id", ["some-knob-acts", "schedule-helps-sgd"])
def test_trainings_that_diverged_are_told_beside_the_effects_that_they_make(id):
    look, found = BY_ID[id].found.look, main_effects(0.0, 0.001, -0.001)
    assert "diverged" not in look(found).evidence
    lost = replace(found, diverged=np.arange(8) == 3)
    assert look(lost).evidence.endswith("; 1 of 24 trainings diverged")


def test_rates_that_are_compared_are_told_as_divided():
    for id in ("falling-rate-begins-higher", "momentum-takes-longer-steps"):
        told = BY_ID[id].found.look(tuning(0.1, 0.2, 0.3, 0.4)).evidence
        assert told.startswith("rates, divided by (1 - momentum): ")
