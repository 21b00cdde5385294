"""What the page of an image says in sentences, each of them computed: whether the network is right,
which maps made it say what it says, and what it would say without one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis import signs
from site_config.pages.cases import Case, Share

NAMED = 5  # of the maps that a sentence names


def signed(value: float, digits: int = 3) -> str:
    """Return a number with its sign and so many decimals; 0 has no sign."""
    return signs.signed(value, digits)


def plain(value: float, digits: int = 3) -> str:
    """Return a number with so many decimals and a true minus sign."""
    return signs.plain(value, digits)


def probability(value: float, digits: int = 4) -> str:
    """Return a probability, never rounded to 0 or to 1."""
    least = 10.0**-digits
    if value < least / 2:
        return f"< {least:.{digits}f}"
    return f"> {1 - least:.{digits}f}" if value > 1 - least / 2 else f"{value:.{digits}f}"


def _of(value: float) -> str:
    """Return a probability within a sentence."""
    told = probability(value)
    return told.replace("< ", "below ").replace("> ", "above ") if told[0] in "<>" else f"of {told}"


def among(names: Sequence[object]) -> str:
    """Return names as a sentence lists them."""
    *others, last = [str(name) for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def right(case: Case) -> str:
    """Return what became of the image in one word: right, wrong, undecided, or unlabelled where
    nobody knows.
    """
    if len(case.tied) > 1:
        return "undecided"
    if not case.of.labelled:
        return "unlabelled"
    return "right" if case.said == case.label else "wrong"


def says(case: Case) -> str:
    """Return what the network says of an image, and whether that is so."""
    name = case.name
    given = f"with a probability {_of(case.probabilities[case.said])}"
    if len(case.tied) > 1:
        return (
            f"The network cannot tell {among([name(one) for one in sorted(case.tied)])} apart:"
            " their logits differ by no more than rounding makes."
            + (f" The image is labelled {name(case.label)}." if case.of.labelled else "")
        )
    if not case.of.labelled:
        return f"The network says {name(case.said)}, {given}."
    if case.said == case.label:
        return f"The network says {name(case.said)}, {given}, and is right."
    return (
        f"The network says {name(case.said)}, {given}, and is wrong: the image is labelled"
        f" {name(case.label)}, which it gives a probability {_of(case.probabilities[case.label])}."
    )


def ordered(values: np.ndarray, sign: int) -> list[int]:
    """Return the maps that add, or take away where the sign is -1, the strongest first."""
    order = np.argsort(-sign * values, kind="stable")
    return [int(one) for one in order if sign * values[one] > 0]


def _strongest(share: Share, values: np.ndarray, sign: int, of: str) -> str:
    """Return which map adds most, or takes most away, in words."""
    found = ordered(values, sign)
    if not found:
        return f"no map {'adds to' if sign > 0 else 'takes from'} {of}"
    does = "adds most to" if sign > 0 else "takes most from"
    return f"map {share.layer.shelf.number(found[0])} {does} {of} ({signed(values[found[0]], 2)})"


def why(case: Case) -> str:
    """Return what speaks for the class that is said, of the maps nearest to the classes."""
    if not case.layers or case.layers[-1].layer.bent:
        return ""
    share, said, rival = case.layers[-1], case.said, case.rival(case.said)
    own, named = share.contribution[said], case.name(said)
    shelf = share.layer.shelf
    told = f"Of the maps of {shelf.layer}, {_strongest(share, own, 1, f'the logit of {named}')}"
    told += f", and {_strongest(share, own, -1, 'it')}."
    if rival is None or len(case.tied) > 1:  # nothing sets apart what cannot be told apart
        return told
    apart = own - share.contribution[rival]
    lead = ordered(apart, 1)
    if not lead:
        return f"{told} No map sets {named} above {case.name(rival)}, the class that comes next."
    return (
        f"{told} Map {shelf.number(lead[0])} has the largest share in what sets {named} above"
        f" {case.name(rival)}, the class that comes next ({signed(apart[lead[0]], 2)})."
    )


def half(values: np.ndarray) -> int:
    """Return how few maps together make at least half of all that is added."""
    added = np.sort(values[values > 0])[::-1].cumsum()
    return int(np.searchsorted(added, added[-1] / 2)) + 1 if len(added) else 0


def counted(share: Share, of: int) -> str:
    """Return how many maps of a layer add to a class, take from it, and do neither; and how few
    make at least half of what is added.
    """
    values = share.contribution[of]
    add, take = int((values > 0).sum()), int((values < 0).sum())
    rest = share.layer.maps - add - take
    named = share.case.name(of)
    told = f"{add} of {share.layer.maps} {'map adds' if add == 1 else 'maps add'} to {named}"
    told += f", {take} {'takes' if take == 1 else 'take'} from it"
    told += f", {rest} {'does' if rest == 1 else 'do'} neither." if rest else "."
    if add < 2:
        return told
    few = half(values)
    maps = "map" if few == 1 else "maps"
    return f"{told} At least half of what is added comes from {few} {maps}."


def without_one(share: Share) -> str:
    """Return whether any one map of a layer decides alone."""
    case, layer, number = share.case, share.layer.shelf.layer, share.layer.shelf.number
    said = case.name
    if len(case.tied) > 1:
        return ""
    found = share.flipping
    if not found:
        return (
            f"Whichever map of {layer} is set to zero alone, the network still says"
            f" {said(case.said)}."
        )
    named = [f"map {number(one)} (to {said(share.without[one])})" for one in found[:NAMED]]
    if len(found) == 1:
        other = said(share.without[found[0]])
        return f"Without map {number(found[0])} alone the network would say {other}."
    if len(found) > NAMED:
        named.append(f"{len(found) - NAMED} more")
    return f"Any one of {len(found)} maps, set to zero, changes what is said: {among(named)}."
