"""How often a network is right, by the scale of its images: where it was trained on another scale
than it is shown, it guesses, and nothing else tells so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import numpy as np

from analysis.images.reading.pictures import Pictures
from analysis.images.reading.scale import Scale, every_scale
from analysis.networks.layers import at_once, batches
from analysis.problem import Problem
from analysis.statistics import Estimate, share

if TYPE_CHECKING:
    import keras

MOST = 2000  # images shown; of so many a share is known to 2.2 points
# from a label and a number of images to what is told how many were shown
Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def _no_bar(label: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda done: None)


def accuracies(
    model: keras.Model,
    pictures: Pictures,
    scales: Iterable[Scale],
    most: int = MOST,
    bar: Bar = _no_bar,
) -> dict[str, Estimate]:
    """Return the share of images whose class the network finds, with its interval, by the name of
    each scale.

    Args:
        most: how many images are shown, evenly spread over all of them.
        bar: shows how many were, of a large network.

    Raises:
        Problem: there are no labels.
    """
    if pictures.labels is None:
        raise Problem("how often a network is right can be told with labels alone. Give --labels.")
    shown, asked = pictures.taken(pictures.spread(most)), list(scales)
    with bar("how often it is right", len(shown.images) * len(asked)) as advance:
        return {one.name: _accuracy(model, shown, one, advance) for one in asked}


def _accuracy(
    model: keras.Model, shown: Pictures, one: Scale, advance: Callable[[int], None]
) -> Estimate:
    """Return the share of all these images whose class the network finds."""
    assert shown.labels is not None
    right = 0
    for some in batches(shown.images, at_once(model)):
        outputs = np.asarray(model(one.apply(shown.images[some]), training=False), np.float64)
        right += int((outputs.argmax(axis=1) == shown.labels[some]).sum())
        advance(len(outputs))
    return share(right, len(shown.images))


def commonest(pictures: Pictures, most: int = MOST) -> float:
    """Return the share of the commonest class: how often one is right who always names it."""
    if pictures.labels is None:
        raise Problem("which class is the commonest is told by labels alone. Give --labels.")
    labels = pictures.labels[pictures.spread(most)]
    return float(np.bincount(labels).max() / len(labels))


def is_guess(found: Estimate, chance: float) -> bool:
    """Whether a network is not plainly more often right than one who always names one class."""
    return found.low <= chance


def doubt(
    model: keras.Model, pictures: Pictures, chosen: Scale, most: int = MOST, bar: Bar = _no_bar
) -> str:
    """Return the sentence that a person reads where the network only guesses under the chosen
    scale, or is plainly more often right under another; empty where all is well or there are no
    labels.
    """
    if pictures.labels is None:
        return ""
    others = [one for one in every_scale(pictures).values() if not _same(one, chosen)]
    found = accuracies(model, pictures, [chosen, *others], most, bar)
    own, chance = found.pop(chosen.name), commonest(pictures, most)
    best = max(found, key=lambda name: found[name].value)
    said = (
        f"under --scale {chosen.name} the network is right for {_percent(own.value)} of"
        f" {own.n:,} images; under other scales:"
        f" {', '.join(f'{name} {_percent(one.value)}' for name, one in found.items())}."
    )
    if all(is_guess(one, chance) for one in (own, *found.values())):
        return (
            f"{said} That is guessing, since {_percent(chance)} are of one class: see whether"
            " labels count in the order of its outputs, and whether it was trained on such images,"
            " or at all."
        )
    if found[best].low <= own.high:
        return ""
    rivals = [name for name, one in found.items() if one.high >= found[best].low > own.high]
    which = ", whichever it was trained on" * (len(rivals) > 1)
    return f"{said} Say --scale {' or '.join(rivals)}{which}."


def _same(one: Scale, other: Scale) -> bool:
    return (one.mean, one.deviation) == (other.mean, other.deviation)


def _percent(part: float) -> str:
    return f"{100 * part:.1f} %"
