"""Part VI's question about patterns across maps, answered by mixtures of OIPs."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.intervals import between
from analysis.catalogue.series.mixtures import MIXTURES
from analysis.figures.style import per_cent
from analysis.results.mixtures import Mixtures
from analysis.statistics import share

LEAST = 4  # OIPs in a mixture


def _hits(hits: np.ndarray) -> tuple[str, bool]:
    """Return how many classes are hit, and whether that is more than one in as many, as chance
    would hit.
    """
    told = share(int(hits.sum()), len(hits))
    said = f"{int(hits.sum())} of {len(hits)} ({between(told)})"
    return said, told.low > 1 / len(hits)


def answer_mixtures(found: Mixtures) -> str:
    """Q-VI-1: whether a mixture of the OIPs of a class's maps looks to the network like the
    class.
    """
    parts = found.maps.shape[1]
    if parts < LEAST:
        return f"{UNTOLD}: maps with an OIP: {parts}, where a mixture needs {LEAST}."
    (alike, pattern), (taken, name) = _hits(found.alike()), _hits(found.taken())
    often = np.bincount(found.random_probability.argmax(axis=1), minlength=len(found.images))
    gives = "gives" if found.alike().sum() == 1 else "give"
    is_taken = "is" if found.taken().sum() == 1 else "are"
    more = "more often than chance would"
    relation = {
        (True, True): f"OIPs that belong together bring back pattern and class, {more}",
        (True, False): f"OIPs that belong together bring back the pattern, {more}; that they"
        " bring back the class is not shown",
        (False, True): f"OIPs that belong together bring back the class, {more}; that they"
        " bring back the pattern is not shown",
        (False, False): f"{UNTOLD} by {len(found.images)} mixtures: neither pattern nor class comes"
        " back more often than chance might have it",
    }[pattern, name]
    return (
        f"{relation}. For each class the OIPs of {parts} maps are mixed: of the maps that have one,"
        f" those that it excites most beyond the others. Of these pictures {alike} {gives} a"
        f" pattern across maps that is most like that of their class, and {taken} {is_taken}"
        f" taken for their class; chance would hit 1. Of {len(found.random_probability)} random"
        f" mixtures {per_cent(often.max() / often.sum())}"
        f" are taken for the digit {int(often.argmax())}."
    )


ANSWERED: tuple[Answered, ...] = (Answered("Q-VI-1", (MIXTURES,), answer_mixtures),)
