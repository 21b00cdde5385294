"""What the page of a map says in numbers: each of them read from the artifacts, put into words that
fit it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.signs import true_signs
from site_config.pages import anew
from site_config.pages.gallery import (
    DOMAINS,
    Gallery,
    begun,
    favourite,
    silent_tests,
    status,
    unexcited,
)
from site_config.pages.map_charts import (
    class_chart,
    climb_chart,
    crowded,
    loss_chart,
    response_chart,
    vote_chart,
)
from site_config.pages.map_leads import answering, inputs, outputs, relatives
from site_config.pages.numerals import number_of, points_of, share_of
from site_config.pages.trust_here import Known, meaning, most_strong, strong_images

LEVEL = 0.01  # an ascent that adds less has come to the same picture
PLACES = ("on the sphere", "in the box")  # by domain
# by the rung of the search on which a map stands
WOKEN = {
    "plain": "the map answers at least one of its search's plain starts as it is",
    "precursor": "the map answers none of its search's plain starts as it is, but one that was"
    " chosen among many",
    "pre-activation": "the search woke the map by a climb before its activation function",
    "image": "the search woke the map by a training image",
    "silent": "none of the search's starts woke the map",
}
# of a map that answers no start of its search, but one of the walk, which may try more of them
WALKED = "the map answers none of its search's plain starts as it is, but one of the series' walk"


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


def started(gallery: Gallery, name: str, number: int) -> int:
    """Return how many starts of a domain fired."""
    return int(_fired(gallery, name, number).sum())


def _fired(gallery: Gallery, name: str, number: int) -> np.ndarray:
    return np.asarray(gallery.sets[name].every_response[number] > gallery.rest)


def _apart(gallery: Gallery, name: str, number: int) -> int:
    """Return how many starts of a domain that fired did not end at the OIP itself."""
    found = gallery.sets[name]
    short = found.every_response[number] < found.response[number]
    return int((_fired(gallery, name, number) & short).sum())


def _even(image: np.ndarray, gallery: Gallery) -> bool:
    """Return whether each pixel of a picture that the layer sees has the same value."""
    return not np.ptp(image[gallery.visible])


def means(gallery: Gallery, domain: str, row: int, number: int) -> str:
    """Return what a number, a row of the table of its domain, means for a map."""
    table = gallery.tables[domain]
    value, beside = float(table.value[row, number]), float(table.beside[row])
    images, found = int(gallery.kin.images), gallery.sets[domain]
    fired = found.every_image[number][_fired(gallery, domain, number)]
    even = [_even(end, gallery) for end in fired]
    known = Known(
        started(gallery, domain, number),
        bool(gallery.data.maximum[number] > gallery.rest),
        strong_images(1 - float(gallery.kin.zero[number]), images),
        most_strong(images),
        _even(found.images[number], gallery),
        all(even),
        any(even),
        _apart(gallery, domain, number),
    )
    return meaning(str(table.number[row]), value, beside, known)


def _meanings(gallery: Gallery, row: int, number: int) -> list[str]:
    """Return what a number means for the map in each domain; once where it means the same in each
    that has an OIP.
    """
    has = [name for name in DOMAINS if gallery.sets[name].response[number] > gallery.rest]
    said = {name: means(gallery, name, row, number) for name in has}
    told = {name: words for name, words in said.items() if words}
    if len(set(told.values())) <= 1 and list(told) in ([], has):
        return list(told.values())[:1]
    return [f"*{name}:* {words}" for name, words in told.items()]


def trust_rows(gallery: Gallery, number: int) -> list[dict[str, Any]]:
    """Return what each trust number says of a map, and where that stands among its layer's."""
    tables = [gallery.tables[name] for name in DOMAINS]
    return [
        {
            "label": str(label),
            "reading": str(tables[0].reading[k]),
            "texts": [true_signs(str(table.text[k, number])) for table in tables],
            "places": [_placed(quantile_place(table.value[k], number)) for table in tables],
            "here": " ".join(_meanings(gallery, k, number)),
        }
        for k, label in enumerate(tables[0].label)
    ]


def _walked(gallery: Gallery, name: str, number: int) -> bool:
    """Return whether no start of a search woke a map as it is, but one of the series' walk did."""
    rung = str(gallery.sets[name].rung[number])
    if name == DOMAINS[0] and rung in ("pre-activation", "image"):
        return not gallery.walk.silent[number]
    return rung == "plain" and not started(gallery, name, number)


def found_by(gallery: Gallery, number: int) -> list[str]:
    """Return how the OIP of each domain was found, a sentence each; none where it was not."""
    places: dict[str, list[str]] = {}
    for name, place in zip(DOMAINS, PLACES, strict=True):
        found = gallery.sets[name]
        if found.response[number] > gallery.rest:
            woken = WOKEN[str(found.rung[number])]
            if _walked(gallery, name, number):
                woken = WALKED
            told = f"began with {begun(gallery, name, number)}; {woken}."
            places.setdefault(told, []).append(place)
    said = [
        f"{' and '.join(where).capitalize()} the picture{'s' * (len(where) > 1)} {told}"
        for told, where in places.items()
    ]
    found_in = {place for where in places.values() for place in where}
    missed = [place for place in PLACES if place not in found_in] if said else []
    return [*said, *(f"No search of its own {place} excited it." for place in missed)]


def _ties(gallery: Gallery, number: int) -> str:
    """Return that strongest nodes may be many, of a map that answers an empty image."""
    empty = float(gallery.data.black[number])
    if not empty > gallery.rest:
        return ""
    does = "excites the map too"
    if empty > gallery.data.maximum[number]:
        does = f"excites the map more than any training image, with {number_of(empty)}"
    return f", the first where several are as strong: an empty image {does}"


def _woken(gallery: Gallery, number: int) -> dict[str, Any] | None:
    """Return how the start of the ascent that the frames show was woken; None where its map answers
    it as it is.
    """
    more = gallery.portraits
    place = np.flatnonzero(more.woken == number)
    if not len(place):
        return None
    curve = more.wake_curve[:, place.item()]
    return {
        "steps": [int(step) for step in more.wake_step],
        "frames": [number_of(float(curve[step]), 2) for step in more.wake_step],
        "all": len(curve),
    }


def _film(woken: dict[str, Any] | None, steps: list[int], responses: list[str]) -> list[str]:
    """Return what is said of each frame of an ascent, those that wake its map first."""
    waking = zip(woken["steps"], woken["frames"], strict=True) if woken else ()
    return [
        *(f"waking, step {step}: {mean} before the activation function" for step, mean in waking),
        *(f"step {step}, response {one}" for step, one in zip(steps, responses, strict=True)),
    ]


def _followed(gallery: Gallery, number: int) -> str:
    """Return what the OIP has to do with the ascent that the frames show, as a sentence."""
    found, seed = gallery.sets["sphere"], int(gallery.portraits.seed[number])
    if not found.response[number] > gallery.rest:
        return ""
    if found.origin[number] == "many starts" and int(found.seed[number]) == seed:
        reached = float(gallery.portraits.curve[:, number].max())  # it may fall again
        known = float(found.response[number])
        if won := int(found.won[number]):
            times = {1: "once", 2: "twice"}.get(won, f"{won} times")
            return (
                "The OIP above began with the same start; on its way a part of the picture was"
                f" replaced {times}, and it climbed again, to {number_of(known)}."
            )
        if known <= (1 + LEVEL) * reached:
            return "It led to the OIP above."
        return f"The OIP above comes from the same start, climbed further, to {number_of(known)}."
    return (
        f"The OIP above is the strongest of this map's searches, and began with"
        f" {begun(gallery, 'sphere', number)}."
    )


def _overheard(gallery: Gallery, number: int) -> str:
    """Return which other picture excites a map most whose own searches failed, as a sentence: the
    OIP of another map, or what grew from a start among many; nothing where none does.
    """
    heard = []
    for domain in DOMAINS:
        responses = gallery.trusts[domain].excites[:, number]
        found = gallery.sets[domain].response > gallery.rest
        responses = np.where(found, responses, gallery.rest)
        heard.append((float(responses.max()), int(responses.argmax()), domain))
    most, other, domain = max(heard)
    if (grown := float(gallery.scanned[number])) > max(most, gallery.rest):
        return f"What grew from one of the many starts of part X does, with {number_of(grown)}."
    if most <= gallery.rest:
        return ""
    where = PLACES[DOMAINS.index(domain)]
    name = gallery.shelf.number(other)
    return f"The OIP of map {name} {where} does, with {number_of(most)}."


def _images(gallery: Gallery, number: int) -> dict[str, Any]:
    """Return what is said of the training images that excite a map: those alone that do."""
    data, rest = gallery.data, gallery.rest
    top, levels = data.top_response[number] > rest, data.quantile_response[number] > rest
    named = [f"{100 * level:.3g} %" for level in data.level]
    return {
        "labels": [gallery.called.name(one) for one in data.top_label[number][top].tolist()],
        "indices": data.top_index[number][top].tolist(),
        "few": not top.all(),  # no other image excites it
        "top": number_of(float(data.maximum[number])),
        "levels": [name for name, fires in zip(named, levels, strict=True) if fires],
        "silent_levels": [name for name, fires in zip(named, levels, strict=True) if not fires],
    }


def _silent(gallery: Gallery, number: int) -> str:
    """Return how many test images do not excite a map; nothing where all do."""
    count = silent_tests(gallery, number)
    return f"{count:,}" if count else ""


def silenced(gallery: Gallery, number: int) -> str:
    """Return what the network loses without a map, as a sentence; where nobody says what is right,
    how often it answers otherwise.
    """
    if not gallery.called.labelled:
        others = share_of(float(gallery.ablation.flipped[number]))
        return f"With the map set to 0 the network answers otherwise on {others} of the images."
    change = 100 * float(gallery.ablation.change[number])
    if not change:
        return "The test accuracy is the same without it."
    word = "gains" if change > 0 else "loses"
    points = points_of(abs(change)).removeprefix("+")
    return f"With the map set to 0 the network {word} {points} points of test accuracy."


def facts(
    gallery: Gallery, below: Gallery | None, above: Gallery | None, number: int
) -> dict[str, Any]:
    """Return everything that the page of a map says in numbers."""
    data, more, best = gallery.data, gallery.portraits, favourite(gallery, number)
    sphere, box = (gallery.sets[name] for name in DOMAINS)
    steps = [int(step) for step in more.step]
    frames = [number_of(float(more.curve[step, number]), 2) for step in steps]
    woken = _woken(gallery, number)
    rows, columns = (
        int(end - first) for first, end in (sphere.visible_rows, sphere.visible_columns)
    )
    return {
        "number": gallery.shelf.number(number),
        "status": status(gallery, number),
        "fires": bool(sphere.response[number] > gallery.rest),
        "fires_box": bool(box.response[number] > gallery.rest),
        "excited": bool(data.maximum[number] > gallery.rest),
        "unexcited": f"{unexcited(gallery, number).capitalize()}.",
        "evolves": bool(more.curve[:, number].max() > gallery.rest),
        "class": None if best is None else gallery.called.name(best),
        "rate": share_of(float(data.rate[number])),
        "responses": [number_of(float(found.response[number])) for found in (sphere, box)],
        "found": found_by(gallery, number),
        "overheard": _overheard(gallery, number),
        "hatched": sphere.images.shape[1:3] != (rows, columns),
        "agreement": number_of(float(sphere.agreement[number]), 2),
        "even_box": _even(box.images[number], gallery),
        "ties": _ties(gallery, number),
        "starts": started(gallery, "sphere", number),
        "apart": _apart(gallery, "sphere", number),
        "patterns": int(sphere.clusters[number]),
        "node": [int(place) for place in more.node],
        "node_fires": bool(more.node_response[number] > gallery.rest),
        "node_sees_part": [one.stop - one.start for one in gallery.seen_by_node]
        != list(sphere.images.shape[1:3]),
        "node_response": number_of(float(more.node_response[number])),
        "negative_response": number_of(float(more.negative_response[number])),
        "steps": steps,
        "frames": frames,
        "woken": woken,
        "film": _film(woken, steps, frames),
        "seed": int(more.seed[number]),
        "followed": _followed(gallery, number),
        "anew": anew.asked(gallery, number),
        **_images(gallery, number),
        "silent": _silent(gallery, number),
        "heard": silent_tests(gallery, number) < int(gallery.kin.images),
        "silenced": silenced(gallery, number),
        "trust": trust_rows(gallery, number),
        "answering": answering(gallery, number),
        "relatives": relatives(gallery, number),
        "inputs": inputs(below, number),
        "outputs": outputs(gallery, above, number),
        "crowded": crowded(gallery, number),
        "charts": {
            "responses": response_chart(gallery, number),
            "classes": class_chart(gallery, number),
            "votes": vote_chart(gallery, number),
            "silenced": loss_chart(gallery, number),
            "climb": climb_chart(gallery, number),
        },
    }
