"""Every trust number in one table: what it is called, what it means, and how it is read off what
was measured.

A number that is added here appears in the figure of trust, on the cards of the galleries where it
has a heading, among the values that prose quotes, and in the table of the page about trust. Rows
only read; NumPy is all they need.
"""

from __future__ import annotations

import numpy as np

from analysis.results.data_responses import DataResponses
from analysis.results.oips import OipSet
from analysis.results.trust import Trust, TrustTable
from analysis.study import Study
from analysis.trust.row import Read, TrustNumber, mean


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def chance(trust: Trust) -> float:
    """Return how often a hint without information picks the right one of two images."""
    return 0.5


BY_LUMINANCE = "Colours count by their luminance (Rec. 709)."
TOGETHER = "All channels are changed alike."
IN_COLOUR = {
    "as-stored": "The file holds red, green and blue by one range of values.",
    "outside": "Each channel of a pixel counts for itself.",
    "left-after-noise": "Each channel of a pixel has noise of its own.",
    **dict.fromkeys(("left-after-shift", "left-after-node-shift", "left-after-turn"), TOGETHER),
    "left-after-blur": TOGETHER,
    **dict.fromkeys(("agreement", "clusters", "fine-power"), BY_LUMINANCE),
    **dict.fromkeys(("hit-rate", "hit-rate-images", "hit-rate-other"), BY_LUMINANCE),
}  # by the id of a number: what has to be said where pictures are in colour


def readings(in_colour: bool) -> list[str]:
    """Return what each number means; with what holds for colours alone where there are any."""
    more = IN_COLOUR if in_colour else {}
    return [f"{row.reading} {more.get(row.id, '')}".strip() for row in ROWS]


STRENGTH: tuple[TrustNumber, ...] = (
    TrustNumber(
        "above-maximum",
        "response / data maximum",
        "The response to the OIP, in units of the strongest response to a training image.",
        r"$A_k(x_k) / \max_i A_k(x_i)$",
        lambda oips, responses, trust: trust.ratio_maximum,
        digits=1,
        heading="× data",
    ),
    TrustNumber(
        "above-quantile",
        "response / 99.9 % quantile",
        "The same with the 99.9 % quantile of these responses, which an odd image among many"
        " thousands hardly moves.",
        r"$A_k(x_k) / Q_{0.999}\, A_k(x_i)$",
        lambda oips, responses, trust: trust.ratio_quantile,
        digits=1,
    ),
    TrustNumber(
        "as-stored",
        "left in an 8-bit file",
        "What is left of the response when the picture comes back from an 8-bit file.",
        r"$A_k(\mathrm{stored}\, x_k) / A_k(x_k)$",
        lambda oips, responses, trust: _share(oips.stored_response, oips.response),
        unit="%",
        digits=0,
    ),
    TrustNumber(
        "black-share",
        "black / response",
        "The response to the empty image, as a share of that to the OIP.",
        r"$A_k(\mathrm{black}) / A_k(x_k)$",
        lambda oips, responses, trust: trust.ratio_black,
        unit="%",
        digits=0,
    ),
    TrustNumber(
        "share-of-bound",
        "response / upper bound",
        "The response as a share of a number that no image of the domain exceeds. The rest is a gap"
        " between what was found and what was excluded; a loose bound widens it.",
        r"$A_k(x_k) / B_k$",
        lambda oips, responses, trust: _share(np.diagonal(trust.excites), trust.bound),
        unit="%",
        digits=1,
    ),
    TrustNumber(
        "outside",
        "pixels outside the box",
        "The share of pixels whose value no real image can have.",
        r"$\#\{p : x_{k,p} \notin [\mathrm{paper}, \mathrm{ink}]\} / n$",
        lambda oips, responses, trust: oips.outside,
        unit="%",
        digits=0,
        middle=mean,
    ),
)

STARTS: tuple[TrustNumber, ...] = (
    TrustNumber(
        "agreement",
        "agreement of starts",
        "The median of the best correlations, over shifts of up to 4 px, of the OIP with what those"
        " starts reached that did not end at the OIP itself, on the pixels that the layer sees.",
        r"$\mathrm{median}_s\, \max_\Delta r(x_k, x_k^{(s)})$",
        lambda oips, responses, trust: oips.agreement,
        heading="agree",
    ),
    TrustNumber(
        "clusters",
        "patterns",
        "The number of groups of what its starts reached, when a best correlation of 0.7 joins two;"
        " 0 where none of them fired.",
        r"components of $\{\max_\Delta r \geq 0.7\}$",
        lambda oips, responses, trust: oips.clusters.astype(float),
        digits=0,
    ),
    TrustNumber(
        "spread",
        "spread of responses",
        "By how much the least response of the starts that fired stays below that of the OIP, as a"
        " share of it.",
        r"$1 - \min_s A_k(x_k^{(s)}) / A_k(x_k)$",
        lambda oips, responses, trust: oips.spread,
        unit="%",
        digits=0,
    ),
)


def _left(id: str, label: str, change: str, read: Read, heading: str = "") -> TrustNumber:
    """Return the row of what a small change leaves of the response."""
    return TrustNumber(
        id,
        label,
        f"What is left of the response after {change}.",
        r"$A_k(T x_k) / A_k(x_k)$",
        read,
        unit="%",
        digits=0,
        heading=heading,
    )


ROBUSTNESS: tuple[TrustNumber, ...] = (
    _left(
        "left-after-shift",
        "left after a shift by 1 px",
        "a shift by 1 px, the mean over four directions",
        lambda oips, responses, trust: trust.shift[:, 0],
        heading="shift",
    ),
    _left(
        "left-after-node-shift",
        "left after a shift by 4 px",
        "a shift by 4 px",
        lambda oips, responses, trust: trust.shift[:, 2],
    ),
    _left(
        "left-after-turn",
        "left after a turn by 10°",
        "a turn by 10°, the mean over both directions",
        lambda oips, responses, trust: trust.rotation[:, 1],
    ),
    _left(
        "left-after-noise",
        "left after noise of 0.25",
        "noise of 0.25 of the picture's own deviation, the mean over four draws",
        lambda oips, responses, trust: trust.noise[:, 1],
    ),
    _left(
        "left-after-blur",
        "left after a blur of 1 px",
        "a Gaussian blur of 1 px",
        lambda oips, responses, trust: trust.blur[:, 1],
        heading="blur",
    ),
)

PICTURE: tuple[TrustNumber, ...] = (
    TrustNumber(
        "fine-power",
        "power below 4 px",
        "The share of spectral power at wavelengths below 4 px, on the pixels that the layer sees.",
        r"$\sum_{f > 1/4} |\hat x_k|^2 / \sum_f |\hat x_k|^2$",
        lambda oips, responses, trust: trust.high_share,
        unit="%",
        digits=0,
        beside=lambda trust: float(trust.high_reference),
        top=1,
    ),
    TrustNumber(
        "rank",
        "rank of the own map",
        "The place of the own map among all maps of the layer that are shown its OIP, each response"
        " in units of the map's data maximum, or of its largest to one of these where no image"
        " excites it.",
        r"$\#\{j : a_j(x_k) \geq a_k(x_k)\}$ with $a_j = A_j / \max_i A_j(x_i)$",
        lambda oips, responses, trust: trust.rank.astype(float),
        digits=0,
    ),
    TrustNumber(
        "selectivity",
        "selectivity",
        "The response of the own map over the sum of it and the mean of the others, in the same"
        " units: 1 where no other map answers, one half where all answer alike.",
        r"$a_k / (a_k + \langle a_j \rangle_{j \neq k})$ at $x_k$",
        lambda oips, responses, trust: trust.selectivity,
        top=1,
    ),
)


def _choice(id: str, label: str, hint: str, read: Read, heading: str = "") -> TrustNumber:
    """Return the row of how often one kind of hint is right in the two-way choice."""
    return TrustNumber(
        id,
        label,
        f"How often {hint} tells which of two test images excites the map more.",
        r"share of pairs with $M(x_k, x_+) > M(x_k, x_-)$, $M$ the match",
        read,
        unit="%",
        digits=0,
        heading=heading,
        beside=chance,
        top=1,
    )


CHOICE: tuple[TrustNumber, ...] = (
    _choice(
        "hit-rate",
        "two-way choice, OIP",
        "the OIP",
        lambda oips, responses, trust: trust.hit_rate,
        heading="hint",
    ),
    _choice(
        "hit-rate-images",
        "two-way choice, images",
        "the mean match with the nine strongest training images",
        lambda oips, responses, trust: trust.hit_rate_images,
    ),
    _choice(
        "hit-rate-other",
        "two-way choice, other maps",
        "the OIP of another map, in the mean over all of these, which is the control,",
        lambda oips, responses, trust: trust.hit_rate_other,
    ),
)

ROWS: tuple[TrustNumber, ...] = (*STRENGTH, *STARTS, *ROBUSTNESS, *PICTURE, *CHOICE)


def tabulate(study: Study, oips: OipSet, responses: DataResponses, trust: Trust) -> TrustTable:
    """Return every number of the table for the OIPs of one layer in one domain.

    A map that no search moved has a picture, but no OIP: whatever was measured of that picture,
    the map has none of the numbers.
    """
    found = oips.rung != "silent"
    values = [np.where(found, row.read(oips, responses, trust), np.nan) for row in ROWS]
    middles = [row.middle(value) for row, value in zip(ROWS, values, strict=True)]
    pairs = list(zip(ROWS, values, strict=True))
    return TrustTable(
        number=np.array([row.id for row in ROWS]),
        label=np.array([row.label for row in ROWS]),
        heading=np.array([row.heading for row in ROWS]),
        reading=np.array(readings("channel" in oips.axes()["images"])),
        formula=np.array([row.formula for row in ROWS]),
        value=np.stack(values),
        text=np.array([[row.text(one) for one in value] for row, value in pairs]),
        middle=np.array(middles),
        middle_text=np.array([row.text(one) for row, one in zip(ROWS, middles, strict=True)]),
        beside=np.array([row.beside(trust) for row in ROWS]),
        top=np.array([row.top for row in ROWS]),
    )
