"""Images taken apart, for machines: one file for each, and the list of all."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from analysis.artifacts import Artifacts
from site_config.data.records import Cited, Data, File, Head, Measured, Measurement, Named
from site_config.data.said import citations, file, head, measurements, named
from site_config.data.written import as_json, known
from site_config.pages.cases import Case, cases
from site_config.pages.decisions import decisions
from site_config.pages.image_words import probability, right, says

LIST = "images.json"
FROM = ", from MNIST (CC BY-SA 3.0)"  # those of the series


class OfClass(Data):
    """What the network says of one class."""

    class_: int = Field(alias="class")
    logit: Measured
    """What the network computes of the class before it makes a probability of it."""
    probability: Measured
    """What the network makes of the logit, by softmax of all of them where it makes nothing."""
    told: str
    """The probability as readers see it, never rounded to 0 or to 1."""
    pixels: File | None
    """What each pixel adds to the logit; null where that is no sum."""


class Listed(Named):
    """An image in the list of all."""

    image: int
    """Its number among the test images, from 0."""
    label: int | None
    """Null where there are no labels."""
    said: int
    """The class that the network gives it."""
    probability: Measured
    """Of the class that is said."""
    outcome: str
    """Right, wrong, undecided where rounding decides, or unlabelled."""
    hard: bool
    """Whether it was chosen as a hard case, not as an example."""
    picture: File


class Activations(Data):
    """What the maps of one layer made of the image."""

    layer: str
    maps: int
    picture: File
    """All maps side by side, black where a node is 0."""
    values: File
    """The activations (y, x, map)."""


class Image(Cited, Listed):
    """An image, what the network says of it, and where that is taken apart."""

    classes: tuple[OfClass, ...]
    """From class 0."""
    pixels: File | None
    """What each pixel adds to each logit (class, y, x); null where that is no sum."""
    decision: File
    """The shares of all maps in the logits of all classes, without remainder."""
    layers: tuple[Activations, ...]
    """From the input up."""
    data: tuple[Measurement, ...]
    """What all images taken apart were measured by."""


class Images(Head):
    """All images whose decision was taken apart, in the order in which they were chosen."""

    images: tuple[Listed, ...]
    """Examples of each class, then hard cases."""


def _listed(case: Case) -> dict[str, Any]:
    page, name = f"{case.stem}.md", case.of.called.said(f"Test image {case.index}")
    return {
        **named(case.stem, name, says(case), page, "image"),
        "image": case.index,
        "label": case.label if case.of.labelled else None,
        "said": case.said,
        "probability": known(case.probabilities[case.said]),
        "outcome": right(case),
        "hard": case.hard,
        "picture": file(f"{case.stem}/image.png", f"the image{'' if case.of.chosen else FROM}"),
    }


def _class(case: Case, one: int) -> dict[str, Any]:
    said = f"what each pixel adds to the logit of class {case.name(one)}: red for it, blue against"
    return {
        "class": one,
        "logit": known(case.logits[one]),
        "probability": known(case.probabilities[one]),
        "told": probability(case.probabilities[one]),
        "pixels": None if case.of.bent else file(f"{case.stem}/pixels-{one}.png", said),
    }


def _layers(case: Case) -> list[dict[str, Any]]:
    every = []
    for share in case.layers:
        name, stem = share.layer.shelf.layer, f"{case.stem}/{share.layer.shelf.address}"
        picture = file(f"{stem}.png", f"all maps of {name} side by side")
        values = file(f"{stem}.npy", f"activations of {name} (y, x, map), for NumPy")
        maps = share.layer.maps
        every.append({"layer": name, "maps": maps, "picture": picture, "values": values})
    return every


def _whole(case: Case) -> dict[str, Any]:
    """Return all that is known of an image."""
    shares = "shares of all maps in the logits of all classes"
    added = "what each pixel adds to each logit"
    return {
        **_listed(case),
        **citations(f"{case.stem}.md"),
        "classes": [_class(case, one) for one in range(len(case.logits))],
        "pixels": None
        if case.of.bent
        else file(f"{case.stem}/pixels.npy", f"{added} (class, y, x), for NumPy"),
        "decision": file(f"{case.stem}/decision.json", shares),
        "layers": _layers(case),
    }


def image_data(artifacts: Artifacts) -> dict[str, bytes]:
    """Return the files of all images by staged path."""
    files, every = {}, []
    for of in decisions(artifacts):
        data = measurements(artifacts, of.measurements)
        for case in cases(of):
            path = f"{case.stem}/image.json"
            told = head(artifacts, "image", path) | _whole(case) | {"data": data}
            files[path] = as_json(Image, told)
            every.append(_listed(case))
    files[LIST] = as_json(Images, head(artifacts, "images", LIST) | {"images": every})
    return files
