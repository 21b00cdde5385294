"""What a trust number means for one map, in a plain sentence that its value decides.

A number that this table does not know keeps its place among the maps of the layer, and needs no
sentence. Bars follow from the meaning of the words: 'more than half' is one half, 'the same
pattern' the correlation of 0.7 that joins two pictures everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, isnan, log10, sqrt

from site_config.pages.numerals import percent_of, value_of

MEASURED = (
    "Each map measured by its largest response to a training image, or to an OIP where no image"
    " excites it,"
)

Meaning = Callable[[float, float], str]

HALF = 0.5
SAME = 1e-9  # as a share: two numbers no farther apart differ by how they were computed
ALIKE = 0.7  # best correlation from which two pictures count as one pattern
CLOSE = 0.95  # of a response: no more than a twentieth of it is lost
DRAWN = ": the answer is to what is drawn"  # nothing is, on an even picture
PAIRS, STRONG, HELD_OUT = 100, 0.05, 2000  # of the two-way choice


def _times(value: float) -> str:
    return value_of(value) if value < 10 else f"{value:,.0f}"


def _at_most(value: float) -> str:
    """Return a number of times as told, rounded up: a bound that is told stays one."""
    if value <= 0:
        return _times(0.0)
    last = 1.0 if value >= 10 else 10.0 ** (floor(log10(value)) - 1)
    told = round(value / last) * last
    return _times(told if told >= value * (1 - SAME) else (floor(value / last) + 1) * last)


def _alike(times: str) -> bool:
    """Return whether a number of times is told as a tie."""
    return times in ("1", "1.0")


def _above(what: str, below: str) -> Meaning:
    def said(value: float, beside: float) -> str:
        if _alike(_times(value)):  # what stands beside it
            return f"It excites the map about as much as {what}."
        if value > 1:
            return f"It excites the map {_times(value)} times as much as {what}."
        return below

    return said


def _above_quantile(value: float, beside: float) -> str:
    # of fewer than a thousand images it is none that another exceeds
    quantile, times = "the 99.9 % quantile of those to the training images", _times(value)
    if _alike(times):
        return f"The response is about {quantile}."
    if value > 1:
        return f"The response is {times} times {quantile}."
    return f"The response stays below {quantile}."


def _stored(value: float, beside: float) -> str:
    shown = round(100 * value)  # what stands beside it
    if value >= CLOSE:
        stored = "Stored in a file, stretched from its least to its greatest value, the picture"
        if shown == 100:
            return f"{stored} excites the map as much."
        more = (
            "excites the map more" if shown > 100 else "loses at most a twentieth of its response"
        )
        return f"{stored} {more}."
    return f"As a file it keeps {percent_of(value)}: it needs values that no file holds."


def _black(value: float, beside: float) -> str:
    shown = round(100 * value)
    if value <= 0:
        return f"An empty image does not excite the map{DRAWN}."
    if shown == 0:
        return f"An empty image hardly excites the map{DRAWN}."
    if shown == 100:
        return "An empty image excites the map as much as the picture does."
    if shown > 100:
        return "An empty image excites the map more than the picture does."
    if value >= HALF:
        return "An empty image already gives half of it or more."
    return f"{percent_of(value)} of it is there without any picture."


def _bound(value: float, beside: float) -> str:
    if value <= HALF:
        times = _at_most(1 / value)
        return f"No image of the domain can excite the map more than {times} times as much as this."
    more = max(0.0, 100 / value - 100)
    return f"No image of the domain can add more than {_at_most(more)} % to this."


def _outside(value: float, beside: float) -> str:
    if value <= 0:
        return "Every pixel is one that an image can have."
    return f"{percent_of(value)} of the pixels are darker or brighter than any image can be."


def _enough(value: float) -> str:
    return "alike enough" if round(value, 2) >= ALIKE else "not alike enough"


def _agreement(value: float, beside: float) -> str:
    return (
        "In the median, what a start led to that did not end at the OIP itself is"
        f" {_enough(value)} to be this pattern."
    )


def _end(value: float, beside: float) -> str:
    return f"One start fired; what it led to is {_enough(value)} to be this pattern."


def _one(value: float, beside: float) -> str:
    return "One start fired: there is none to compare it with."


def _below(value: float, beside: float) -> str:
    if value <= 0:
        return "One start fired, and reached as much."
    if round(100 * value) == 0:
        return "One start fired, and reached almost as much."
    return f"The one start that fired stays {percent_of(value)} below it."


def _patterns(value: float, beside: float) -> str:
    if value <= 0:
        return "None of the starts whose ends are compared fired."
    if value <= 1:
        return "The ends of its starts are one pattern."
    return f"The ends of its starts fall into {value:.0f} patterns."


def _spread(value: float, beside: float) -> str:
    if value <= 0:
        return "No start that fired stays below it."
    if round(100 * value) == 0:
        return "Even the weakest start that fired reaches almost as much."
    return f"The weakest start that fired stays {percent_of(value)} below it."


def _left(change: str) -> Meaning:
    def said(value: float, beside: float) -> str:
        shown = round(100 * value)  # what stands beside it
        if shown > 100:
            return f"{change} it excites the map more."
        if shown == 100:
            return f"{change} {'hardly anything' if value < 1 else 'nothing'} is lost."
        if shown == round(100 * CLOSE):
            return f"{change} about a twentieth is lost."
        if shown > 100 * CLOSE:
            return f"{change} less than a twentieth is lost."
        if shown == 50:
            return f"{change} half of it is left."
        if value > HALF:
            return f"{change} more than half is left."
        if shown > 0:
            return f"{change} less than half is left."
        return f"{change} {'hardly anything' if value > 0 else 'nothing'} is left."

    return said


def _fine(value: float, beside: float) -> str:
    if isnan(beside):
        return ""
    if value > beside:
        return "Finer than 95 % of the training images that it is held against."
    return "Less fine than the finest twentieth of the training images that it is held against."


def _rank(value: float, beside: float) -> str:
    others = round(value) - 1
    if others <= 0:
        return f"{MEASURED} no other map of the layer answers it as much or more."
    if others == 1:
        return f"{MEASURED} one other map of the layer answers it as much or more."
    return f"{MEASURED} {others} other maps of the layer answer it as much or more."


def _selective(value: float, beside: float) -> str:
    if value >= 1:
        return "No other map of the layer answers it at all."
    times = _times(value / (1 - value))
    if _alike(times):
        return f"{MEASURED} the map answers about as much as others in the mean."
    return f"{MEASURED} the map answers {times} times as much as others in the mean."


def strong_images(share: float, images: int) -> int:
    """Return how many different images a two-way choice has to draw from as the strong ones.

    Args:
        share: of all test images, those that excite the map.
        images: the test images.
    """
    held_out = min(HELD_OUT, images)
    return min(round(share * held_out), most_strong(images))


def most_strong(images: int) -> int:
    """Return how many strong images there are at most, however many images excite a map.

    Args:
        images: the test images.
    """
    return max(1, round(STRONG * min(HELD_OUT, images)))


def _choice(what: str, value: float, beside: float, known: Known) -> str:
    """Return what a hint is worth. What is drawn again says nothing new, so that fewer strong
    images than pairs count instead of these.
    """
    if isnan(beside):
        return ""
    off, guess = abs(value - beside), f"a guess, which is right in {percent_of(beside)}"
    # so far from a half does a guess get once in twenty times; that it comes no farther tells of
    # a guess where there are as many images as pairs, and of nothing where there are few
    if known.strong < PAIRS and off <= 1 / sqrt(max(1, known.strong)):
        few = "too few test images excite the map"
        if known.strong >= known.most_strong:  # more could, and would not be drawn from
            few = "there are too few test images"
        return f"{what} cannot be told from {guess}: {few}."
    told = "about as often as"
    if off > 1 / sqrt(PAIRS):
        told = "more often than" if value > beside else "less often than"
    return f"{what} is right {told} {guess}."


MEANINGS: dict[str, Meaning] = {
    "above-maximum": _above(
        "the training image that excites it most",
        "It does not excite the map more than the training image that excites it most.",
    ),
    "above-quantile": _above_quantile,
    "as-stored": _stored,
    "black-share": _black,
    "share-of-bound": _bound,
    "outside": _outside,
    "agreement": _agreement,
    "clusters": _patterns,
    "spread": _spread,
    "left-after-shift": _left("Moved by one pixel,"),
    "left-after-node-shift": _left("Moved by four pixels,"),
    "left-after-turn": _left("Turned by 10°,"),
    "left-after-noise": _left("With noise on it,"),
    "left-after-blur": _left("Blurred,"),
    "fine-power": _fine,
    "rank": _rank,
    "selectivity": _selective,
}
HINTS = {
    "hit-rate": "As a hint it",
    "hit-rate-images": "What the strongest images have in common",
    "hit-rate-other": "What the OIPs of other maps say, in the mean,",
}

SINGLE: dict[str, Meaning] = {"agreement": _end, "clusters": _one, "spread": _below}
# of a map that no training image excites: what it is measured by instead
SILENT = "This map, which no training image excites, measured by its largest response to an OIP,"


@dataclass(frozen=True)
class Known:
    """What has to be known of a map to say what its numbers mean.

    Attributes:
        starts: how many starts fired; of a single one nothing can be compared but its end.
        excited: whether a training image excites the map.
        strong: how many strong images its two-way choices have; see ``strong_images``.
        most_strong: how many they would have if all test images excited the map.
        even: whether each visible pixel of the picture has the same value.
        ends_even: whether so do the pictures of all starts that fired.
        some_even: whether so do those of some of them.
        apart: how many starts that fired did not end at the picture itself.
    """

    starts: int = 2
    excited: bool = True
    strong: int = PAIRS
    most_strong: int = PAIRS
    even: bool = False
    ends_even: bool = False
    some_even: bool = False
    apart: int = 1


# what numbers mean of a picture without a pattern: nothing correlates with it, itself included
EVEN = {
    "hit-rate": "As a hint it says nothing: the picture is even, and matches every image alike.",
    "left-after-noise": "The picture is even: noise in units of its own deviation is none.",
    "agreement": "The picture is even: there is no pattern that what a start led to could be like.",
}
ONLY_EMPTY = (
    "It is an even image that does no more than an empty one: its search found none that does."
)
ONE_SAME = "One start fired, and led to the OIP itself."
ALL_SAME = "Each start that fired led to the OIP itself."
ENDS_EVEN = "The ends of its starts are even, without a pattern to compare: each counts for itself."
SOME_EVEN = "An even end, without a pattern to compare, counts as one of its own."


def meaning(id: str, value: float, beside: float, known: Known = Known()) -> str:
    """Return what a trust number says of a map; nothing where the map has none.

    Args:
        beside: what the number is held against; NaN where there is nothing.
    """
    if isnan(value) or id not in {*MEANINGS, *HINTS}:
        return ""
    if known.even and id in EVEN:
        return EVEN[id]
    if known.even and id == "black-share" and round(100 * value) == 100:
        return ONLY_EMPTY
    if known.ends_even and known.starts > 1 and id == "clusters":
        return ENDS_EVEN
    if known.some_even and known.starts > 1 and id == "clusters":
        return f"{_patterns(value, beside)} {SOME_EVEN}"
    if id == "clusters" and known.starts and not known.apart:
        return ONE_SAME if known.starts == 1 else ALL_SAME
    if id in HINTS:
        return _choice(HINTS[id], value, beside, known)
    if known.starts == 1 and id in SINGLE:
        return SINGLE[id](value, beside)
    said = MEANINGS[id](value, beside)
    if known.even:
        said = said.replace(DRAWN, "")
    return said if known.excited else said.replace(MEASURED, SILENT)
