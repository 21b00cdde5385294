"""Judges of parts IV to XII, on made-up results: both sides of each bar, at it, and where there is
nothing to judge.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from analysis.catalogue import CLAIMS
from analysis.publishing.numbers import claim_record
from analysis.results.base import COLOURS
from analysis.results.data_responses import DataResponses
from analysis.results.layers import ExampleActivations
from analysis.results.oips import (
    Controls,
    OipEvolution,
    OipGallery,
    OipScales,
    OipSet,
    PrecursorScan,
)
from analysis.results.recipes import ScalerMaps
from analysis.results.trust import Trust
from analysis.statistics import difference_of_shares, rank_correlation

BY_ID = {claim.id: claim for claim in CLAIMS}
SIDE = 26
SIZES = {"y": SIDE, "x": SIDE, "start": 3, "step": 2, "map": 1}
NAMES = np.array(["mixture", "grid 3", "grid 7", "grid 14", "grid 28"])


def made(kind: type[Any], **given: Any) -> Any:
    """Return a result of 0 everywhere but in the fields that are given."""
    given = {name: np.asarray(value) for name, value in given.items()}
    axes = {  # of grey pictures
        f.name: tuple(axis for axis in f.metadata["axes"] if axis != COLOURS)
        for f in dataclasses.fields(kind)
    }
    sizes = dict(SIZES)
    for name, value in given.items():
        sizes.update(zip(axes[name], value.shape, strict=True))
    fixed = {axis: int(axis.partition("=")[2] or 1) for of in axes.values() for axis in of}
    empty = {
        name: np.zeros([sizes.get(axis, fixed[axis]) for axis in of]) for name, of in axes.items()
    }
    for side in {"visible_rows", "visible_columns"} & empty.keys():
        empty[side] = np.array([0, SIDE])
    return kind(**{**empty, **given})


def so_many(hits: int, of: int) -> np.ndarray:
    return np.arange(of) < hits


def logistic(centre: float, width: float, steps: int = 600) -> np.ndarray:
    return 1 / (1 + np.exp(-(np.arange(steps) - centre) / width))


CALM = logistic(100.5, 40)  # gains at most 0.6 %
JUMPY = logistic(100.5, 10)
LINEAR = np.arange(1, 601) / 600
PACE = np.arange(600) / 30
LAST = np.maximum(np.arange(600) - 585, 0)


def runs(*curves: tuple[int, np.ndarray]) -> OipGallery:
    curve = np.concatenate([np.tile(one[:, None], count) for count, one in curves], axis=1)
    return made(OipGallery, curve=curve, silent=np.zeros(curve.shape[1], bool))


def plain(found: int, maps: int) -> OipGallery:
    return made(OipGallery, silent=~so_many(found, maps))


def silent_to(*shares: float) -> OipEvolution:
    return made(OipEvolution, zero_share=shares[0], mixture=NAMES, mixture_zero_share=shares)


def firing(silent: int, fires: int) -> tuple[OipGallery, DataResponses]:
    fired = np.concatenate([so_many(fires, silent), np.ones(4, bool)])
    gallery = made(OipGallery, silent=so_many(silent, silent + 4))
    return gallery, made(DataResponses, fires=fired)


def trainings(gain: float, *, maps: int = 24, found: int | None = None) -> Controls:
    """Two trainings of so many maps, of which the last have no OIP in the other one."""
    alike = 0.2 + 0.01 * np.random.default_rng(1).standard_normal((maps, maps))
    alike[:, maps if found is None else found :] = np.nan
    return made(Controls, alike=alike + gain * np.eye(maps))


def next_alone() -> Controls:
    """Two trainings whose OIPs are alike at all numbers but the next one."""
    return made(Controls, alike=0.2 - 0.1 * np.roll(np.eye(24), 1, axis=1))


def ratios(value: float, known: int, unknown: int = 0) -> Trust:
    return made(Trust, ratio_maximum=np.r_[np.full(known, value), np.full(unknown, np.nan)])


def scan(*rows: list[int], candidates: tuple[int, ...] = (1, 16, 64)) -> PrecursorScan:
    return made(PrecursorScan, responding=rows, candidates=candidates[: len(rows)], scale=NAMES)


def noisy(pixels: int, maps: int = 100, scale: np.ndarray = NAMES) -> tuple[PrecursorScan, OipSet]:
    rows = [[0] * 5, [0, 0, 0, 0, pixels], [maps] * 5]
    found = made(PrecursorScan, responding=rows, candidates=[1, 16, 64], scale=scale)
    return found, made(OipSet, response=np.ones(maps))


def noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((*shape, SIDE, SIDE))


def climbed(images: np.ndarray, gain: float = 3, awake: bool = True) -> tuple[OipSet, OipGallery]:
    """Return ascents with these ends (map, start, y, x), and a gallery whose plain starts give so
    many times less.
    """
    fired = np.full(images.shape[:2], float(awake))
    gallery = made(OipGallery, start_responses=np.full((2, len(images)), 1 / gain))
    return made(OipSet, every_image=images, every_response=fired, response=fired[:, 0]), gallery


def starts(
    maps: int, *, alike: int, shared: float = 1.0, **climb: Any
) -> tuple[OipSet, OipGallery]:
    """Return OIPs from four starts: those of the first maps share a pattern, the others nothing."""
    own = noise(2, maps, 4)
    own[:alike] = shared * noise(1, maps, 1)[:alike] + (1 - shared) * own[:alike]
    return climbed(own, **climb)


def everywhere(picture: np.ndarray) -> tuple[OipSet, OipGallery]:
    return climbed(np.tile(picture, (8, 4, 1, 1)))


def cut_off(alike: int) -> tuple[OipSet, OipGallery]:
    """The same of ascents whose last step gains two hundredths."""
    found, gallery = starts(10, alike=alike)
    return dataclasses.replace(found, curve=np.tile([[1.0], [1.02]], 10)), gallery


def one_start() -> tuple[OipSet, OipGallery]:
    return climbed(noise(1, 8, 1))


PLACE = np.arange(SIDE)
LATTICE = np.sin(2 * np.pi * PLACE / 6)[:, None] * np.sin(2 * np.pi * PLACE / 6)
BLOB = np.exp(-((PLACE - 12) ** 2)[:, None] / 8 - (PLACE - 12) ** 2 / 8)
EVEN = np.full((SIDE, SIDE), 0.1)


def patch(height: int) -> np.ndarray:
    """Return a checkered patch of four columns; four fifths of its rows hold 80 % of it."""
    checks = np.zeros((SIDE, SIDE))
    checks[:height, :4] = (-1.0) ** np.add.outer(PLACE[:height], PLACE[:4])
    return checks


def beads(apart: int) -> np.ndarray:
    """Return spots in a row, so many px from one to the next."""
    row = (apart - 1) * (PLACE % apart == 0) - 1.0 * (PLACE % apart > 0)
    return np.where(PLACE[:, None] == 12, row, 0)


def oips(*pictures: tuple[int, np.ndarray], found: bool = True) -> OipSet:
    images = np.concatenate([np.tile(one, (count, 1, 1)) for count, one in pictures])
    return made(OipSet, images=images, response=np.full(len(images), float(found)))


def first_layer(served: int, count: int) -> OipGallery:
    return made(OipGallery, start_responses=np.tile(so_many(served, 32) * 1.0, (count, 1)))


def rungs(plain: int, precursor: int, silent: int) -> OipSet:
    names = ["plain"] * plain + ["precursor"] * precursor + ["silent"] * silent
    return made(OipSet, rung=np.array(names))


def scales(
    *middles: float, spread: float = 0.01, count: int = 12, kept: tuple[float, ...] = (0, 0, 0)
) -> tuple[OipScales, *tuple[OipGallery, ...]]:
    """Wavelengths around a middle of each layer, and OIPs that are their starts to such a part."""
    around = spread * np.linspace(-1, 1, count)
    layers = [np.r_[middle + around, np.nan] for middle in middles]
    return OipScales(*layers), *map(of_starts, kept)


def of_starts(part: float) -> OipGallery:
    """OIPs made of their starts, to a part, and of a pattern."""
    starts = np.tile(noise(4), (3, 1, 1))
    images = part * starts + (1 - part) * noise(5)
    return made(OipGallery, images=images, starts=starts, silent=np.zeros(3, bool))


def ordered(squares: int) -> np.ndarray:
    """Return ten places whose squared distances from their order have this sum; the rank
    correlation is 1 less 6 times it over 990.
    """
    rng, order = np.random.default_rng(3), np.arange(10)
    while ((order - np.arange(10)) ** 2).sum() != squares:
        order = rng.permutation(10)
    return order


def shown(order: np.ndarray, layer: str = "conv2d_3") -> ExampleActivations:
    """Return maps the greyer the fewer of their nodes are on, with strengths in another order."""
    maps = np.zeros((1, 8, 8, len(order)))
    for number, strength in enumerate(order):
        lit = np.arange(64) < 13 - number
        maps[0, ..., number] = (lit * (1.0 + strength) / lit.mean()).reshape(8, 8)
    return made(ExampleActivations, **{layer: maps})


def ovals(like: int, *, level: float = 0.7, varying: int = 0) -> ScalerMaps:
    r = np.full((4, 2, 32), np.nan)
    r[0, 1] = np.where(so_many(like, 32), level, 0.1)
    r[2, 1, :varying] = 0.2
    names = ["per pixel", "per image", "one for all", "divided by 255"]
    return made(ScalerMaps, correlation=r, scaler=names, picture=["4", "black"])


Case = tuple[str, str, str, Callable[[], Any]]
CURVES: tuple[Case, ...] = (
    ("C-VIII-1", "at the bar", "confirmed", lambda: runs((19, CALM), (1, JUMPY))),
    ("C-VIII-1", "short of it", "mixed", lambda: runs((94, CALM), (6, JUMPY))),
    ("C-VIII-1", "half of them", "mixed", lambda: runs((10, CALM), (10, JUMPY))),
    ("C-VIII-1", "less than half", "refuted", lambda: runs((49, CALM), (51, JUMPY))),
    ("C-VIII-1", "gains of 0.98 %", "confirmed", lambda: runs((8, logistic(100.5, 25.5)))),
    ("C-VIII-1", "gains of 1.02 %", "refuted", lambda: runs((8, logistic(100.5, 24.5)))),
    ("C-VIII-1", "few runs", "not tested", lambda: runs((5, CALM))),
    ("C-VIII-1", "short runs", "not tested", lambda: runs((20, CALM[:288]))),
    ("C-VIII-1", "no run", "not tested", lambda: made(OipGallery, curve=np.zeros((600, 0)))),
    ("C-IX-1", "an S", "confirmed", lambda: runs((8, CALM))),
    ("C-IX-1", "steep at step 20", "confirmed", lambda: runs((8, logistic(19.5, 5)))),
    ("C-IX-1", "steep at step 19", "mixed", lambda: runs((8, logistic(18.5, 5)))),
    (
        "C-IX-1",
        "steep at step 20, and hardly less before",
        "mixed",
        lambda: runs((8, logistic(19.5, 10))),
    ),
    ("C-IX-1", "steep at step 120", "confirmed", lambda: runs((8, logistic(119.5, 30)))),
    ("C-IX-1", "steep at step 121", "mixed", lambda: runs((8, logistic(120.5, 30)))),
    ("C-IX-1", "far from level at 288", "mixed", lambda: runs((8, logistic(115.5, 70)))),
    ("C-IX-1", "steep at once", "refuted", lambda: runs((8, 1.1 - np.exp(-PACE)))),
    ("C-IX-1", "no plateau", "refuted", lambda: runs((8, LINEAR))),
    ("C-IX-1", "half of them level", "not tested", lambda: runs((4, CALM), (3, LINEAR))),
    ("C-IX-1", "level enough", "confirmed", lambda: runs((8, CALM * 1.00019**LAST))),
    ("C-IX-1", "not level enough", "refuted", lambda: runs((8, CALM * 1.00021**LAST))),
    ("C-IX-1", "few runs", "not tested", lambda: runs((5, CALM))),
    ("C-IX-1", "short runs", "not tested", lambda: runs((8, CALM[:30]))),
    ("C-IX-1", "all silent", "not tested", lambda: made(OipGallery, silent=np.ones(8, bool))),
)
STARTS: tuple[Case, ...] = (
    ("C-IX-3", "none silent", "refuted", lambda: silent_to(0, 0, 0, 0, 0)),
    ("C-IX-3", "1 of 64", "mixed", lambda: silent_to(1 / 64, 0, 0, 0, 0)),
    ("C-IX-3", "6 of 64", "mixed", lambda: silent_to(6 / 64, 0, 0, 0, 0)),
    ("C-IX-3", "7 of 64", "confirmed", lambda: silent_to(7 / 64, 0, 0, 0, 0)),
    ("C-IX-3", "57 of 64", "confirmed", lambda: silent_to(57 / 64, 0, 0, 0, 0)),
    ("C-IX-3", "58 of 64", "mixed", lambda: silent_to(58 / 64, 0, 0, 0, 0)),
    ("C-IX-3", "all silent", "mixed", lambda: silent_to(1, 1, 1, 1, 1)),
    ("C-IX-4", "20.3 points", "confirmed", lambda: silent_to(0, 0, 0, 13 / 64, 13 / 64)),
    ("C-IX-4", "19.5 points", "mixed", lambda: silent_to(0, 0, 0, 12 / 64, 13 / 64)),
    ("C-IX-4", "no difference", "mixed", lambda: silent_to(0, 0.5, 0.25, 0.25, 0.5)),
    ("C-IX-4", "all silent", "mixed", lambda: silent_to(1, 1, 1, 1, 1)),
    ("C-IX-4", "one more short", "refuted", lambda: silent_to(0, 0, 1 / 64, 0, 0)),
    ("C-X-3", "always long", "confirmed", lambda: scan([0, 9, 9, 8, 8], [0, 9, 9, 9, 9])),
    ("C-X-3", "always short", "refuted", lambda: scan([0, 8, 8, 9, 9], [0, 9, 9, 9, 9])),
    ("C-X-3", "by turns", "mixed", lambda: scan([0, 9, 9, 8, 8], [0, 8, 8, 9, 9])),
    ("C-X-3", "alike", "not tested", lambda: scan([0, 9, 7, 8, 8])),
    ("C-X-3", "no map answers", "not tested", lambda: scan([0] * 5, [0] * 5)),
    ("C-VII-4", "at the bar", "confirmed", lambda: noisy(50)),
    ("C-VII-4", "short of it", "mixed", lambda: noisy(49)),
    ("C-VII-4", "a quarter", "mixed", lambda: noisy(25)),
    ("C-VII-4", "less than a quarter", "refuted", lambda: noisy(24)),
    ("C-VII-4", "none", "refuted", lambda: noisy(0)),
    ("C-VII-4", "few maps", "not tested", lambda: noisy(5, 5)),
    (
        "C-VII-4",
        "no pixel noise",
        "not tested",
        lambda: noisy(50, scale=np.array(["mixture", "grid 2", "grid 3", "grid 4", "grid 5"])),
    ),
    ("C-XII-2", "17 maps", "confirmed", lambda: first_layer(17, 6)),
    ("C-XII-2", "16 maps", "refuted", lambda: first_layer(16, 6)),
    ("C-XII-2", "no map", "refuted", lambda: first_layer(0, 6)),
    ("C-XII-2", "few starts", "not tested", lambda: first_layer(17, 5)),
)
MAPS: tuple[Case, ...] = (
    *(
        ("C-IX-5", f"{found} of 100", expected, lambda found=found: plain(found, 100))
        for found, expected in (
            (0, "refuted"),
            (9, "refuted"),
            (10, "mixed"),
            (29, "mixed"),
            (30, "confirmed"),
            (70, "confirmed"),
            (71, "mixed"),
            (90, "mixed"),
            (91, "refuted"),
        )
    ),
    ("C-IX-5", "19 of 200", "refuted", lambda: plain(19, 200)),
    ("C-IX-5", "few maps", "not tested", lambda: plain(3, 5)),
    ("C-IX-7", "at the bar", "confirmed", lambda: firing(10, 5)),
    ("C-IX-7", "short of it", "mixed", lambda: firing(100, 49)),
    ("C-IX-7", "one", "mixed", lambda: firing(10, 1)),
    ("C-IX-7", "none", "refuted", lambda: firing(10, 0)),
    ("C-IX-7", "few gaps", "not tested", lambda: firing(5, 5)),
    ("C-IX-7", "no gap", "not tested", lambda: firing(0, 0)),
    ("C-IX-8", "no difference", "confirmed", lambda: trainings(0)),
    ("C-IX-8", "less alike", "confirmed", lambda: trainings(-0.1)),
    ("C-IX-8", "more alike", "refuted", lambda: trainings(0.1)),
    ("C-IX-8", "few maps", "not tested", lambda: trainings(0.1, maps=19)),
    ("C-IX-8", "the next number is no measure", "confirmed", next_alone),
    ("C-IX-8", "no OIP", "not tested", lambda: trainings(0.1, found=0)),
    ("C-IX-8", "few OIPs in both", "not tested", lambda: trainings(0.1, found=19)),
    ("C-X-2", "at the bar", "confirmed", lambda: ratios(3, 6, 2)),
    ("C-X-2", "short of it", "mixed", lambda: ratios(2.99, 6)),
    ("C-X-2", "one and a half", "mixed", lambda: ratios(1.5, 6)),
    ("C-X-2", "less", "refuted", lambda: ratios(1.49, 6)),
    ("C-X-2", "no response", "refuted", lambda: ratios(0, 6)),
    ("C-X-2", "few maps that data excite", "not tested", lambda: ratios(3, 5, 9)),
    ("C-X-2", "no such map", "not tested", lambda: ratios(3, 0, 9)),
    ("C-XII-1", "all", "confirmed", lambda: plain(32, 32)),
    ("C-XII-1", "all but one", "mixed", lambda: plain(31, 32)),
    ("C-XII-1", "28", "mixed", lambda: plain(28, 32)),
    ("C-XII-1", "27", "refuted", lambda: plain(27, 32)),
    ("C-XII-1", "none", "refuted", lambda: plain(0, 32)),
    ("C-XII-3", "a tenth silent, two woken", "confirmed", lambda: rungs(54, 2, 4)),
    ("C-XII-3", "three woken", "mixed", lambda: rungs(48, 3, 9)),
    ("C-XII-3", "less than a tenth silent", "mixed", lambda: rungs(181, 0, 19)),
    ("C-XII-3", "three tenths silent", "confirmed", lambda: rungs(42, 0, 18)),
    ("C-XII-3", "more", "mixed", lambda: rungs(41, 0, 19)),
    ("C-XII-3", "half of them woken", "mixed", lambda: rungs(56, 2, 2)),
    ("C-XII-3", "more than half", "refuted", lambda: rungs(55, 3, 2)),
    ("C-XII-3", "none silent", "mixed", lambda: rungs(60, 0, 0)),
    ("C-XII-3", "all silent", "mixed", lambda: rungs(0, 0, 60)),
    ("C-XII-3", "few maps", "not tested", lambda: rungs(5, 0, 0)),
    ("C-V-3", "a quarter", "confirmed", lambda: ovals(8)),
    ("C-V-3", "less", "mixed", lambda: ovals(7)),
    ("C-V-3", "none", "refuted", lambda: ovals(0)),
    ("C-V-3", "hardly alike", "refuted", lambda: ovals(32, level=0.69)),
    ("C-V-3", "one varies behind another scaler", "refuted", lambda: ovals(8, varying=1)),
)
PICTURES: tuple[Case, ...] = (
    ("C-VII-1", "seven of ten maps alike", "confirmed", lambda: starts(10, alike=7)),
    ("C-VII-1", "two of three", "mixed", lambda: starts(30, alike=20)),
    ("C-VII-1", "correlations of 0.82", "confirmed", lambda: starts(10, alike=10, shared=0.68)),
    ("C-VII-1", "correlations of 0.77", "mixed", lambda: starts(10, alike=10, shared=0.645)),
    ("C-VII-1", "half alike", "mixed", lambda: starts(10, alike=10, shared=0.5)),
    ("C-VII-1", "noise", "refuted", lambda: starts(10, alike=0)),
    ("C-VII-1", "cut off and unlike", "not tested", lambda: cut_off(0)),
    ("C-VII-1", "cut off and alike", "confirmed", lambda: cut_off(7)),
    ("C-VII-1", "all maps alike", "refuted", lambda: everywhere(LATTICE)),
    ("C-VII-1", "blank", "refuted", lambda: everywhere(EVEN)),
    ("C-VII-1", "few maps", "not tested", lambda: starts(5, alike=5)),
    ("C-VII-1", "all silent", "not tested", lambda: starts(10, alike=10, awake=False)),
    ("C-VII-1", "one start", "not tested", one_start),
    ("C-VII-1", "still at the starts", "not tested", lambda: starts(10, alike=10, gain=1.9)),
    ("C-XI-1", "half large", "confirmed", lambda: oips((10, LATTICE), (10, BLOB))),
    ("C-XI-1", "fewer", "mixed", lambda: oips((49, LATTICE), (51, BLOB))),
    ("C-XI-1", "18 px", "confirmed", lambda: oips((20, patch(22)))),
    ("C-XI-1", "17 px", "mixed", lambda: oips((20, patch(21)))),
    ("C-XI-1", "a quarter repeats", "confirmed", lambda: oips((5, LATTICE), (15, noise(4)))),
    ("C-XI-1", "fewer repeat", "mixed", lambda: oips((24, LATTICE), (76, noise(4)))),
    ("C-XI-1", "a tenth of each", "mixed", lambda: oips((2, LATTICE), (18, BLOB))),
    ("C-XI-1", "fewer of each", "refuted", lambda: oips((1, LATTICE), (19, BLOB))),
    ("C-XI-1", "blank", "refuted", lambda: oips((20, EVEN))),
    ("C-XI-1", "no OIP", "not tested", lambda: oips((20, LATTICE), found=False)),
    ("C-XII-4", "often", "confirmed", lambda: layers(LATTICE, LATTICE, BLOB)),
    ("C-XII-4", "four times", "confirmed", lambda: layers(beads(3), LATTICE, BLOB)),
    ("C-XII-4", "three times", "mixed", lambda: layers(LATTICE, beads(4), BLOB)),
    ("C-XII-4", "never on one of them", "refuted", lambda: layers(BLOB, LATTICE, BLOB)),
    ("C-XII-4", "as often as on the third", "refuted", lambda: layers(LATTICE, LATTICE, LATTICE)),
    ("C-XII-4", "blank", "refuted", lambda: layers(EVEN, EVEN, EVEN)),
    ("C-XII-4", "no OIP", "not tested", lambda: (*layers(LATTICE, LATTICE), oips((5, BLOB)))),
    ("C-XII-5", "rising, apart", "confirmed", lambda: scales(3, 4, 5)),
    ("C-XII-5", "rising, overlapping", "mixed", lambda: scales(3, 4, 4.005)),
    ("C-XII-5", "not in order", "refuted", lambda: scales(3, 5, 4)),
    ("C-XII-5", "alike", "mixed", lambda: scales(4, 4, 4)),
    ("C-XII-5", "falling, overlapping", "mixed", lambda: scales(3, 2.995, 5)),
    ("C-XII-5", "their starts", "not tested", lambda: scales(3, 4, 5, kept=(0, 0, 0.9))),
    ("C-XII-5", "few maps", "not tested", lambda: scales(3, 4, 5, count=5)),
    ("C-XII-5", "all silent", "not tested", lambda: scales(*[np.nan] * 3)),
    ("C-IV-2", "0.09", "confirmed", lambda: shown(ordered(150))),
    ("C-IV-2", "0.30", "mixed", lambda: shown(ordered(116))),
    ("C-IV-2", "0.31", "refuted", lambda: shown(ordered(114))),
    ("C-IV-2", "-0.31", "refuted", lambda: shown(ordered(216))),
    ("C-IV-2", "all in order", "refuted", lambda: shown(ordered(0), "conv2d_1")),
    ("C-IV-2", "one grey", "confirmed", lambda: one_grey()),
    ("C-IV-2", "few maps", "not tested", lambda: shown(np.arange(5))),
    ("C-IV-2", "all empty", "not tested", lambda: made(ExampleActivations)),
)
CASES = (*CURVES, *STARTS, *MAPS, *PICTURES)


def layers(*pictures: np.ndarray) -> tuple[OipSet, ...]:
    return tuple(oips((8, one)) for one in pictures)


def one_grey() -> ExampleActivations:
    lit = np.arange(64).reshape(8, 8, 1) % 2
    return made(ExampleActivations, conv2d_3=(lit * np.arange(1.0, 11))[None])


@pytest.mark.parametrize(
    ("id", "expected", "build"),
    [(id, expected, build) for id, _, expected, build in CASES],
    ids=[f"{id}: {name}" for id, name, _, _ in CASES],
)
def test_a_verdict_follows_the_numbers(id, expected, build):
    made_up = build()
    results = list(made_up) if isinstance(made_up, tuple) else [made_up]
    record = claim_record(BY_ID[id], results)
    assert record.verdict == expected, record.evidence
    assert record.evidence and record.confirmed and record.refuted
    if record.value is not None:
        assert record.low is not None and record.high is not None
        assert record.low <= record.value <= record.high and record.n and record.sample


def test_every_judge_meets_every_outcome_that_it_can_have():
    met = {id: {one[2] for one in CASES if one[0] == id} for id, *_ in CASES}
    assert all({"confirmed", "refuted"} <= outcomes for outcomes in met.values())


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ],
)
def test_the_difference_of_shares_has_the_interval_of_the_published_table(one, other, ends):
    found = difference_of_shares(one, other)
    assert found.value == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (found.low, found.high) == pytest.approx(ends, abs=5e-5)
    assert found.n == one[1] + other[1]


def test_c_xii_5_tells_where_intervals_overlap_and_where_oips_are_their_starts():
    judge = BY_ID["C-XII-5"].judged.judge
    assert judge(*scales(3, 2.995, 5)).evidence.endswith("; intervals overlap")
    assert "overlap" not in judge(*scales(3, 5, 4)).evidence
    kept = judge(*scales(3, 4, 5, kept=(0.9, 0, 0.9))).evidence
    assert kept.startswith("OIPs are still their starts, with which they correlate")
    assert "in the median: Conv2D_1 0.9" in kept and ", Conv2D_3 0.9" in kept
    assert "Conv2D_2 4.00 (" in kept, "the wavelengths are told all the same"


def test_of_too_few_starts_the_number_of_maps_is_told_all_the_same():
    told = BY_ID["C-XII-2"].judged.judge(first_layer(17, 5))
    assert told.verdict == "not tested" and told.evidence.endswith("in the median: 17 maps)")


@pytest.mark.parametrize(("found", "unsure"), [(50, False), (71, True), (95, True), (100, False)])
def test_half_of_the_maps_tells_where_the_interval_reaches_over_a_bar(found, unsure):
    evidence = BY_ID["C-IX-5"].judged.judge(plain(found, 100)).evidence
    assert ("reaches over the bar" in evidence) == unsure


@pytest.mark.parametrize(("large", "unsure"), [(1, True), (10, True), (0, False), (20, False)])
def test_extent_tells_where_an_interval_reaches_over_either_bar(large, unsure):
    pictures = oips((10 * large, LATTICE), (200 - 10 * large, BLOB))
    if large == 1:
        pictures = oips((15, LATTICE), (185, BLOB))
    evidence = BY_ID["C-XI-1"].judged.judge(pictures).evidence
    assert ("reaches over the bar" in evidence) == unsure


def test_a_bar_that_decides_nothing_makes_no_verdict_unsure():
    told = BY_ID["C-XI-1"].judged.judge(oips((20, patch(21)), (18, EVEN), (2, noise(4))))
    assert told.verdict == "mixed" and "reaches" not in told.evidence
    counts = BY_ID["C-XII-4"].judged.judge
    assert "reaches" not in counts(*layers(EVEN, LATTICE, EVEN)).evidence
    wavering = oips((7, EVEN), (6, LATTICE)), *layers(LATTICE, EVEN)
    assert counts(*wavering).verdict == "refuted"
    assert counts(*wavering).evidence.endswith("; an interval reaches over the bar")
    silent = BY_ID["C-XII-3"].judged.judge
    assert silent(rungs(48, 1, 15)).evidence.endswith("; the interval reaches over the bar")
    assert "reaches" not in silent(rungs(44, 3, 17)).evidence
    assert "reaches" not in silent(rungs(51, 12, 1)).evidence
    few = silent(rungs(61, 3, 0))
    assert few.verdict == "refuted" and "3 of these 3 (29 to 100 %); the inter" in few.evidence
    assert "reaches over the bar" in few.evidence
    assert silent(rungs(64, 0, 0)).evidence.endswith("answer none of 3 plain starts")


def test_a_share_of_nothing_has_no_difference():
    with pytest.raises(ValueError, match="a share is of one or more"):
        difference_of_shares((0, 0), (1, 2))


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_perfect_order_has_a_rank_correlation_without_doubt(sign):
    found = rank_correlation(np.arange(8.0), sign * np.arange(8.0) ** 3)
    assert (found.value, found.low, found.high) == (sign, sign, sign)


def test_the_interval_of_a_rank_correlation_narrows_with_the_pairs():
    few, many = (
        rank_correlation(np.tile(ordered(116), n), np.tile(np.arange(10), n)) for n in (1, 9)
    )
    assert few.low < 0 < many.low < many.value < many.high < few.high
    assert rank_correlation(np.ones(9), np.arange(9)).value == 0
    with pytest.raises(ValueError, match="four pairs or more"):
        rank_correlation(np.arange(3), np.arange(3))
