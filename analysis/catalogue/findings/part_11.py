"""Part XI and the page about trust: the search, the ladder and what its pictures are worth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis import statistics
from analysis.catalogue.claims.told import as_points
from analysis.catalogue.declarations import Found, Seen
from analysis.catalogue.differences import change_of_share
from analysis.catalogue.findings.medians import FEWEST, above, apart, below, middle, told
from analysis.catalogue.intervals import (
    between,
    digits_apart,
    in_per_cent,
    with_interval,
)
from analysis.catalogue.series.measurements import (
    ABLATION,
    CONFUSION,
    CONTROLS,
    DATA_RESPONSES,
    OIP_SETS,
    TRUST,
)
from analysis.networks.series import CONVOLUTIONS
from analysis.results.ablation import Ablation
from analysis.results.classification import Confusion
from analysis.results.data_responses import DataResponses
from analysis.results.oips import Controls, OipSet
from analysis.results.trust import Trust

HALF = 0.5  # of a response, of the maps
GUESSED = 0.1  # of the digits are read rightly by guessing
NEEDED = 0.1  # of what a network has above guessing
ONE_PX, ONE_NODE, SOFT = 0, 2, 1  # places among the shifts and the blurs that were tried


def none_silent(*sets: OipSet) -> Seen:
    """Every map of every layer has an OIP in the end."""
    silent = [int((found.rung == "silent").sum()) for found in sets]
    return Seen(not any(silent), f"silent maps, layer by layer: {', '.join(map(str, silent))}")


def blur_takes_most(trust: Trust) -> Seen:
    """What a blur of 1 px leaves of the response is less than half."""
    left = middle(trust.blur[:, SOFT])
    said = f"response left after a blur of 1 px: {told(left, 0, '%', (HALF,))}"
    return Seen(below(left, HALF), said)


def off_grid_costs_more(trust: Trust) -> Seen:
    """A shift by one pixel takes more than one by a whole node."""
    more = middle(trust.shift[:, ONE_NODE] - trust.shift[:, ONE_PX])
    said = f"response left after a move by 4 px, less that after 1 px: {told(more, 1, 'points')}"
    return Seen(above(more, 0), said)


def better_hint(one: str, other: str) -> Callable[[Trust], Seen]:
    """Return the test whether one kind of hint is right more often than another one."""

    def look(trust: Trust) -> Seen:
        more = middle(getattr(trust, one) - getattr(trust, other))
        return Seen(above(more, 0), f"difference of right choices: {told(more, 1, 'points')}")

    return look


def finer_than_digits(trust: Trust) -> Seen:
    """Most OIPs have more fine power than 95 of 100 training images."""
    fires = np.diagonal(trust.excites) > 0  # a map that no search woke has a picture, but no OIP
    known = trust.high_share[fires & np.isfinite(trust.high_share)]
    if not len(known):
        return Seen(None, "no map has an OIP")
    finer = statistics.share(int((known > trust.high_reference).sum()), len(known))
    ends = between(finer, 0, HALF)
    share = in_per_cent(finer.value, HALF)
    return Seen(above(finer, HALF), f"finer are {share} ({ends}) of {finer.n} OIPs")


def least_moved_exceed_most(trust: Trust, data: DataResponses) -> Seen:
    """The less the data excite a map, the further its OIP goes beyond them."""
    known = np.isfinite(trust.ratio_maximum)
    if known.sum() < FEWEST:
        return Seen(None, f"too few maps to rank ({known.sum()})")
    r = statistics.rank_correlation(trust.ratio_maximum[known], data.maximum[known])
    return Seen(below(r, 0), f"rank correlation {with_interval(r, of='maps', bars=(0,))}")


def of_network(controls: Controls, number: str, name: str) -> np.ndarray:
    """Return a number (map) of one of the networks that were searched alike, NaN of silent maps."""
    which = list(controls.network).index(name)
    # a map that no start moved has a picture, but no OIP
    woken = controls.ratio_maximum[which] > 0
    return np.where(woken, getattr(controls, number)[which], np.nan)


def untrained_exceeds_data(controls: Controls) -> Seen:
    """OIPs of a network that never learned go beyond the images as well."""
    ratio = middle(of_network(controls, "ratio_maximum", "untrained"))
    said = f"response in units of the largest to a training image: {told(ratio, 1, bars=(1,))}"
    return Seen(above(ratio, 1), said)


def training(number: str, sign: int) -> Callable[[Controls], Seen]:
    """Return the test whether training raises (sign 1) or lowers (-1) a number: the intervals of
    the published and of the untrained network stand apart.
    """

    def look(controls: Controls) -> Seen:
        names = ("published", "untrained")
        trained, raw = (middle(of_network(controls, number, name)) for name in names)
        ends = (raw, trained) if sign > 0 else (trained, raw)
        digits = digits_apart(ends)
        said = f"published {told(trained, digits)}; untrained {told(raw, digits)}"
        return Seen(apart(*ends), said)

    return look


def one_map_needed(confusion: Confusion, *layers: Ablation) -> Seen:
    """There is a map without which the network loses a tenth of what it has above guessing; none
    where chance may carry the loss over that bar, or where the network is not shown to read more
    than whoever always says the most frequent digit.
    """
    changes, moved = (
        np.concatenate([getattr(one, name) for one in layers]) for name in ("change", "flipped")
    )
    most = int(changes.argmin())
    bar = NEEDED * (float(layers[0].intact) - GUESSED)
    matrix = confusion.matrix
    right = statistics.share(int(np.trace(matrix)), int(matrix.sum()))
    one_word = float(matrix.sum(axis=1).max() / matrix.sum())
    if not right.low > one_word:
        intact = in_per_cent(right.value, one_word, digits=1)
        said = f"test accuracy with all maps: {intact} ({between(right, 1, one_word)})"
        return Seen(None, f"{said}; by one digit alone: {in_per_cent(one_word, digits=1)}")
    lost = change_of_share(-float(changes[most]), float(moved[most]), int(matrix.sum()))
    told_of = with_interval(as_points(lost), 2, bars=(100 * bar,))
    said = (
        f"the map that is missed most takes away {told_of} of the {100 * bar / NEEDED:.1f} points"
        " above guessing"
    )
    return Seen(above(lost, bar), said)


OF_BOX = (TRUST["Conv2D_3", "box"],)
OF_SPHERE = (TRUST["Conv2D_3", "sphere"], DATA_RESPONSES["Conv2D_3"])

FOUND: tuple[Found, ...] = (
    Found("no-map-stays-silent", tuple(OIP_SETS[c, "sphere"] for c in CONVOLUTIONS), none_silent),
    Found("blur-takes-most", OF_BOX, blur_takes_most),
    Found("off-grid-costs-more", OF_BOX, off_grid_costs_more),
    Found("nine-examples-say-more", OF_BOX, better_hint("hit_rate_images", "hit_rate")),
    Found("own-oip-better-hint", OF_BOX, better_hint("hit_rate", "hit_rate_other")),
    Found("oips-finer-than-digits", OF_BOX, finer_than_digits),
    Found("least-moved-exceed-most", OF_SPHERE, least_moved_exceed_most),
    Found("untrained-exceeds-data", (CONTROLS,), untrained_exceeds_data),
    Found("training-brings-agreement", (CONTROLS,), training("agreement", 1)),
    Found("training-smooths", (CONTROLS,), training("high_share", -1)),
    Found("one-map-needed", (CONFUSION, *ABLATION.values()), one_map_needed),
)
