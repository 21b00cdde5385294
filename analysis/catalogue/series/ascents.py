"""Parts VII to X: starts, maxima and ways of the ascent, over many maps of the deepest layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.catalogue.declarations import DesignValue, Measurement, Value
from analysis.catalogue.series.measurements import OIP_GALLERY_3, OIP_SETS
from analysis.experiments.convergence.measure import measure_factors, measure_treatments
from analysis.experiments.elements.measure import measure_elements, measure_strokes
from analysis.experiments.gaps.measure import measure_gaps
from analysis.experiments.maxima.measure import measure_maxima
from analysis.experiments.silence.measure import measure_silence
from analysis.results.convergence import Treatments
from analysis.results.elements import Elements, Strokes
from analysis.results.maxima import Maxima
from analysis.results.silence import Silence

CNN = ("full-recipe",)

SILENCE = Measurement("silence", measure_silence, ("oip",), CNN)
SPHERE = OIP_SETS["Conv2D_3", "sphere"]
MAXIMA = Measurement("maxima", measure_maxima, (), CNN, (SPHERE,))
TREATMENTS = Measurement("treatments", measure_treatments, ("convergence", "oip"), CNN)
FACTORS = Measurement("convergence-factors", measure_factors, ("convergence", "oip"), CNN)
GAPS = Measurement("gaps", measure_gaps, ("oip", "precursor"), CNN, (OIP_GALLERY_3,))
ELEMENTS = Measurement("elements", measure_elements, ("ladder", "oip"), CNN, (SPHERE,))
STROKES = Measurement("strokes", measure_strokes, ("ladder", "oip"), CNN, (SPHERE, ELEMENTS))

MEASUREMENTS: tuple[Measurement, ...] = (
    SILENCE,
    MAXIMA,
    TREATMENTS,
    FACTORS,
    GAPS,
    ELEMENTS,
    STROKES,
)

CHANCE = 0.05  # share of maps whose own element is above the quantile if it is as any other
QUANTILE = 1 - CHANCE  # of wrong elements
SAME_PLACE = 0.8  # share of the starts
# starts of a map that end with a response: two end at one node by chance in one map of nine
ENOUGH = 6
LEVEL = 0.01  # of a response: less is no spread, and no dip


def _silent(row: int) -> Callable[[Silence], float]:
    """Return the reader of the mean share of starts of one grid that maps are silent to."""
    return lambda found: float(found.share[:, row].mean())


def dips(found: Maxima) -> np.ndarray:
    """Return in which share of a map's pairs (map) the response falls on the way between the two
    OIPs, over the maps with a pair that has one at both ends.
    """
    chosen = found.fired.any(axis=1)
    falls = (found.depth > LEVEL) & found.fired
    return np.asarray(falls.sum(axis=1)[chosen] / found.fired.sum(axis=1)[chosen])


def places(found: Maxima) -> tuple[np.ndarray, np.ndarray]:
    """Return, over the maps with a response from enough starts, which node answers most in most of
    these (map), and in which share of them (map).
    """
    fired = found.response > 0
    chosen = np.flatnonzero(fired.sum(axis=1) >= ENOUGH)
    flat = found.node.reshape(*found.node.shape[:2], -1)
    count = flat.shape[-1]
    votes = np.array(
        [np.bincount(flat[m, fired[m]].argmax(axis=1), minlength=count) for m in chosen]
    ).reshape(len(chosen), count)
    return votes.argmax(axis=1), votes.max(axis=1, initial=0) / fired[chosen].sum(axis=1)


def _stroke_maps(found: Strokes) -> float:
    return float(len(found.map))


def _steady(found: Maxima) -> float:
    share = places(found)[1]
    return float((share >= SAME_PLACE).mean()) if len(share) else float("nan")


def _dipping(found: Maxima) -> float:
    share = dips(found)
    return float(share.mean()) if len(share) else float("nan")


# rows of the treatments, by what ids call them
BARE = ("plain", "start-only", "never")


def _converged(row: int) -> Callable[[Treatments], float]:
    """Return the reader of the share of starts that converge under one treatment."""
    return lambda found: float(found.converged[row].mean()) if len(found.map) else float("nan")


def wrong_quantile(fits: np.ndarray) -> np.ndarray:
    """Return, of fits by all elements (map, element), the 95 % quantile of the wrong ones (map)."""
    count = len(fits)
    wrong = fits[~np.eye(count, dtype=bool)].reshape(count, count - 1)
    return np.asarray(np.quantile(wrong, QUANTILE, axis=1))


def _own_fit(found: Elements) -> float:
    return float(np.median(np.diagonal(found.fit))) if len(found.map) else float("nan")


def _wrong_fit(found: Elements) -> float:
    return float(np.median(wrong_quantile(found.fit))) if len(found.map) > 1 else float("nan")


VALUES: tuple[Value, ...] = (
    DesignValue("silence-starts", SILENCE, lambda found: float(found.starts)),
    *(
        Value(f"silence-share-{grid}", SILENCE, _silent(row), "%", 1)
        for row, grid in enumerate((3, 7, 14, 28))
    ),
    Value("paths-with-dips", MAXIMA, _dipping, "%", may_be_nan=True, bars=(0.2,)),
    Value("paths-half-way", MAXIMA, lambda found: found.half_way, "%", may_be_nan=True),
    *(
        Value(f"converged-{name}", TREATMENTS, _converged(row), "%", may_be_nan=True)
        for row, name in enumerate(BARE)
    ),
    Value("steady-places", MAXIMA, _steady, "%", may_be_nan=True, bars=(0.1,)),
    Value("gap-maps", GAPS, lambda found: float(len(found.map))),
    DesignValue("gap-passes", GAPS, lambda found: float(found.passes)),
    Value("gap-filled", GAPS, lambda found: float(found.filled.sum())),
    Value("gap-filled-again", GAPS, lambda found: float(found.filled_again.sum())),
    Value("gap-woken", GAPS, lambda found: float((found.response > 0).sum())),
    Value("gap-woken-again", GAPS, lambda found: float((found.response_again > 0).sum())),
    Value("stroke-maps", STROKES, _stroke_maps),
    Value("element-fit", ELEMENTS, _own_fit, "%", may_be_nan=True),
    Value("element-wrong", ELEMENTS, _wrong_fit, "%", may_be_nan=True),
)
