"""What is asked of one OIP, checked before any framework, network or image is loaded.

The published networks are those of the series, so whatever can be wrong with a question is known
from their names and sizes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite

from analysis.ascent.domains import DOMAINS, DomainName
from analysis.ascent.objectives import parse
from analysis.networks.series import MAPS, NODES
from analysis.options import SEEDS, STEPS, refuse_out_of_range
from analysis.problem import Problem, nearest
from analysis.seeds import derived
from analysis.settings import Settings
from analysis.subject import called

NETWORKS = ("full-recipe", "first-run")  # those that have maps
STARTS = ("fluctuation", "noise", "black", "image")
DRAWN = STARTS[:2]  # from a seed, as many as wanted
RULES = ("annealed", "series")  # of a step; see ``analysis.ascent.rules``
MOST_STARTS = 10_000
# of weights the largest: beyond, a fluctuation is lost in rounding or overflows
LIGHTEST, HEAVIEST = 1e-6, 1000.0


@dataclass(frozen=True)
class Request:
    """What is asked for: one map of a published network, and how it is to be climbed.

    Args:
        layer: as the network names it, or as addresses do.
        map: counted from 0.
        seed: of the first start; consecutive ones follow. By default the starts are those of the
            published search, which looks further: what it shows is at least as strong.
        starts: how many climb; as many as the profile has for each map by default.
        weights: one for each of the profile's grids, from the coarsest to the finest, of which
            fluctuations are made; those of the layer by default.
        objective: a word of ``analysis.ascent.objectives``.
        rule: of a step; ``annealed`` is ours, ``series`` that of the series.
        steps: of the ascent; the profile's for that rule by default.
        start: what to begin with; see ``analysis.oips.one.start_images``. There is one black image
            and one of each index, so one start.
    """

    layer: str
    map: int
    seed: int | None = None
    starts: int | None = None
    weights: tuple[float, ...] | None = None
    domain: DomainName = "sphere"
    objective: str = "mean"
    rule: str = "annealed"
    steps: int | None = None
    start: str = "fluctuation"
    profile: str = "full"
    network: str = "full-recipe"


def _hint(name: str, known: tuple[str, ...]) -> str:
    """Return the nearest of a few names that are listed anyway, or nothing where none is near."""
    hint = nearest(name, known)
    return f"; {hint}" if hint.startswith("nearest") and name not in known else ""


def no_such(kind: str, name: str, known: tuple[str, ...]) -> Problem:
    """Return what is said of a name that is none of a few known ones."""
    there = f"{', '.join(known[:-1])} and {known[-1]}"
    return Problem(f"{kind} {name!r} does not exist{_hint(name, known)}. There are {there}.")


def refuse_map(layer: str, number: int | str, maps: int) -> None:
    """``Raises Problem`` for a map that a layer does not have."""
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < maps:
        raise Problem(
            f"map {number!r} does not exist in {layer}; it has {maps} maps, 0 to {maps - 1}."
        )


def checked(request: Request, settings: Settings) -> Request:
    """Return the request with its layer as the network names it, and the seed that it begins with.

    Raises:
        Problem: something that is asked for cannot be; the message lists what can.
    """
    layer = called(request.layer, MAPS)
    refuse_map(layer, request.map, MAPS[layer])
    if request.domain not in DOMAINS:
        raise no_such("domain", request.domain, DOMAINS)
    if request.network not in NETWORKS:
        raise no_such("network", request.network, NETWORKS)
    if request.rule not in RULES:
        raise no_such("rule", request.rule, RULES)
    if request.starts is not None:
        refuse_out_of_range("starts", request.starts, 1, MOST_STARTS)
    if request.steps is not None:
        refuse_out_of_range("steps", request.steps, 1, STEPS)
    if request.seed is not None:
        refuse_out_of_range("seed", request.seed, 0, SEEDS)
    _refuse_node(request.objective, layer)
    _refuse_start(request, settings)
    _refuse_weights(request, settings)
    first = derived(settings.seed, f"starts {layer}") if request.seed is None else request.seed
    return replace(request, layer=layer, seed=first)


def _refuse_node(objective: str, layer: str) -> None:
    wanted, side = parse(objective), NODES[layer]
    if wanted.node and max(wanted.node) >= side:
        raise Problem(
            f"objective {wanted}: a map of {layer} has {side} x {side} nodes, counted from 0. Name"
            " one of these."
        )


def _refuse_start(request: Request, settings: Settings) -> None:
    kind, colon, index = request.start.partition(":")
    images = settings.data.training_images - settings.data.validation_images
    numbered = kind == "image" and index.isdecimal() and int(index) < images
    if not numbered and (kind not in STARTS[:-1] or colon):
        raise no_such_start(request.start, images)
    if kind == "black" and request.domain == "sphere":
        raise Problem(
            "start 'black' does not lie on the sphere: its images have deviation 1, and a constant"
            " one has none. Take another start, or the domain box."
        )


def _refuse_weights(request: Request, settings: Settings) -> None:
    """``Raises Problem`` for weights that no start can be drawn with, or that nothing is drawn
    with.
    """
    weights, grids = request.weights, settings.oip.grids
    if weights is None:
        return
    told = ",".join(f"{weight:g}" for weight in weights)
    sides = f"{', '.join(map(str, grids[:-1]))} and {grids[-1]}"
    largest = max(map(abs, weights), default=0.0) if all(map(isfinite, weights)) else inf
    if len(weights) != len(grids) or not LIGHTEST <= largest <= HEAVIEST:
        raise Problem(
            f"weights {told} should be {len(grids)} numbers, one for each of the grids of {sides}"
            f" nodes a side, none beyond {HEAVIEST:g} and not all 0."
        )
    if request.start != "fluctuation":
        raise Problem(
            f"weights {told} belong to fluctuations, and the start is {request.start!r}. Leave one"
            " of the two options out."
        )


def no_such_start(start: str, images: int) -> Problem:
    """Return what is said of a start that does not exist, where there are so many images."""
    return Problem(
        f"start {start!r} does not exist{_hint(start.partition(':')[0], STARTS)}. There are"
        f" fluctuation, noise, black, and image:INDEX with an index up to {images - 1}."
    )
