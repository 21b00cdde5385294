"""Part XII's question about the maps of Conv2D_2 that stay silent, answered by random mixtures."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.series.measurements import OIP_GALLERY_2
from analysis.catalogue.series.wakers import WAKERS
from analysis.digits import beside
from analysis.figures.activations import listed
from analysis.figures.style import counted
from analysis.figures.wakers import waves
from analysis.results.oips import OipGallery
from analysis.results.wakers import Wakers
from analysis.statistics import Estimate, rank_correlation

LEAST = 20  # starts that wake a map, and as many that do not


def gains(found: Wakers, wakes: np.ndarray) -> list[Estimate]:
    """Return by how much the weight of each grid goes with waking a map (start, boolean), as a rank
    correlation over the starts.
    """
    return [rank_correlation(wakes.astype(float), own) for own in found.weights.T]


def most_woken(found: Wakers) -> int:
    """Return the place of the map that most starts wake."""
    return int((found.response > 0).sum(axis=0).argmax())


def without_that(found: Wakers) -> list[Estimate] | None:
    """Return the same where the map that most starts wake is left out; nothing where no start wakes
    another one, or each does.
    """
    others = np.delete(found.response, most_woken(found), axis=1)
    wakes = np.asarray((others > 0).any(axis=1))
    return gains(found, wakes) if 0 < wakes.sum() < len(wakes) else None


def _too_few(found: Wakers) -> str:
    """Return that there are too few starts of a kind to compare mixtures by, empty where there are
    enough.
    """
    wakes = int(found.waking().sum())
    left = len(found.weights) - wakes
    if min(wakes, left) >= LEAST:
        return ""
    few, do = (wakes, "wake a map") if wakes < left else (left, "wake none")
    need = f"it takes {LEAST} that wake a map and as many that do not"
    return f"too few starts {do} to compare mixtures by, {few}: {need}"


def sign(one: Estimate) -> int:
    """Return on which side of 0 an interval lies: 1 or -1, and 0 where it holds it."""
    return int(one.low > 0) - int(one.high < 0)


def _more_and_less(named: list[tuple[str, Estimate]]) -> str:
    """Return of which grids there is more, and of which less; nothing where no interval leaves 0
    out.
    """
    sides = (("more", 1), ("less", -1))
    held = {word: [said for said, one in named if sign(one) == side] for word, side in sides}
    return " and ".join(
        f"{word} of the {'grid' if len(some) == 1 else 'grids'} of {listed(some)}"
        for word, some in held.items()
        if some
    )


def _grids(found: Wakers) -> str:
    """Return which grids weigh more, and which less, in the starts that wake a map; told of maps,
    not of one map, only where the same is so without the one that most starts wake.
    """
    wakes = found.waking()
    told = list(zip(waves(found), gains(found, wakes), strict=True))
    named = [(f"{grid} ({beside(one.value, 0, signed=True)})", one) for grid, one in told]
    said = _more_and_less(named)
    if not said:
        return "By no grid's weight can the starts that wake one be told from the others."
    told_of = (
        f"Those that do hold {said} than the others (rank correlations, whose intervals leave"
        " out 0)"
    )
    rest, place = without_that(found), most_woken(found)
    of_one = f"map {found.map[place]}, which {(found.response[:, place] > 0).sum()} of them wake"
    if rest is None:
        return f"{told_of}: that tells of one map alone, {of_one}."
    pairs = list(zip(told, rest, strict=True))
    kept = [(grid, one) for (grid, one), other in pairs if sign(one) == sign(other)]
    if all(sign(one) in (0, sign(other)) for (_, one), other in pairs):
        return f"{told_of}."
    left = _more_and_less(kept)
    share = f"of this only that they hold {left}" if left else "none of this"
    return f"{told_of}. Without {of_one}, {share} can be told from chance."


def _left(found: Wakers) -> str:
    """Return how many of the maps that no start wakes the longer search does; empty without any."""
    woken = found.woken()
    rest = found.rung[~woken]
    later = int((rest != "silent").sum())
    if not len(rest):
        return ""
    if len(rest) == 1:
        one = "the other one" if woken.any() else "it"
        return f" The longer search of part XI {'wakes' if later else 'does not wake'} {one}."
    some = "all" if later == len(rest) else later or "none"
    which = "the other" if woken.any() else "these"
    return f" The longer search of part XI wakes {some} of {which} {len(rest)}."


def answer_wakers(found: Wakers, walk: OipGallery) -> str:
    """Q-XII-2: which of the silent maps random mixtures wake, and by which scales; silent to the
    plain starts of the series' walk, of which the ladder of part XI may have another number.
    """
    starts = f"The {counted(len(walk.start_responses), 'plain start')} of the series' walk"
    if not len(found.map):
        leave = f"{starts[0].lower()}{starts[1:]}"
        return f"{UNTOLD}: of Conv2D_2 {leave} left no map silent in this network."
    woken = found.woken()
    left = _left(found)
    waking = int(found.waking().sum())
    wake = "1 wakes" if waking == 1 else f"{waking:,} wake at least one; together they wake"
    told = (
        f"{starts} left {counted(len(found.map), 'map')} of Conv2D_2 silent. Of"
        f" {len(found.weights):,} starts, each of a random mixture of its own,"
        f" {f'{wake} {int(woken.sum())}' if waking else 'none wakes one'}."
    )
    if not woken.any():
        return f"{told}{left}"
    few = _too_few(found)
    return f"{UNTOLD}: {few}. {told}{left}" if few else f"{told} {_grids(found)}{left}"


ANSWERED: tuple[Answered, ...] = (Answered("Q-XII-2", (WAKERS, OIP_GALLERY_2), answer_wakers),)
