"""Part IV: activation maps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from analysis.catalogue.claims.part_04 import grey_by_strength
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.findings.medians import above
from analysis.catalogue.intervals import in_per_cent, with_interval
from analysis.catalogue.series.measurements import EXAMPLE_ACTIVATIONS, LAYER_ABSTRACTION
from analysis.catalogue.series.readers import zero_share
from analysis.digits import digits_beside
from analysis.networks.series import CONVOLUTIONS
from analysis.results.layers import ExampleActivations, LayerAbstraction
from analysis.statistics import difference

MOST = 0.5


def look_brighter(seen: ExampleActivations) -> Seen:
    """The sign of the correlation that decides C-IV-2, whose size alone is asked there."""
    found = grey_by_strength(seen)
    if not found:
        return Seen(None, "no convolution has enough maps that are not empty")
    name, agree = next(iter(found.items()))
    told = f"rank correlation on {name}: {with_interval(agree, signed=True, of='maps')}"
    return Seen(above(agree, 0), told)


def most_are_zero(seen: ExampleActivations) -> Seen:
    """What a ReLU stops is an exact zero."""
    share = zero_share(seen)
    return Seen(share > MOST, f"{in_per_cent(share, MOST)} of the nodes are 0")


def _likeness(found: LayerAbstraction, layer: str) -> np.ndarray:
    return found.correlation[list(found.layer).index(layer)]


def falls(found: LayerAbstraction) -> Seen:
    """Every convolution is less like the input than the one before."""
    names = list(pairwise(CONVOLUTIONS))
    steps = [difference(_likeness(found, a), _likeness(found, b)) for a, b in names]
    told = [
        f"{with_interval(step, signed=True, bars=(0,))} from {a} to {b}"
        for step, (a, b) in zip(steps, names, strict=True)
    ]
    return Seen(all(step.low > 0 for step in steps), f"what it falls: {', '.join(told)}")


def pooling_raises(found: LayerAbstraction) -> Seen:
    """The pooled maps against those they come from."""
    rise = difference(_likeness(found, "Max_Pool_1"), _likeness(found, "Conv2D_1"))
    return Seen(rise.low > 0, f"what it rises: {with_interval(rise, signed=True, bars=(0,))}")


def less_than_a_blur(found: LayerAbstraction) -> Seen:
    """What resolution alone leaves is more than the maps keep."""
    excess = [difference(*one) for one in zip(found.correlation, found.baseline, strict=True)]
    told = [
        f"{name} {with_interval(one, signed=True, bars=(0,))}"
        for name, one in zip(found.layer, excess, strict=True)
    ]
    said = f"likeness less that of the blur: {', '.join(told)}"
    return Seen(all(one.high < 0 for one in excess), said)


def lost_at_once(found: LayerAbstraction) -> Seen:
    """The first layer has more than half of what any layer has; none where no layer has any."""
    shortfall = (found.baseline - found.correlation).mean(axis=1)
    first = float(shortfall[list(found.layer).index("Conv2D_1")])
    largest = float(shortfall.max())
    digits = digits_beside([first], 0, MOST * largest)
    return Seen(
        first > MOST * largest if largest > 0 else None,
        f"likeness short of the blur's: {first:.{digits}f} on Conv2D_1, {largest:.{digits}f} at"
        " most",
    )


def lost_most_at_once(found: LayerAbstraction) -> Seen:
    """Every other layer is nearer to its blur than the first, or one is farther from it."""
    shortfall = found.baseline - found.correlation
    first = list(found.layer).index("Conv2D_1")
    leads = [
        (str(name), difference(shortfall[first], other))
        for place, (name, other) in enumerate(zip(found.layer, shortfall, strict=True))
        if place != first
    ]
    layer, least = min(leads, key=lambda lead: lead[1].value)
    beaten = any(lead.high < 0 for _, lead in leads)
    return Seen(
        False if beaten else all(lead.low > 0 for _, lead in leads) or None,
        f"likeness short of the blur's, on Conv2D_1 less on {layer}, which has most of it besides:"
        f" {with_interval(least, signed=True, bars=(0,))}",
    )


FOUND = (
    Found("most-nodes-are-zero", (EXAMPLE_ACTIVATIONS,), most_are_zero),
    Found("stronger-maps-look-brighter", (EXAMPLE_ACTIVATIONS,), look_brighter),
    Found("likeness-falls", (LAYER_ABSTRACTION,), falls),
    Found("pooling-raises-likeness", (LAYER_ABSTRACTION,), pooling_raises),
    Found("less-like-than-a-blur", (LAYER_ABSTRACTION,), less_than_a_blur),
    Found("likeness-lost-at-once", (LAYER_ABSTRACTION,), lost_at_once),
    Found("likeness-lost-most-at-once", (LAYER_ABSTRACTION,), lost_most_at_once),
)
