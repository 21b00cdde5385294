"""The images that another subject than that of the series is shown: read, parted, and on the scale
of its training.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from analysis.images.examples.digits import digits
from analysis.images.examples.photographs import photographs
from analysis.images.reading.pictures import Pictures
from analysis.images.reading.read import beside, files_of, read_pictures
from analysis.images.reading.scale import Scale, scale
from analysis.problem import Problem, nearest
from analysis.profiles import REPOSITORY
from analysis.settings import SubjectSettings

EXAMPLES: dict[str, Callable[[], Pictures]] = {"digits": digits, "photographs": photographs}
# on which the network of an example is trained, where no file of a subject says another
SCALES = {"digits": "standardise", "photographs": "standardise-by-channel"}
PREFIX = "example:"
KEPT_BACK = 3  # every third image of an example judges; no network here is trained on it


@dataclass(frozen=True, eq=False)
class Shown:
    """Images of a subject: those it is looked at with, and those that judge it; both may be the
    same.
    """

    seen: Pictures
    judging: Pictures
    scale: Scale

    @property
    def parted(self) -> bool:
        """Whether other images judge than those that it is looked at with."""
        return self.seen is not self.judging


def example_of(text: str) -> str | None:
    """Return the name of an example that is asked for, None where it is a path; ``Raises Problem``
    when there is no such example.
    """
    if not text.startswith(PREFIX):
        return None
    name = text.removeprefix(PREFIX)
    if name not in EXAMPLES:
        raise Problem(f"example {name!r} does not exist; {nearest(name, EXAMPLES)}.")
    return name


def path_of(text: str) -> Path:
    """Return a path that a subject names; it counts from the project."""
    return REPOSITORY / os.path.expanduser(text)


def shown(subject: SubjectSettings) -> Shown:
    """Return the images of a subject.

    Raises:
        Problem: they cannot be read, do not belong together, or not to the scale; the message says
            the way out.
    """
    seen, judging = _example(name) if (name := example_of(subject.images)) else _read(subject)
    if judging.shape != seen.shape:
        raise Problem(
            f"{subject.test} holds images of {_said(judging)}, {subject.images} of {_said(seen)}."
            " Use images of one shape."
        )
    if subject.decorrelated and seen.shape[2] == 1:
        raise Problem(
            f"colours = decorrelated: the images of {subject.images} have one channel. Leave the"
            " option out, or give images in colour."
        )
    return Shown(seen, judging, scale(subject.scale, seen))


def shown_example(name: str) -> Shown:
    """Return the images of an example, on the scale on which its network is trained."""
    seen, judging = _example(name)
    return Shown(seen, judging, scale(SCALES[name], seen))


def _said(pictures: Pictures) -> str:
    return " x ".join(map(str, pictures.shape))


def _example(name: str) -> tuple[Pictures, Pictures]:
    every = EXAMPLES[name]()
    last = np.arange(len(every.images)) % KEPT_BACK == KEPT_BACK - 1
    return every.taken(np.flatnonzero(~last)), every.taken(np.flatnonzero(last))


def _read(subject: SubjectSettings) -> tuple[Pictures, Pictures]:
    seen = _pictures(subject.images, subject.labels)
    return seen, _pictures(subject.test, subject.test_labels) if subject.test else seen


@cache  # every measurement of a process asks for them
def _pictures(images: str, labels: str) -> Pictures:
    return read_pictures(path_of(images), path_of(labels) if labels else None)


@cache
def digest_of(subject: SubjectSettings) -> str:
    """Return the SHA-256 of all images and labels that a subject names, by name and content; of
    examples by their name.

    Raises:
        Problem: one of them is missing, or of a kind that is not read.
    """
    told = hashlib.sha256()
    for text, labels in _sets(subject):
        told.update(f"{text}\n{labels}\n".encode())
        if example_of(text):
            continue
        path = path_of(text)
        for one in files_of(path, path_of(labels) if labels else None):
            name = one.relative_to(path) if one.is_relative_to(path) else one.name
            told.update(os.fsencode(name) + _digest(one).encode() + b"\n")
    return told.hexdigest()


def _sets(subject: SubjectSettings) -> list[tuple[str, str]]:
    """Return what a subject names as images, with what it names as their labels."""
    both = [(subject.images, subject.labels), (subject.test, subject.test_labels)]
    return [one for one in both if one[0]]


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def labels_beside(subject: SubjectSettings) -> tuple[str, ...]:
    """Return where labels of a subject are looked for that it does not name, there or not."""
    found = [
        one
        for text, labels in _sets(subject)
        if not labels and not example_of(text)
        for one in beside(path_of(text))
    ]
    return tuple(map(str, found))
