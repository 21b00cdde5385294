"""What the page of a map says in numbers: each of them read from the artifacts, put into words that
fit it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from site_config.pages import charts
from site_config.pages.gallery import DOMAINS, Gallery, begun, status
from site_config.pages.trust_here import meaning

SHOWN = 6  # of readers, relatives and the like
FRAME = 28  # px of a picture in a row


@dataclass(frozen=True)
class Neighbour:
    """Another map, or a node, that a page leads to."""

    number: int
    told: str  # why it stands here: a number with its unit
    page: str = ""  # staged path of its page; empty for one that has none
    picture: str = ""  # staged path of its picture
    name: str = ""


def number_of(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that count, and a true minus sign."""
    return f"{value:.{digits}g}".replace("-", "−")


def quantile_place(values: np.ndarray, number: int) -> int | None:
    """Return how many of 100 other maps have a smaller value; None where it is not known."""
    known = np.isfinite(values)
    if not known[number] or known.sum() < 2:
        return None
    others = np.delete(values, number)
    others = others[np.isfinite(others)]
    return round(100 * float((others < values[number]).mean()))


def _placed(place: int | None) -> str:
    return "–" if place is None else f"{place} %"


def _meanings(tables: list[SimpleNamespace], row: int, number: int) -> list[str]:
    """Return what a number means for the map in each domain; once where they mean the same."""
    said = {
        name: meaning(
            str(table.number[row]), float(table.value[row, number]), float(table.beside[row])
        )
        for name, table in zip(DOMAINS, tables, strict=True)
    }
    told = {name: words for name, words in said.items() if words}
    if len(set(told.values())) <= 1:
        return list(told.values())[:1]
    return [f"*{name}:* {words}" for name, words in told.items()]


def trust_rows(gallery: Gallery, number: int) -> list[dict[str, Any]]:
    """Return what each trust number says of a map, and where that stands among its layer's."""
    tables = [gallery.tables[name] for name in DOMAINS]
    return [
        {
            "label": str(label),
            "reading": str(tables[0].reading[k]),
            "texts": [str(table.text[k, number]) for table in tables],
            "places": [_placed(quantile_place(table.value[k], number)) for table in tables],
            "here": " ".join(_meanings(tables, k, number)),
        }
        for k, label in enumerate(tables[0].label)
    ]


def neighbour(gallery: Gallery, number: int, told: str) -> Neighbour:
    """Return another map of a layer as what a page leads to."""
    folder = gallery.shelf.folder
    fires = gallery.sets["sphere"].response[number] > 0
    return Neighbour(
        int(number),
        told,
        f"{folder}/{number}.md",
        f"{folder}/{number}/oip.png" if fires else "",
        f"map {number}",
    )


def _strongest(values: np.ndarray) -> list[int]:
    """Return the places of the largest values, the largest first, as many as are shown."""
    return [int(k) for k in np.argsort(-values, kind="stable")[:SHOWN]]


def answering(gallery: Gallery, number: int) -> list[Neighbour]:
    """Return which other maps answer a map's OIP most, in units of the response to their own."""
    trust, oips = gallery.trusts["sphere"], gallery.sets["sphere"]
    if not oips.response[number] > 0:
        return []
    own = np.where(oips.response > 0, oips.response, np.inf)
    share = trust.excites[number] / own
    share[number] = 0
    return [
        neighbour(gallery, other, f"{100 * share[other]:.0f} %")
        for other in _strongest(share)
        if share[other] > 0
    ]


def relatives(gallery: Gallery, number: int) -> list[Neighbour]:
    """Return the maps whose responses to the test images are most like a map's."""
    related = np.nan_to_num(gallery.kin.correlation[number], nan=-1).copy()
    related[number] = -1
    return [
        neighbour(gallery, other, number_of(related[other], 2))
        for other in _strongest(related)
        if related[other] > 0
    ]


def inputs(below: Gallery | None, number: int) -> dict[str, list[Neighbour]]:
    """Return the maps of the layer below that a map rests on most: by what they add, by weight."""
    if below is None:
        return {}
    added, strength = (
        below.links.added.mean(axis=0)[:, number],
        below.links.strength[:, number],
    )
    return {
        "added": [neighbour(below, k, _signed(added[k])) for k in _strongest(np.abs(added))],
        "weight": [neighbour(below, k, number_of(strength[k], 2)) for k in _strongest(strength)],
    }


def outputs(gallery: Gallery, above: Gallery | None, number: int) -> dict[str, list[Neighbour]]:
    """Return the readers of a map, maps of the layer above or nodes: those to which it adds most,
    and those with the largest weights.
    """
    links = gallery.links
    added, strength = links.added.mean(axis=0)[number], links.strength[number]

    def reader(k: int, told: str) -> Neighbour:
        return neighbour(above, k, told) if above else Neighbour(k, told, name=f"node {k}")

    return {
        "added": [reader(k, _signed(added[k])) for k in _strongest(np.abs(added))],
        "weight": [reader(k, number_of(strength[k], 2)) for k in _strongest(strength)],
    }


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + charts.value_of(value)


def response_chart(gallery: Gallery, number: int) -> str:
    """Return the histogram of a map's responses to the test images, its OIPs marked."""
    kin = gallery.kin
    marks = [
        charts.Mark(float(gallery.sets[name].response[number]), name)
        for name in DOMAINS
        if gallery.sets[name].response[number] > 0
    ]
    said = f"Responses to {int(kin.images):,} test images reach from 0 to {kin.maximum[number]:.3g}"
    said += "".join(f"; that to the OIP ({mark.name}) is {mark.at:.3g}" for mark in marks)
    counts = [int(count) for count in kin.count[number]]
    return charts.histogram(counts, float(kin.maximum[number]), marks, f"{said}.")


def digit_chart(gallery: Gallery, number: int) -> str:
    """Return the mean response to the test images of each class as bars."""
    means = [float(value) for value in gallery.data.digit_mean[number]]
    names = [str(digit) for digit in range(len(means))]
    told = ", ".join(
        f"{name}: {charts.value_of(value)}" for name, value in zip(names, means, strict=True)
    )
    return charts.bars(means, names, f"Mean response by class. {told}.")


def vote_chart(gallery: Gallery, number: int) -> str:
    """Return what a map adds to the logit of each class, in the mean over images of the class."""
    added = [float(value) for value in gallery.votes.added[:, number]]
    names = [str(digit) for digit in range(len(added))]
    told = ", ".join(f"{name}: {_signed(value)}" for name, value in zip(names, added, strict=True))
    return charts.bars(added, names, f"Mean contribution to the logit of the own class. {told}.")


def loss_chart(gallery: Gallery, number: int) -> str:
    """Return what silencing a map changes in the accuracy of each class, in points."""
    change = [100 * float(value) for value in gallery.ablation.change_digit[number]]
    names = [str(digit) for digit in range(len(change))]
    told = ", ".join(f"{name}: {value:+.1f}" for name, value in zip(names, change, strict=True))
    return charts.bars(change, names, f"Change of accuracy by class, in points. {told}.")


def climb_chart(gallery: Gallery, number: int) -> str:
    """Return the course of the response along the ascent that the frames show."""
    curve = gallery.portraits.curve[:, number]
    every = max(1, len(curve) // 150)
    said = f"The response climbs from {curve[0]:.2g} to {curve.max():.3g} in {len(curve)} steps."
    return charts.course([float(value) for value in curve[::every]], said)


def found_by(gallery: Gallery, number: int) -> list[str]:
    """Return how the OIP of each domain was found, a sentence each; none where it was not."""
    said = []
    for name, place in zip(DOMAINS, ("On the sphere", "In the box"), strict=True):
        found = gallery.sets[name]
        if found.response[number] > 0:
            told = f"{place} the picture began with {begun(found, number)}"
            said.append(f"{told}; the map was woken by: {found.rung[number]}.")
    return said


def _silent(gallery: Gallery, number: int) -> str:
    """Return how many test images do not excite a map; nothing where all do."""
    count = round(float(gallery.kin.zero[number]) * int(gallery.kin.images))
    return f"{count:,}" if count else ""


def silenced(gallery: Gallery, number: int) -> str:
    """Return what the network loses without a map, as a sentence."""
    change = 100 * float(gallery.ablation.change[number])
    if not change:
        return "The test accuracy is the same without it."
    word = "gains" if change > 0 else "loses"
    return f"With the map set to 0 the network {word} {abs(change):.2f} points of test accuracy."


def facts(
    gallery: Gallery, below: Gallery | None, above: Gallery | None, number: int
) -> dict[str, Any]:
    """Return everything that the page of a map says in numbers."""
    data, more = gallery.data, gallery.portraits
    sphere, box = (gallery.sets[name] for name in DOMAINS)
    means = data.digit_mean[number]
    steps = [int(step) for step in more.step]
    rows, columns = (
        int(end - first) for first, end in (sphere.visible_rows, sphere.visible_columns)
    )
    return {
        "number": number,
        "status": status(gallery, number),
        "fires": bool(sphere.response[number] > 0),
        "fires_box": bool(box.response[number] > 0),
        "excited": bool(data.maximum[number] > 0),
        "evolves": bool(more.curve[:, number].max() > 0),
        "class": int(means.argmax()) if means.max() > 0 else None,
        "rate": f"{100 * float(data.rate[number]):.3g} %",
        "responses": [number_of(float(found.response[number])) for found in (sphere, box)],
        "found": found_by(gallery, number),
        "hatched": sphere.images.shape[1:] != (rows, columns),
        "agreement": number_of(float(sphere.agreement[number]), 2),
        "starts": int((sphere.every_response[number] > 0).sum()),
        "patterns": int(sphere.clusters[number]),
        "node": [int(place) for place in more.node],
        "node_fires": bool(more.node_response[number] > 0),
        "node_response": number_of(float(more.node_response[number])),
        "negative_response": number_of(float(more.negative_response[number])),
        "steps": steps,
        "frames": [number_of(float(more.curve[step, number]), 2) for step in steps],
        "seed": int(more.seed[number]),
        "labels": data.top_label[number].tolist(),
        "indices": data.top_index[number].tolist(),
        "top": number_of(float(data.maximum[number])),
        "levels": [f"{100 * level:.3g} %" for level in data.level],
        "silent": _silent(gallery, number),
        "silenced": silenced(gallery, number),
        "trust": trust_rows(gallery, number),
        "answering": answering(gallery, number),
        "relatives": relatives(gallery, number),
        "inputs": inputs(below, number),
        "outputs": outputs(gallery, above, number),
        "charts": {
            "responses": response_chart(gallery, number),
            "classes": digit_chart(gallery, number),
            "votes": vote_chart(gallery, number),
            "silenced": loss_chart(gallery, number),
            "climb": climb_chart(gallery, number),
        },
    }
