"""Answers to questions of parts VII to IX that rest on many ascents of many maps."""

from __future__ import annotations

import numpy as np

from analysis.catalogue.claims.told import MAPS
from analysis.catalogue.declarations import UNTOLD, Answered
from analysis.catalogue.series.ascents import LEVEL, MAXIMA, SILENCE, dips
from analysis.catalogue.series.measurements import TRUST
from analysis.figures.activations import listed
from analysis.figures.style import per_cent
from analysis.results.maxima import Maxima
from analysis.results.silence import Silence
from analysis.results.trust import Trust

OFTEN = 0.5  # share of the starts


def answer_silence(found: Silence) -> str:
    """Q-IX-2: how often starts of each scale are left without response, over the maps."""
    maps = len(found.share)
    if maps < MAPS.least:
        return f"{UNTOLD}: {maps} maps are too few, {MAPS.least} are needed."
    told = [
        f"{per_cent(np.median(share))} (grid {grid}; {per_cent(share.min())} to"
        f" {per_cent(share.max())})"
        for grid, share in zip(found.grid, found.share.T, strict=True)
    ]
    often = [int((share > OFTEN).sum()) for share in found.share.T]
    counts = np.bincount(found.share.argmin(axis=1), minlength=len(found.grid)).tolist()
    return (
        f"Of {int(found.starts)} starts of each scale the median map is silent to {listed(told)}."
        f" More than half of them leave {listed(list(map(str, often)))} of {maps} maps silent, and"
        f" {listed(list(map(str, counts)))} maps answer starts of that scale most often."
    )


def answer_local(found: Maxima, trust: Trust) -> str:
    """Q-VII-2: how many starts reach the strongest response that is known, what lies between their
    OIPs, and how far above it the proven bound is.
    """
    known = found.strongest > 0
    dipping = dips(found)
    if min(known.sum(), len(dipping)) < MAPS.least:
        return f"{UNTOLD}: {known.sum()} maps with a response are too few."
    part = found.response[known] / found.strongest[known, None]
    reach = (part >= 1 - LEVEL).any(axis=1).sum()
    starts = part.shape[1]
    so = "A local one, as a rule" if np.median(part) < 1 - LEVEL else "Near the best that is known"
    bound = trust.bound[known] / found.strongest[known]
    above = (
        f"the proven upper bound lies {np.nanmedian(bound):,.0f} times above it in the median, too"
        " far to tell whether that is the global one"
        if np.isfinite(bound).any()
        else "no upper bound is known"
    )
    return (
        f"{so}: the median of {starts} starts reaches {per_cent(np.median(part))} of the strongest"
        f" response known of its map, and in {reach} of {known.sum()} maps one of them comes within"
        f" {per_cent(LEVEL)} of it. Between two OIPs of a map the response dips in"
        f" {per_cent(dipping.mean())} of the pairs, and {above}."
    )


ANSWERED = (
    Answered("Q-VII-2", (MAXIMA, TRUST["Conv2D_3", "sphere"]), answer_local),
    Answered("Q-IX-2", (SILENCE,), answer_silence),
)
