"""Speed of the ascent beside its peers, as ratios of medians measured in turns in one run: same
network, same starts, same steps. A peer that is not installed is left out.
"""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analysis import framework
from analysis.artifacts import to_json, write_atomically
from analysis.ascent.climb import BLOCK, Ascent, Climber, Rule, Series, ascend
from analysis.ascent.objectives import response
from analysis.oips.ladder import annealed
from analysis.publishing.foreign_networks import foreign_subjects
from analysis.publishing.peers import eager_ascent, peer_ascent
from analysis.publishing.timing import (
    MATRIX,
    matrix_rate,
    per_step,
    seconds_of_a_step,
    work_of_a_step,
)
from analysis.study import Study
from analysis.subject import Subject

EAGER_STEPS = 30  # timed; the cost of a step does not depend on its number
PEER_STEPS = 30  # of tf-keras-vis, likewise
TURNS = 5  # in which a network is climbed by us and by tf-keras-vis, one after the other
SIZES = (128, 256, 512, 1024)  # images whose cost is compared, to see that it grows in proportion


@dataclass(frozen=True)
class Row:
    """All maps of one layer, one start each, by the series' rule and number of steps."""

    layer: str
    maps: int
    steps: int
    ours: float  # seconds
    eager: float
    peer: float | None  # seconds of tf-keras-vis, None where it is not installed
    annealed: float  # seconds of one annealed ascent
    annealed_steps: int
    # median over maps: the step of the annealed ascent that reaches what the series' steps reach
    reached_at: float
    reached_share: float  # share of maps for which it does
    work: float  # floating point operations of one step for all maps
    difference: float  # largest deviation of the pixels from the eager loop's

    @property
    def to_the_same_response(self) -> float:
        """Seconds until the annealed ascent has reached it, on the median map."""
        return self.annealed * (self.reached_at + 1) / self.annealed_steps


@dataclass(frozen=True)
class Pairs:
    """All maps of all layers of a network, one start each, by the series' rule and number of steps;
    seconds of each turn, in which both took the same steps one after the other.
    """

    network: str
    maps: int
    layers: int
    steps: int
    ours: tuple[float, ...]
    peer: tuple[float, ...]  # of tf-keras-vis

    @property
    def ratios(self) -> list[float]:
        """How many times as long tf-keras-vis takes, turn by turn."""
        return [other / own for own, other in zip(self.ours, self.peer, strict=True)]


def compare(study: Study, layer: str, *, steps: int, rounds: int = 3) -> Row:
    """Time all maps of a layer, one start each, in turns with the peers so that all see the same
    machine.
    """
    model = study.subject.network
    rule = study.settings.ladder
    size = study.settings.oip.step_size
    maps = np.arange(study.subject.layer(layer).maps)
    starts = study.subject.mixture(layer).starts(range(1, len(maps) + 1))
    quickly = annealed(rule, rule.steps)

    def climber(of: Rule, count: int) -> Climber:
        return Climber(response(model, layer), of, chunk=count)

    def climb(of: Rule, count: int) -> Ascent:
        return ascend(climber(of, count), starts, maps, steps=count, keep=(count - 1,))

    by_series = climber(Series(size), max(steps // 30, 10))
    by_annealing = climber(quickly, max(rule.steps // 3, 10))
    series = []
    quick = []
    eager = []
    peer = []
    for turn in range(rounds):
        series.append(seconds_of_a_step(by_series, starts, maps))
        quick.append(seconds_of_a_step(by_annealing, starts, maps))
        alone = eager_ascent(model, layer, turn, starts[turn], steps=EAGER_STEPS, step_size=size)
        eager += alone[1][3:]  # the first steps warm up
        try:
            peer.append(_step_of_peer(model, layer, starts, size))
        except ImportError:
            peer = []
    slow, fast = climb(Series(size), steps), climb(quickly, rule.steps)
    reached_at, share = _reached(slow, fast)
    alone = eager_ascent(model, layer, 0, starts[0], steps=EAGER_STEPS - 1, step_size=size)
    again = climb(Series(size), EAGER_STEPS).frames[-1][0]
    return Row(
        layer=layer,
        maps=len(maps),
        steps=steps,
        ours=statistics.median(series) * steps,
        eager=statistics.median(eager) * steps * len(maps),
        peer=statistics.median(peer) * steps if peer else None,
        annealed=statistics.median(quick) * rule.steps,
        annealed_steps=rule.steps,
        reached_at=reached_at,
        reached_share=share,
        work=float(work_of_a_step(model, layer, len(maps))),
        difference=float(abs(again - alone[0]).max()),
    )


def _step_of_peer(model: Any, layer: str, starts: np.ndarray, size: float) -> float:
    """Return the seconds of one step of tf-keras-vis; ``Raises ImportError`` without it."""

    def climb(count: int) -> np.ndarray:
        return peer_ascent(model, layer, starts, steps=count, step_size=size)

    return per_step(climb, PEER_STEPS)


def compare_network(study: Study, subject: Subject, *, steps: int, turns: int = TURNS) -> Pairs:
    """Time all maps of all layers of a subject, one start each, in turns with tf-keras-vis.

    Raises:
        ImportError: it is not installed.
    """
    size, layers = study.settings.oip.step_size, list(subject.layers.values())
    ours, peer = np.zeros(turns), np.zeros(turns)
    for layer in layers:
        starts = subject.mixture(layer.name).starts(range(1, layer.maps + 1))
        climber = Climber(response(subject.network, layer.name), Series(size), chunk=PEER_STEPS)
        for turn in range(turns):
            ours[turn] += seconds_of_a_step(climber, starts, np.arange(layer.maps))
            peer[turn] += _step_of_peer(subject.network, layer.name, starts, size)
    return Pairs(
        network=subject.name,
        maps=sum(layer.maps for layer in layers),
        layers=len(layers),
        steps=steps,
        ours=tuple(steps * ours),
        peer=tuple(steps * peer),
    )


def _reached(slow: Ascent, fast: Ascent) -> tuple[float, float]:
    """Return the median step at which one ascent reaches what the other ends with, over the maps
    that answer, and the share of maps for which it does.
    """
    answering = slow.response > 0
    goal = slow.response[answering]
    best = np.maximum.accumulate(fast.curve, axis=0)[:, answering]
    reaches = best[-1] >= goal
    first = np.where(reaches, (best >= goal).argmax(axis=0), np.inf)
    return float(np.median(first)), float(reaches.mean())


def growth(study: Study, steps: int = 20) -> dict[int, float]:
    """Return the seconds of ``steps`` steps of the last layer by the number of images climbing."""
    layer = list(study.subject.layers.values())[-1]
    model = study.subject.network
    starts = study.subject.mixture(layer.name).starts(range(1, BLOCK + 1))
    seconds = {}
    for size in SIZES:
        begun = np.resize(starts, (size, *starts.shape[1:]))
        wanted = np.resize(np.arange(layer.maps), size)
        climber = Climber(response(model, layer.name), Series(0.01), chunk=steps)
        seconds[size] = seconds_of_a_step(climber, begun, wanted) * steps
    return seconds


def plot(seconds: dict[int, float]) -> bytes:
    """Return an SVG of the cost of a step over the number of images, beside a cost that is exactly
    proportional.
    """
    from matplotlib.figure import Figure

    sizes, cost = np.array(list(seconds)), np.array(list(seconds.values()))
    figure = Figure(figsize=(5, 3.2), layout="constrained")
    picture = io.BytesIO()
    axes = figure.subplots()
    axes.plot(sizes, cost, "o-", label="measured")
    axes.plot(sizes, cost[0] * sizes / sizes[0], ":", label=f"in proportion to {sizes[0]} images")
    axes.set(
        xlabel="images climbing", ylabel="seconds for 20 steps", xlim=(0, None), ylim=(0, None)
    )
    axes.legend(frameon=False)
    figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()


def told(row: Row, rate: float) -> list[str]:
    """Return what is said of one layer."""
    lines = [
        (
            f"{row.layer}, all maps, one start, {row.steps} steps: {row.ours:.1f} s,"
            f" {row.work * row.steps / row.ours / rate:.0%} of that rate"
        ),
        (
            f"  per-map eager loop {row.eager:.0f} s: ratio {row.eager / row.ours:.0f}; pixels"
            f" differ by {row.difference:.1g} at most"
        ),
        (
            f"  annealed {row.annealed:.2f} s: {row.reached_share:.0%} of the maps reach what"
            f" {row.steps} steps reach, the median at step {row.reached_at:.0f}"
        ),
    ]
    if row.peer:
        lines.append(
            f"  tf-keras-vis, all maps at once {row.peer:.1f} s: ratio {row.peer / row.ours:.1f}"
        )
        lines.append(
            f"  time to that response {row.to_the_same_response:.2f} s: ratio"
            f" {row.peer / row.to_the_same_response:.0f}"
        )
    return lines


def told_of(pairs: Pairs) -> str:
    """Return what is said of one network."""
    ours, peer = statistics.median(pairs.ours), statistics.median(pairs.peer)
    low, middle, high = min(pairs.ratios), statistics.median(pairs.ratios), max(pairs.ratios)
    return (
        f"network {pairs.network!r}, all {pairs.maps} maps of {pairs.layers} layers, one start,"
        f" {pairs.steps} steps: {ours:.1f} s, tf-keras-vis {peer:.1f} s: ratio {middle:.1f},"
        f" {low:.1f} to {high:.1f} in {len(pairs.ratios)} turns"
    )


def bench(
    study: Study,
    layers: list[str],
    steps: int,
    out: Path,
    report: Callable[[str], None] = print,
) -> None:
    """Compare these layers, by default all and networks of other images too, tell the ratios, and
    leave the figures beside the build as JSON.
    """
    others = [] if layers else foreign_subjects(study)
    layers = layers or list(study.subject.layers)
    rate = matrix_rate()
    rows = [compare(study, layer, steps=steps) for layer in layers]
    report(
        f"{framework.device()}, {MATRIX} x {MATRIX} matrix product: {rate / 1e9:.0f} billion"
        " operations per second"
    )
    for row in rows:
        for line in told(row, rate):
            report(line)
    ours, eager = (sum(getattr(row, name) for row in rows) for name in ("ours", "eager"))
    report(
        f"all {sum(row.maps for row in rows)} maps: {ours:.1f} s, eager loop {eager:.0f} s:"
        f" ratio {eager / ours:.0f}"
    )
    compared: list[Pairs] = []
    if all(row.peer for row in rows):
        peer = sum(row.peer or 0 for row in rows)
        report(f"  tf-keras-vis {peer:.1f} s: ratio {peer / ours:.1f}")
        compared += (compare_network(study, other, steps=steps) for other in others)
    for pairs in compared:
        report(told_of(pairs))
    seconds = growth(study)
    told_sizes = (f"{size}: {value:.2f} s" for size, value in seconds.items())
    report("cost of 20 steps by images: " + ", ".join(told_sizes))
    record = {
        "device": framework.device(),
        "matrix_rate": rate,
        "rows": [vars(row) for row in rows],
        "networks": [vars(pairs) | {"ratios": pairs.ratios} for pairs in compared],
        "growth": {str(size): value for size, value in seconds.items()},
    }
    write_atomically(out, to_json(record))
    write_atomically(out.with_suffix(".svg"), plot(seconds))
    report(f"written to {out}, with a plot of the cost beside it")
