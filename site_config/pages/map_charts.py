"""The small charts on the page of a map."""

from __future__ import annotations

import numpy as np

from analysis import signs
from site_config.pages import charts
from site_config.pages.gallery import DOMAINS, Gallery
from site_config.pages.numerals import number_of, signed, value_of

MOST = 150  # points of a line
BARS = 24  # classes that a chart has room for


def response_chart(gallery: Gallery, number: int) -> str:
    """Return the histogram of a map's responses to the test images, its OIPs marked."""
    kin = gallery.kin
    marks = [
        charts.Mark(float(gallery.sets[name].response[number]), name)
        for name in DOMAINS
        if gallery.sets[name].response[number] > gallery.rest
    ]
    said = (
        f"Responses to {int(kin.images):,} test images reach up to {number_of(kin.maximum[number])}"
    )
    said += "".join(f"; that to the OIP ({mark.name}) is {number_of(mark.at)}" for mark in marks)
    counts = [int(count) for count in kin.count[number]]
    said = gallery.called.said(f"{said}.")
    return charts.histogram(counts, float(kin.maximum[number]), marks, said)


def _of_classes(gallery: Gallery, values: np.ndarray) -> tuple[list[float], list[str]]:
    """Return the values of those classes of which there are images, and what these are called; of
    more than a chart has room for those that differ most from 0.
    """
    there = np.flatnonzero(~np.isnan(values))
    there = np.sort(there[np.argsort(-abs(values[there]), kind="stable")[:BARS]])
    return [float(value) for value in values[there]], [
        gallery.called.name(int(one)) for one in there
    ]


def crowded(gallery: Gallery, number: int) -> int:
    """Return how many classes there are of which a chart has room for some alone; else 0."""
    classes = int(np.isfinite(gallery.data.digit_mean[number]).sum())
    return classes if classes > BARS else 0


def class_chart(gallery: Gallery, number: int) -> str:
    """Return the mean response to the test images of each class as bars."""
    means, names = _of_classes(gallery, gallery.data.digit_mean[number])
    told = ", ".join(f"{name}: {value_of(value)}" for name, value in zip(names, means, strict=True))
    return charts.bars(means, names, f"Mean response by class. {told}.")


def vote_chart(gallery: Gallery, number: int) -> str:
    """Return what a map adds to the logit of each class, in the mean over images of the class."""
    added, names = _of_classes(gallery, gallery.votes.added[:, number])
    told = ", ".join(f"{name}: {signed(value)}" for name, value in zip(names, added, strict=True))
    return charts.bars(added, names, f"Mean contribution to the logit of the own class. {told}.")


def loss_chart(gallery: Gallery, number: int) -> str:
    """Return what silencing a map changes in the accuracy of each class, in points."""
    change, names = _of_classes(gallery, 100 * gallery.ablation.change_digit[number])
    told = ", ".join(
        f"{name}: {signs.signed(value, 1)}" for name, value in zip(names, change, strict=True)
    )
    return charts.bars(change, names, f"Change of accuracy by class, in points. {told}.")


def climb_chart(gallery: Gallery, number: int) -> str:
    """Return the course of the response along the ascent that the frames show."""
    curve = gallery.portraits.curve[:, number]
    last = len(curve) - 1
    shown = np.unique(np.linspace(0, last, MOST).round().astype(int))
    return charts.course(
        [float(curve[k]) for k in shown], last, f"{climbed(curve)} in {last} steps."
    )


def climbed(curve: np.ndarray) -> str:
    """Return in words where a response (step) begins and how high it comes, and how low it falls
    before, where that shows.
    """
    top = int(curve.argmax())
    first, least, most = (
        value_of(float(one)) for one in (curve[0], curve[: top + 1].min(), curve[top])
    )
    if first == most:
        return f"The response does not rise above the {first} of the start"
    if least != first:
        return f"The response begins at {first}, falls to {least} and reaches {most}"
    return f"The response begins at {first} and reaches {most}"
