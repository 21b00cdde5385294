"""Numbers that the prose of parts VII to IX quotes of how one map's OIP evolves and of the OIPs of
single nodes, each read from one measurement.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np

from analysis.ascent.settling import CRITERION, settled
from analysis.catalogue.declarations import DesignValue, IndexValue, ResponseValue, Value
from analysis.catalogue.series.measurements import OIP_EVOLUTION, SINGLE_NODE_OIPS
from analysis.catalogue.series.values_oips import median, steepest
from analysis.figures.oips import visible_in
from analysis.images.similarity import correlation, pairwise
from analysis.oips.described import ALIKE
from analysis.results.oips import OipEvolution, SingleNodeOips


def at_frame(
    number: int, read: Callable[[OipEvolution, int], float]
) -> Callable[[OipEvolution], float]:
    """Return a reader at the step of the n-th frame, or of the last one where there are fewer."""
    return lambda evolution: float(
        read(evolution, int(evolution.step[min(number, len(evolution.step) - 1)]))
    )


def reached(part: float) -> Callable[[OipEvolution], float]:
    """Return the reader of the first step at which the first start's curve has a part of its final
    value.
    """
    return lambda evolution: float((evolution.curve[0] >= part * evolution.curve[0, -1]).argmax())


def spread(evolution: OipEvolution) -> float:
    """Return the range of the last responses of all starts, as a share of the largest."""
    finals = evolution.curve[:, -1]
    return float((finals.max() - finals.min()) / finals.max())


def most_silent_share(evolution: OipEvolution) -> float:
    """Return the largest share of starts of one grid alone that the map is silent to: the mixture,
    which comes first, is no grid.
    """
    return float(evolution.mixture_zero_share[1:].max())


def last_relative_gain(evolution: OipEvolution) -> float:
    """Return what the last step of the first start gained, as a share of the response before it."""
    return float((evolution.curve[0, -1] - evolution.curve[0, -2]) / evolution.curve[0, -2])


def alike(frame: int, pick: Callable[[np.ndarray], float]) -> Callable[[OipEvolution], float]:
    """Return the reader of a statistic of the correlations between the starts' pictures at a
    frame.
    """

    def read(evolution: OipEvolution) -> float:
        if len(evolution.frames) < 2:
            return 0.0
        seen = visible_in(evolution).of(evolution.frames[:, frame])
        return float(pick(pairwise(seen)))

    return read


def of_start(evolution: OipEvolution) -> float:
    """Return how far the first start correlates with what became of it, where nodes see it."""
    first, *_, last = visible_in(evolution).of(evolution.frames[0].astype(float))
    return correlation(first, last)


def early(evolution: OipEvolution) -> tuple[int | None, float]:
    """Return the last frame of the first start with less than half of the final response, and how
    far it correlates with the last frame where nodes see it; none and NaN where there is no such
    frame but the start, which holds no picture yet.
    """
    curve = evolution.curve[0]
    below = np.flatnonzero(curve[evolution.step] < curve[-1] / 2)
    if not below.any():
        return None, float("nan")
    seen = visible_in(evolution).of(evolution.frames[0].astype(float))
    return int(below[-1]), correlation(seen[below[-1]], seen[-1])


def early_step(evolution: OipEvolution) -> float:
    """Return the step of that frame, NaN where there is none."""
    frame, _ = early(evolution)
    return float("nan") if frame is None else float(evolution.step[frame])


def one_picture(evolution: OipEvolution) -> float:
    """Return how many pairs of the starts' OIPs count as one picture."""
    return float((pairwise(visible_in(evolution).of(evolution.frames[:, -1])) >= ALIKE).sum())


def other_nodes(nodes: SingleNodeOips) -> np.ndarray:
    """Return the correlations of the outer nodes' fields with that of the centre node."""
    every = nodes.shifted_correlation.ravel()
    return np.delete(every, len(every) // 2)


def node_spread(nodes: SingleNodeOips) -> float:
    """Return the range of the responses of single nodes, as a share of the largest."""
    return float((nodes.response.max() - nodes.response.min()) / nodes.response.max())


EVOLUTION = (
    IndexValue("evolution-map", OIP_EVOLUTION, lambda evolution: float(evolution.map)),
    DesignValue("evolution-starts", OIP_EVOLUTION, lambda evolution: float(len(evolution.curve))),
    Value(
        "evolution-zero-share", OIP_EVOLUTION, lambda evolution: float(evolution.zero_share), "%"
    ),
    Value(
        "evolution-most-silent-share",
        OIP_EVOLUTION,
        most_silent_share,
        "%",
    ),
    ResponseValue(
        "evolution-start-response",
        OIP_EVOLUTION,
        lambda evolution: float(evolution.curve[0, 0]),
        "",
        3,
    ),
    ResponseValue(
        "evolution-final-response",
        OIP_EVOLUTION,
        lambda evolution: float(evolution.curve[0, -1]),
        "",
        3,
    ),
    Value("evolution-final-spread", OIP_EVOLUTION, spread, "%", 1),
    *(
        DesignValue(f"evolution-step-{n}", OIP_EVOLUTION, at_frame(n, lambda evolution, step: step))
        for n in (4, 6)
    ),
    *(
        Value(
            f"evolution-share-{n}",
            OIP_EVOLUTION,
            at_frame(n, lambda evolution, step: evolution.curve[0, step] / evolution.curve[0, -1]),
            "%",
            1,
        )
        for n in (0, 4, 6)
    ),
    Value("evolution-half-step", OIP_EVOLUTION, reached(0.5)),
    Value("evolution-plateau-step", OIP_EVOLUTION, reached(0.95)),
    Value(
        "evolution-steepest-step",
        OIP_EVOLUTION,
        lambda evolution: float(steepest(evolution.curve[0])),
    ),
    Value(
        "evolution-last-relative-gain",
        OIP_EVOLUTION,
        lambda evolution: 1e4 * last_relative_gain(evolution),
        "",
        2,
        bars=(1e4 * CRITERION,),
    ),
    Value("evolution-left-of-start", OIP_EVOLUTION, of_start, "", 2, bars=(ALIKE,)),
    Value("evolution-early-step", OIP_EVOLUTION, early_step, may_be_nan=True),
    Value(
        "evolution-early-likeness",
        OIP_EVOLUTION,
        lambda evolution: early(evolution)[1],
        "",
        2,
        may_be_nan=True,
        bars=(ALIKE,),
    ),
    DesignValue(
        "evolution-pairs", OIP_EVOLUTION, lambda evolution: float(comb(len(evolution.curve), 2))
    ),
    Value("evolution-one-picture", OIP_EVOLUTION, one_picture),
    Value(
        "evolution-settled",
        OIP_EVOLUTION,
        lambda evolution: float(settled(evolution.curve.T).sum()),
    ),
    Value("evolution-likeness", OIP_EVOLUTION, alike(-1, np.median), "", 2),
    Value("evolution-least-likeness", OIP_EVOLUTION, alike(-1, np.min), "", 2),
    Value("evolution-start-likeness", OIP_EVOLUTION, alike(0, np.median), "", 2),
)

NODES = (
    Value(
        "single-node-likeness",
        SINGLE_NODE_OIPS,
        lambda nodes: median(other_nodes(nodes)),
        "",
        2,
        may_be_nan=True,
    ),
    Value(
        "single-node-least-likeness",
        SINGLE_NODE_OIPS,
        lambda nodes: float(other_nodes(nodes).min()),
        "",
        2,
    ),
    Value(
        "single-node-greatest-likeness",
        SINGLE_NODE_OIPS,
        lambda nodes: float(other_nodes(nodes).max()),
        "",
        2,
    ),
    Value("single-node-response-spread", SINGLE_NODE_OIPS, node_spread, "%", 0),
)

VALUES: tuple[Value, ...] = (*EVOLUTION, *NODES)
